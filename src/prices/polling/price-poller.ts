import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CatalogService } from '../../catalog/index.js';
import { OutboundError } from '../../platform/index.js';
import { PricePublisher } from '../publication/price-publisher.js';
import type { PollContext, PollResult, PriceSource } from '../sources/price-source.js';
import { alone } from './poll-lock.js';
import { nextDue, nextTry } from './poll-schedule.js';
import { ALL_REGIONS, PollTargetEntity } from './poll-target.entity.js';
import type { RegisteredSource } from './source-registry.js';

/** Longest time of one poll of one source in one region, large lists and slow paging included. */
export const MOST_POLL_SECONDS = 1800;

export type Progress = PollContext['progress'];

export type PollOutcome =
  | { readonly state: 'good'; readonly published: number; readonly quarantined: number }
  | { readonly state: 'failed'; readonly failure: string }
  /** Another process polls the same at this moment. */
  | { readonly state: 'elsewhere' };

const NO_PROGRESS: Progress = () => undefined;

/** Polls one source in one region: asks, hands over what came home, and keeps how it went. */
@Injectable()
export class PricePoller {
  private readonly logger = new Logger('prices');

  constructor(
    private readonly dataSource: DataSource,
    private readonly catalog: CatalogService,
    private readonly publisher: PricePublisher,
  ) {}

  /** What a source is given to work with. */
  context(source: PriceSource, since: string | null, signal: AbortSignal, progress = NO_PROGRESS): PollContext {
    const types = this.catalog.instanceTypes().filter(({ cloud }) => cloud === source.cloud);
    return {
      instanceTypes: new Map(types.map((type) => [type.name, type])),
      now: new Date(),
      signal,
      since,
      progress,
    };
  }

  /**
   * One poll. A failure leaves the prices in force as they are and is an outcome, not an exception.
   *
   * @param region null where the source covers all regions in one
   */
  async poll(
    registered: RegisteredSource,
    region: string | null,
    signal: AbortSignal,
    progress = NO_PROGRESS,
  ): Promise<PollOutcome> {
    const key = `poll:${registered.source.id}:${region ?? ALL_REGIONS}`;
    const outcome = await alone(this.dataSource, key, () => this.pollAlone(registered, region, signal, progress));
    return outcome ?? { state: 'elsewhere' };
  }

  private async pollAlone(
    { source, responsibleFor }: RegisteredSource,
    region: string | null,
    stop: AbortSignal,
    progress: Progress,
  ): Promise<PollOutcome> {
    const targets = this.dataSource.getRepository(PollTargetEntity);
    const where = { sourceId: source.id, region: region ?? ALL_REGIONS };
    const before = await targets.findOneBy(where);
    const signal = AbortSignal.any([stop, AbortSignal.timeout(MOST_POLL_SECONDS * 1000)]);
    const context = this.context(source, before?.mark ?? null, signal, progress);
    try {
      const result = only(await source.poll(region, context), responsibleFor);
      const { published, quarantined } = await this.publisher.publishPoll(source, region, result, context.now);
      await targets.save({
        ...where,
        lastTriedAt: context.now,
        lastGoodAt: context.now,
        nextDueAt: nextDue(new Date(), source.everyMinutes),
        failures: 0,
        lastFailure: null,
        mark: result.mark,
        ...(result.unchanged ? {} : { prices: result.prices.length, skipped: { ...result.skipped } }),
        quarantined,
        unknownTypes: [...result.unknownTypes],
      });
      if ((before?.failures ?? 0) > 0) this.logger.log(`${label(source, region)} answers again.`);
      return { state: 'good', published, quarantined };
    } catch (error) {
      const failure = sentenceOf(error);
      const failures = (before?.failures ?? 0) + 1;
      await targets.save({
        ...where,
        lastTriedAt: context.now,
        nextDueAt: nextTry(new Date(), source.everyMinutes, failures),
        failures,
        lastFailure: failure,
      });
      // Once, when it begins: a cloud that is away for a day must not fill the log.
      if (failures === 1) {
        this.logger.warn(`${label(source, region)} could not be polled; the last good prices stay: ${failure}`);
        await this.publisher.pollFailed(source, region, failure, context.now);
      }
      if (!(error instanceof OutboundError)) this.logger.error(label(source, region), (error as Error).stack);
      return { state: 'failed', failure };
    }
  }
}

/** The prices for which the source is responsible; another source is believed for the others. */
function only(result: PollResult, options: RegisteredSource['responsibleFor']): PollResult {
  return {
    ...result,
    prices: result.prices.filter(({ purchaseOption }) => options.includes(purchaseOption)),
    covers: result.covers.filter((option) => options.includes(option)),
  };
}

function label(source: PriceSource, region: string | null): string {
  return region === null ? source.title : `${source.title} in ${region}`;
}

function sentenceOf(error: unknown): string {
  if (error instanceof OutboundError) return error.message;
  return `A fault of ours: ${error instanceof Error ? error.message : String(error)}`;
}
