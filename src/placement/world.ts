import type { QualityTable } from '../benchmarks/index.js';
import type { Accelerator, Cloud, InstanceType, Region } from '../catalog/index.js';
import type { PerformanceModel } from '../performance/index.js';
import { isComponent, type Offer, type PurchaseOption } from '../prices/index.js';
import { interruptionMean, type InterruptionMean } from './interruption-mean.js';
import { nodeShape, type NodeShape } from './node-shape.js';

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
}

/** Offers of one instance type and one way to pay that differ in place and price only: the cheapest first. */
export interface Pool {
  readonly cloud: Cloud;
  readonly purchaseOption: PurchaseOption;
  readonly acceleratorId: string;
  readonly unusable: PlaceableOffer['unusable'];
  /** Names what it offers: instance type, purchase option, term. */
  readonly offerClass: string;
  readonly offers: readonly PlaceableOffer[];
}

/** Pools on which any workload has the same size: alike hardware on alike terms. */
export interface SizingGroup {
  /** Null where the hardware is not known well enough. */
  readonly shape: NodeShape | null;
  readonly committed: boolean;
  readonly interruptible: boolean;
  readonly interruption: InterruptionMean;
  readonly pools: readonly Pool[];
}

/** The offers in force, ready to be searched. */
export interface World {
  readonly release: string;
  readonly offers: readonly PlaceableOffer[];
  readonly groups: readonly SizingGroup[];
  /** As the sources date their prices; null without offers. */
  readonly oldestAsOf: string | null;
  readonly newestAsOf: string | null;
  readonly byId: ReadonlyMap<string, PlaceableOffer>;
  readonly accelerators: readonly Accelerator[];
  /** Every region with an offer, with the clouds that call one so. */
  readonly cloudsOfRegion: ReadonlyMap<string, ReadonlySet<Cloud>>;
  readonly jurisdictions: ReadonlySet<string>;
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
    };
  });
  const dates = offers.map(({ offer }) => offer.asOf).sort();
  return {
    release: facts.release,
    offers,
    groups: groupOffers(offers),
    oldestAsOf: dates[0] ?? null,
    newestAsOf: dates.at(-1) ?? null,
    byId: new Map(offers.map((placeable) => [placeable.offer.id, placeable])),
    accelerators: facts.accelerators,
    cloudsOfRegion: cloudsOfRegion(offers),
    jurisdictions: new Set(facts.regions.flatMap(({ jurisdiction }) => (jurisdiction === null ? [] : [jurisdiction]))),
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

function cloudsOfRegion(offers: readonly PlaceableOffer[]): ReadonlyMap<string, ReadonlySet<Cloud>> {
  const clouds = new Map<string, Set<Cloud>>();
  for (const { offer } of offers) {
    const known = clouds.get(offer.region);
    if (known === undefined) clouds.set(offer.region, new Set([offer.cloud]));
    else known.add(offer.cloud);
  }
  return clouds;
}

/** Thousands of offers come down to some hundred groups; a search sizes a workload once for each. */
function groupOffers(offers: readonly PlaceableOffer[]): SizingGroup[] {
  const groups = new Map<string, PlaceableOffer[]>();
  for (const placeable of offers) add(groups, groupKey(placeable), placeable);
  return [...groups.values()].flatMap((members) => {
    const pools = new Map<string, PlaceableOffer[]>();
    for (const placeable of members) add(pools, `${classOf(placeable)} ${placeable.unusable?.reason ?? ''}`, placeable);
    const [first] = members;
    if (first === undefined) return [];
    const { shape, interruption, offer } = first;
    return {
      shape,
      committed: offer.termYears !== null,
      interruptible: isInterruptible(offer),
      interruption,
      pools: [...pools.values()].flatMap(poolOf),
    };
  });
}

function groupKey({ offer, shape, interruption }: PlaceableOffer): string {
  const lasts = isInterruptible(offer) ? (interruption.known ? interruption.meanHours : interruption.why) : 'steady';
  return `${shape?.key ?? offer.acceleratorId}|${offer.termYears === null ? lasts : 'committed'}`;
}

function isInterruptible({ purchaseOption }: Offer): boolean {
  return purchaseOption === 'spot' || purchaseOption === 'low_priority';
}

function classOf({ offer }: PlaceableOffer): string {
  return `${offer.cloud}/${offer.instanceType}/${offer.purchaseOption}/${offer.termYears ?? ''}`;
}

function poolOf(members: readonly PlaceableOffer[]): Pool[] {
  const offers = [...members].sort((a, b) => a.usdPerHour - b.usdPerHour || (a.offer.id < b.offer.id ? -1 : 1));
  const [first] = offers;
  if (first === undefined) return [];
  const { cloud, purchaseOption, acceleratorId } = first.offer;
  return [{ cloud, purchaseOption, acceleratorId, unusable: first.unusable, offerClass: classOf(first), offers }];
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
