import type { Cloud } from '../catalog/index.js';
import type { Offer, PurchaseOption } from '../prices/index.js';
import type { InterruptionMean } from './interruption-mean.js';
import type { NodeShape } from './node-shape.js';
import type { PlaceableOffer } from './placeable-offer.js';

/** Offers of one instance type and one way to pay that differ in place and price only: the cheapest first. */
export interface Pool {
  readonly cloud: Cloud;
  readonly purchaseOption: PurchaseOption;
  readonly acceleratorId: string;
  readonly unusable: PlaceableOffer['unusable'];
  /** The commitment whose capacity it is; null where it would be rented. */
  readonly owned: string | null;
  /** Names what it offers: instance type, purchase option, term. */
  readonly offerClass: string;
  readonly group: SizingGroup;
  readonly offers: readonly PlaceableOffer[];
  /** Of its cheapest. */
  readonly leastUsdPerHour: number;
}

/** Pools on which any workload has the same size: alike hardware on alike terms. */
export interface SizingGroup {
  /** Number among the groups. */
  readonly index: number;
  /** Null where the hardware is not known well enough. */
  readonly shape: NodeShape | null;
  /** Number of the shape among the shapes; of those that are not known, too. */
  readonly shapeIndex: number;
  readonly committed: boolean;
  readonly interruptible: boolean;
  readonly interruption: InterruptionMean;
}

/** Thousands of offers come down to some hundred groups; a search sizes a workload once for each. */
export function poolOffers(offers: readonly PlaceableOffer[]): Pool[] {
  const byGroup = new Map<string, PlaceableOffer[]>();
  for (const placeable of offers) add(byGroup, groupKey(placeable), placeable);
  const shapes = new Map<string, number>();
  const pools = [...byGroup.values()].flatMap((members, index) => {
    const [first] = members;
    if (first === undefined) return [];
    const { shape, interruption, offer } = first;
    const shapeKey = shape?.key ?? offer.acceleratorId;
    const shapeIndex = shapes.get(shapeKey) ?? shapes.size;
    shapes.set(shapeKey, shapeIndex);
    const committed = offer.termYears !== null;
    const group: SizingGroup = {
      index,
      shape,
      shapeIndex,
      committed,
      interruptible: isInterruptible(offer),
      interruption,
    };
    const byPool = new Map<string, PlaceableOffer[]>();
    for (const placeable of members) {
      add(byPool, `${classOf(placeable)} ${placeable.unusable?.reason ?? ''}`, placeable);
    }
    return [...byPool.values()].flatMap((alike) => poolOf(alike, group));
  });
  return pools.sort((a, b) => a.leastUsdPerHour - b.leastUsdPerHour);
}

function groupKey({ offer, shape, interruption }: PlaceableOffer): string {
  const lasts = isInterruptible(offer) ? (interruption.known ? interruption.meanHours : interruption.why) : 'steady';
  return `${shape?.key ?? offer.acceleratorId}|${offer.termYears === null ? lasts : 'committed'}`;
}

function isInterruptible({ purchaseOption }: Offer): boolean {
  return purchaseOption === 'spot' || purchaseOption === 'low_priority';
}

function classOf({ offer, owned }: PlaceableOffer): string {
  const held = owned === null ? '' : `owned ${owned} `;
  return `${held}${offer.cloud}/${offer.instanceType}/${offer.purchaseOption}/${offer.termYears ?? ''}`;
}

function poolOf(members: readonly PlaceableOffer[], group: SizingGroup): Pool[] {
  const offers = [...members].sort((a, b) => a.usdPerHour - b.usdPerHour || (a.offer.id < b.offer.id ? -1 : 1));
  const [first] = offers;
  if (first === undefined) return [];
  const { cloud, purchaseOption, acceleratorId } = first.offer;
  return [
    {
      cloud,
      purchaseOption,
      acceleratorId,
      unusable: first.unusable,
      owned: first.owned,
      offerClass: classOf(first),
      group,
      offers,
      leastUsdPerHour: first.usdPerHour,
    },
  ];
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
