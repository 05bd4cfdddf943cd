import { Logger } from '@nestjs/common';
import PgBoss from 'pg-boss';

/** Work that is done again and again by one of the processes with the role `worker`. */
export interface ScheduledJob {
  /** Stable: the name under which the schedule is kept in PostgreSQL. */
  readonly name: string;
  /** Five fields, UTC. */
  readonly cron: string;
  run(): Promise<void>;
}

/** Modules tell it their jobs; a worker starts them. Each turn runs once, however many workers there are. */
export class Jobs {
  private readonly logger = new Logger('jobs');
  private readonly jobs: ScheduledJob[] = [];
  private boss: PgBoss | null = null;

  /** @param databaseUrl with the password: never logged */
  constructor(private readonly databaseUrl: string) {}

  add(job: ScheduledJob): void {
    this.jobs.push(job);
  }

  async start(): Promise<void> {
    if (this.jobs.length === 0) return;
    const boss = new PgBoss({
      connectionString: this.databaseUrl,
      schema: 'job',
      application_name: 'pennywatt jobs',
      max: 4,
    });
    boss.on('error', (error) => this.logger.error(`The job queue reported: ${error.message}`, error.stack));
    await boss.start();
    this.boss = boss;
    for (const job of this.jobs) {
      await boss.createQueue(job.name);
      await boss.schedule(job.name, job.cron);
      await boss.work(job.name, () => this.run(job));
    }
    this.logger.log(`Scheduled: ${this.jobs.map((job) => `${job.name} (${job.cron})`).join(', ')}`);
  }

  /** Waits for the jobs that run. */
  async stop(): Promise<void> {
    await this.boss?.stop({ graceful: true, wait: true, timeout: 10_000 });
    this.boss = null;
  }

  private async run(job: ScheduledJob): Promise<void> {
    const start = Date.now();
    try {
      await job.run();
      this.logger.log(`${job.name} done in ${Date.now() - start} ms`);
    } catch (error) {
      // Logged here with its stack, and thrown on so that the queue tries it again.
      this.logger.error(`${job.name} failed`, error instanceof Error ? error.stack : String(error));
      throw error;
    }
  }
}
