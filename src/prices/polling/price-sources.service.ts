import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/index.js';
import { countByPublisher } from '../in-force/occurring.js';
import { OfferCatalog } from '../offer-catalog.js';
import type { PriceSource } from '../sources/price-source.js';
import { ALL_REGIONS, PollTargetEntity } from './poll-target.entity.js';
import type { PriceSourceState } from './polls.schema.js';
import { rankSources, type RegisteredSource } from './source-registry.js';

/** For Nest's injector: every source that this product knows, ready or not. */
export const PRICE_SOURCES = Symbol('price sources');

/** How the sources of prices are. */
@Injectable()
export class PriceSourcesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly offers: OfferCatalog,
    @Inject(PRICE_SOURCES) private readonly sources: readonly PriceSource[],
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async states(now = new Date()): Promise<PriceSourceState[]> {
    const [ranked, targets] = await Promise.all([
      rankSources(this.sources),
      this.dataSource.getRepository(PollTargetEntity).find({ order: { region: 'ASC' } }),
    ]);
    const inForce = countByPublisher(this.offers.current().index.columns);
    return ranked.map((registered) => {
      const own = targets.filter(({ sourceId }) => sourceId === registered.source.id);
      return this.describe(registered, own, inForce.get(registered.source.id) ?? 0, now);
    });
  }

  private describe(
    registered: RegisteredSource,
    targets: readonly PollTargetEntity[],
    offersInForce: number,
    now: Date,
  ): PriceSourceState {
    const { source, readiness, responsibleFor } = registered;
    const oldest = oldestGood(targets);
    return {
      id: source.id,
      cloud: source.cloud,
      title: source.title,
      purchaseOptions: [...source.purchaseOptions],
      state: this.stateOf(registered, targets),
      needs: readiness.ready ? null : readiness.needs,
      usedFor: [...responsibleFor],
      everyMinutes: source.everyMinutes,
      lastGoodAt: newestGood(targets)?.toISOString() ?? null,
      ageSeconds: oldest === null ? null : Math.round((now.getTime() - oldest.getTime()) / 1000),
      regions: targets.map((target) => ({
        region: target.region === ALL_REGIONS ? null : target.region,
        lastTriedAt: target.lastTriedAt?.toISOString() ?? null,
        lastGoodAt: target.lastGoodAt?.toISOString() ?? null,
        nextDueAt: target.nextDueAt.toISOString(),
        failures: target.failures,
        lastFailure: target.lastFailure,
        prices: target.prices,
        quarantined: target.quarantined,
        unknownTypes: target.unknownTypes,
        skipped: target.skipped,
      })),
      offersInForce,
    };
  }

  private stateOf(
    { source, readiness, isUsed }: RegisteredSource,
    targets: readonly PollTargetEntity[],
  ): PriceSourceState['state'] {
    if (!readiness.ready) return 'not_ready';
    if (!isUsed) return 'not_used';
    if (targets.some(({ failures }) => failures > 0)) return 'failing';
    if (targets.some(({ lastGoodAt }) => lastGoodAt !== null)) return 'good';
    return this.settings.pollClouds.has(source.cloud) ? 'waiting' : 'off';
  }
}

function newestGood(targets: readonly PollTargetEntity[]): Date | null {
  const times = targets.flatMap(({ lastGoodAt }) => (lastGoodAt === null ? [] : [lastGoodAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Null where a region has never been polled well: its age is not known. */
function oldestGood(targets: readonly PollTargetEntity[]): Date | null {
  if (targets.length === 0 || targets.some(({ lastGoodAt }) => lastGoodAt === null)) return null;
  return new Date(Math.min(...targets.map(({ lastGoodAt }) => lastGoodAt?.getTime() ?? 0)));
}
