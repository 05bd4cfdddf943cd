import { EVERYWHERE, type OfferIndex } from '../in-force/offer-index.js';
import { isFor, type Discount } from './discount.js';

/** How many offers a discount is meant for. */
export function countOffers(index: OfferIndex, discount: Discount): number {
  const { types, ways } = index.columns.repeated;
  const { region } = discount;
  const runs =
    region === null
      ? index.everywhere.ofGroup(EVERYWHERE)
      : index.inRegions.ofGroup(index.regionAt.get(region) ?? index.regions.length);
  let count = 0;
  for (const { type, way, start, end } of runs) {
    const machine = types[type];
    const paid = ways[way];
    if (machine === undefined || paid === undefined) continue;
    if (isFor(discount, { ...machine, ...paid, region: region ?? '' })) count += end - start;
  }
  return count;
}
