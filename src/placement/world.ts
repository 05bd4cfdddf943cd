import type { Accelerator, InstanceType, Precision, Region } from '../catalog/index.js';
import type { PerformanceModel } from '../performance/index.js';
import { isComponent, type Offer } from '../prices/index.js';
import { interruptionMean, type InterruptionMean } from './interruption-mean.js';
import { nodeShape, type NodeShape } from './node-shape.js';

/** How much of its native score a model keeps at a precision, as somebody measured it. */
export interface QualityFigure {
  readonly retainedPercent: number;
  readonly benchmark: string;
  /** `measured` on this very model, or carried over from its family. */
  readonly basis: string;
  readonly source: string;
}

/** Null where nobody measured it. The native precision needs no figure. */
export type QualityTable = (modelName: string, precision: Precision) => QualityFigure | null;

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
}

/** An offer with everything about it that does not depend on the workload, worked out once. */
export interface PlaceableOffer {
  readonly offer: Offer;
  /** For comparing only; amounts that are shown are computed from the offer's decimal string. */
  readonly usdPerHour: number;
  readonly shape: NodeShape | null;
  /** Why nothing can be placed on it whatever the workload; null where something can. */
  readonly unusable: { readonly reason: 'component' | 'not_offered' | 'unknown_hardware'; readonly why: string } | null;
  /** Of the catalog; null where it does not know the region. */
  readonly region: Region | null;
  readonly interruption: InterruptionMean;
  /** Offers of one class differ in their region only. */
  readonly offerClass: string;
}

/** The offers in force, ready to be searched. */
export interface World {
  readonly release: string;
  readonly offers: readonly PlaceableOffer[];
  /** As the sources date their prices; null without offers. */
  readonly oldestAsOf: string | null;
  readonly newestAsOf: string | null;
  readonly byId: ReadonlyMap<string, PlaceableOffer>;
  readonly accelerators: readonly Accelerator[];
  readonly regions: readonly Region[];
  readonly performance: PerformanceModel;
  readonly quality: QualityTable;
}

/** Prepares the offers for searching, once per state of the prices. */
export function createWorld(facts: WorldFacts): World {
  const accelerators = new Map(facts.accelerators.map((accelerator) => [accelerator.id, accelerator]));
  const instanceTypes = new Map(facts.instanceTypes.map((type) => [`${type.cloud}/${type.name}`, type]));
  const regions = new Map(facts.regions.map((region) => [`${region.cloud}/${region.name}`, region]));
  const shapes = new Map<string, NodeShape>();
  const offers = facts.offers.map((offer): PlaceableOffer => {
    const found = nodeShape(
      offer,
      accelerators.get(offer.acceleratorId),
      instanceTypes.get(`${offer.cloud}/${offer.instanceType}`),
    );
    const shape = typeof found === 'string' ? null : (shapes.get(found.key) ?? found);
    if (shape !== null) shapes.set(shape.key, shape);
    return {
      offer,
      usdPerHour: Number(offer.usdPerHour),
      shape,
      unusable: unusable(offer, typeof found === 'string' ? found : null),
      region: regions.get(`${offer.cloud}/${offer.region}`) ?? null,
      interruption: interruptionMean(offer.interruptionPerMonth),
      offerClass: `${offer.cloud}/${offer.instanceType}/${offer.purchaseOption}/${offer.termYears ?? ''}`,
    };
  });
  const dates = offers.map(({ offer }) => offer.asOf).sort();
  return {
    release: facts.release,
    offers,
    oldestAsOf: dates[0] ?? null,
    newestAsOf: dates.at(-1) ?? null,
    byId: new Map(offers.map((placeable) => [placeable.offer.id, placeable])),
    accelerators: facts.accelerators,
    regions: facts.regions,
    performance: facts.performance,
    quality: facts.quality,
  };
}

function unusable(offer: Offer, unknownHardware: string | null): PlaceableOffer['unusable'] {
  if (isComponent(offer)) {
    return { reason: 'component', why: 'it is an accelerator priced without the machine that it needs' };
  }
  if (offer.available === false) {
    return { reason: 'not_offered', why: 'a price is listed, but the machine is not offered in this region' };
  }
  return unknownHardware === null ? null : { reason: 'unknown_hardware', why: unknownHardware };
}
