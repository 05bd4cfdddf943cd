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

/** Tasks that any worker takes up. What is sent twice under one key while it waits is done once. */
export interface TaskQueue<Task extends object> {
  /** Stable, as the name of a job. */
  readonly name: string;
  /** Tasks under way at once in each worker. */
  readonly concurrency: number;
  /** Longest time of one task; the queue gives it up after that. */
  readonly expireSeconds: number;
  /** Heeds the signal: it ends the task when the process stops. What is thrown is logged, and the task not repeated. */
  run(task: Task, signal: AbortSignal): Promise<void>;
}

/** How often a worker looks for tasks while there are none. */
const LOOK_SECONDS = 2;
/** How long a process that stops waits for what it has begun. */
const STOP_MS = 10_000;

/** Modules tell it their jobs; a worker starts them. Each turn runs once, however many workers there are. */
export class Jobs {
  private readonly logger = new Logger('jobs');
  private readonly jobs: ScheduledJob[] = [];
  private readonly queues: TaskQueue<object>[] = [];
  private readonly stopping = new AbortController();
  private boss: PgBoss | null = null;

  /** @param databaseUrl with the password: never logged */
  constructor(private readonly databaseUrl: string) {}

  add(job: ScheduledJob): void {
    this.jobs.push(job);
  }

  addQueue<Task extends object>(queue: TaskQueue<Task>): void {
    this.queues.push(queue);
  }

  async start(): Promise<void> {
    if (this.jobs.length + this.queues.length === 0) return;
    const boss = new PgBoss({
      connectionString: this.databaseUrl,
      schema: 'job',
      application_name: 'pennywatt jobs',
      max: 4,
    });
    boss.on('error', (error) => this.logger.error(`The job queue reported: ${error.message}`, error.stack));
    await boss.start();
    this.boss = boss;
    for (const queue of this.queues) await this.open(boss, queue);
    for (const job of this.jobs) {
      await boss.createQueue(job.name);
      await boss.schedule(job.name, job.cron);
      await boss.work(job.name, () => this.run(job));
    }
    this.logger.log(`Scheduled: ${this.jobs.map((job) => `${job.name} (${job.cron})`).join(', ')}`);
  }

  /** Puts a task into a queue, unless one with the same key waits there already. Only in a worker that has started. */
  async send<Task extends object>({ name }: TaskQueue<Task>, task: Task, key: string): Promise<void> {
    if (this.boss === null) throw new Error(`Nobody works on the queue ${name} in this process.`);
    await this.boss.send(name, task, { singletonKey: key });
  }

  /** Tells the tasks that run to end, and waits for them and for the jobs. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.boss?.stop({ graceful: true, wait: true, timeout: STOP_MS });
    this.boss = null;
  }

  private async open(boss: PgBoss, queue: TaskQueue<object>): Promise<void> {
    // `short`: at most one task of a key waits. Not `stately`, whose second active task of a key fails the fetch.
    const options = { policy: 'short', retryLimit: 0, expireInSeconds: queue.expireSeconds } as const;
    await boss.createQueue(queue.name, { name: queue.name, ...options });
    for (let worker = 0; worker < queue.concurrency; worker += 1) {
      await boss.work<object>(queue.name, { pollingIntervalSeconds: LOOK_SECONDS }, async (tasks) => {
        for (const { data } of tasks) await this.runTask(queue, data);
      });
    }
  }

  private async runTask(queue: TaskQueue<object>, task: object): Promise<void> {
    try {
      await queue.run(task, this.stopping.signal);
    } catch (error) {
      this.logger.error(`${queue.name} failed`, error instanceof Error ? error.stack : String(error));
      throw error;
    }
  }

  private async run(job: ScheduledJob): Promise<void> {
    const start = Date.now();
    try {
      await job.run();
      this.logger.debug(`${job.name} done in ${Date.now() - start} ms`);
    } catch (error) {
      // Logged here with its stack, and thrown on so that the queue tries it again.
      this.logger.error(`${job.name} failed`, error instanceof Error ? error.stack : String(error));
      throw error;
    }
  }
}
