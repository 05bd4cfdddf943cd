import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Jobs, ScheduledJob, TaskQueue } from '../../platform/index.js';
import type { PriceSource } from '../sources/price-source.js';
import { firstDue } from './poll-schedule.js';
import { ALL_REGIONS, PollTargetEntity } from './poll-target.entity.js';
import { MOST_POLL_SECONDS, type PricePoller } from './price-poller.js';
import { rankSources, type RegisteredSource } from './source-registry.js';

interface PollTask {
  readonly source: string;
  readonly region: string | null;
}

/** Polls under way at once in each worker. */
const CONCURRENCY = 4;

/** Takes up polls; several workers share them, and none is done twice. */
export class PollQueue implements TaskQueue<PollTask> {
  readonly name = 'price-poll';
  readonly concurrency = CONCURRENCY;
  readonly expireSeconds = MOST_POLL_SECONDS + 60;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sources: readonly PriceSource[],
    private readonly poller: PricePoller,
  ) {}

  async run({ source, region }: PollTask, signal: AbortSignal): Promise<void> {
    const where = { sourceId: source, region: region ?? ALL_REGIONS };
    const target = await this.dataSource.getRepository(PollTargetEntity).findOneBy(where);
    // Put into the queue again while it was still being polled.
    if (target === null || target.nextDueAt > new Date()) return;
    const registered = (await rankSources(this.sources)).find((one) => one.source.id === source);
    if (registered?.isUsed) await this.poller.poll(registered, region, signal);
  }
}

/** Every minute: finds what is due, and puts it into the queue. */
export class PollJob implements ScheduledJob {
  readonly name = 'price-poll-schedule';
  readonly cron = '* * * * *';
  private readonly logger = new Logger('prices');

  constructor(
    private readonly dataSource: DataSource,
    private readonly sources: readonly PriceSource[],
    private readonly poller: PricePoller,
    private readonly queue: PollQueue,
    private readonly jobs: Jobs,
    private readonly regions: ReadonlySet<string> | null,
  ) {}

  async run(): Promise<void> {
    const used = (await rankSources(this.sources)).filter(({ isUsed }) => isUsed);
    await Promise.all(used.map((one) => this.addTargets(one)));
    const due = (await this.due(used)).filter(
      ({ region }) => region === ALL_REGIONS || (this.regions?.has(region) ?? true),
    );
    for (const { sourceId, region } of due) {
      const task = { source: sourceId, region: region === ALL_REGIONS ? null : region };
      await this.jobs.send(this.queue, task, `${sourceId}:${region}`);
    }
    if (due.length > 0) this.logger.debug(`${due.length} polls are due.`);
  }

  /** Regions that are new get their first poll within minutes, spread out; the others keep their time. */
  private async addTargets({ source }: RegisteredSource): Promise<void> {
    const context = this.poller.context(source, null, AbortSignal.timeout(60_000));
    let regions: readonly string[] | null;
    try {
      regions = await source.regions(context);
    } catch (error) {
      // The regions of the last time are still there, and their polls will say what is wrong.
      this.logger.debug(`${source.title} does not say its regions: ${(error as Error).message}`);
      return;
    }
    const wanted = regions?.filter((region) => this.regions?.has(region) ?? true) ?? [ALL_REGIONS];
    const rows = wanted.map((region) => ({
      sourceId: source.id,
      region,
      nextDueAt: firstDue(context.now, source.everyMinutes),
    }));
    if (rows.length === 0) return;
    await this.dataSource.createQueryBuilder().insert().into(PollTargetEntity).values(rows).orIgnore().execute();
  }

  private async due(used: readonly RegisteredSource[]): Promise<PollTargetEntity[]> {
    if (used.length === 0) return [];
    return this.dataSource
      .getRepository(PollTargetEntity)
      .createQueryBuilder('target')
      .where('target.sourceId IN (:...ids)', { ids: used.map(({ source }) => source.id) })
      .andWhere('target.nextDueAt <= :now', { now: new Date() })
      .orderBy('target.nextDueAt')
      .getMany();
  }
}
