import { NO_VARIANT_QUALITY, type QualityTable, type VariantQuality } from '../benchmarks/index.js';
import type { Accelerator, Cloud, InstanceType, Region } from '../catalog/index.js';
import type { PerformanceModel } from '../performance/index.js';
import type { Offer } from '../prices/index.js';
import { placeableOffer, type PlaceableOffer } from './placeable-offer.js';
import { poolOffers, type Pool } from './pools.js';
import { Predictions } from './predictions.js';

/** Facts that placing needs; all in memory. */
export interface WorldFacts {
  /** Names the state of the prices. */
  readonly release: string;
  readonly offers: readonly Offer[];
  readonly accelerators: readonly Accelerator[];
  readonly instanceTypes: readonly InstanceType[];
  readonly regions: readonly Region[];
  readonly performance: PerformanceModel;
  readonly quality: QualityTable;
  /** Of pruned models and distilled students; none unless given. */
  readonly variantQuality?: VariantQuality;
  /** Whose predictions are kept for the next quote; 64 unless given. */
  readonly rememberedQuestions?: number;
}

/** The offers in force, ready to be searched. */
export interface World {
  readonly release: string;
  readonly offers: readonly PlaceableOffer[];
  /** The cheapest first. */
  readonly pools: readonly Pool[];
  /** As the sources date their prices; null without offers. */
  readonly oldestAsOf: string | null;
  readonly newestAsOf: string | null;
  readonly byId: ReadonlyMap<string, PlaceableOffer>;
  readonly accelerators: readonly Accelerator[];
  /** Every region with an offer, with the clouds that call one so. */
  readonly cloudsOfRegion: ReadonlyMap<string, ReadonlySet<Cloud>>;
  readonly jurisdictions: ReadonlySet<string>;
  readonly predictions: Predictions;
  readonly quality: QualityTable;
  readonly variantQuality: VariantQuality;
}

/** Prepares the offers for searching, once per state of the prices. */
export function createWorld(facts: WorldFacts): World {
  const accelerators = new Map(facts.accelerators.map((accelerator) => [accelerator.id, accelerator]));
  const instanceTypes = new Map(facts.instanceTypes.map((type) => [`${type.cloud}/${type.name}`, type]));
  const regions = new Map(facts.regions.map((region) => [`${region.cloud}/${region.name}`, region]));
  const offers = facts.offers.map((offer) =>
    placeableOffer(offer, {
      accelerator: accelerators.get(offer.acceleratorId),
      instanceType: instanceTypes.get(`${offer.cloud}/${offer.instanceType}`),
      region: regions.get(`${offer.cloud}/${offer.region}`),
    }),
  );
  const dates = offers.map(({ offer }) => offer.asOf).sort();
  return {
    release: facts.release,
    offers,
    pools: poolOffers(offers),
    oldestAsOf: dates[0] ?? null,
    newestAsOf: dates.at(-1) ?? null,
    byId: new Map(offers.map((placeable) => [placeable.offer.id, placeable])),
    accelerators: facts.accelerators,
    cloudsOfRegion: cloudsOfRegion(offers),
    jurisdictions: new Set(facts.regions.flatMap(({ jurisdiction }) => (jurisdiction === null ? [] : [jurisdiction]))),
    predictions: new Predictions(facts.performance, facts.rememberedQuestions),
    quality: facts.quality,
    variantQuality: facts.variantQuality ?? NO_VARIANT_QUALITY,
  };
}

function cloudsOfRegion(offers: readonly PlaceableOffer[]): ReadonlyMap<string, ReadonlySet<Cloud>> {
  const clouds = new Map<string, Set<Cloud>>();
  for (const { offer } of offers) {
    const known = clouds.get(offer.region);
    if (known === undefined) clouds.set(offer.region, new Set([offer.cloud]));
    else known.add(offer.cloud);
  }
  return clouds;
}
