import { CLOUDS, type Cloud } from '../../catalog/index.js';
import type { PurchaseOption } from '../offer.js';
import type { DatedCount } from '../price-summary.js';
import { EVERYWHERE, type OfferIndex, type RunCount } from './offer-index.js';

/** Counts the offers of a cloud. */
export class CloudTally implements DatedCount {
  readonly byPurchaseOption: Partial<Record<PurchaseOption, number>> = {};
  offers = 0;
  private oldest: number;
  private newest = -1;

  /** @param dates of all offers, in order */
  constructor(
    readonly cloud: Cloud,
    private readonly dates: readonly string[],
  ) {
    this.oldest = dates.length;
  }

  get oldestAsOf(): string | null {
    return this.dates[this.oldest] ?? null;
  }

  get newestAsOf(): string | null {
    return this.dates[this.newest] ?? null;
  }

  add(purchaseOption: PurchaseOption, { offers, oldest, newest }: RunCount): void {
    this.offers += offers;
    this.byPurchaseOption[purchaseOption] = (this.byPurchaseOption[purchaseOption] ?? 0) + offers;
    this.oldest = Math.min(this.oldest, oldest);
    this.newest = Math.max(this.newest, newest);
  }
}

/** What is in force, one count per cloud. */
export function talliesOf(index: OfferIndex): CloudTally[] {
  const { types, ways } = index.columns.repeated;
  const tallies = CLOUDS.map((cloud) => new CloudTally(cloud, index.dates));
  for (const [at, { type, way }] of [...index.everywhere.ofGroup(EVERYWHERE)].entries()) {
    const purchaseOption = ways[way]?.purchaseOption;
    const count = index.counts[at];
    const tally = tallies.find(({ cloud }) => cloud === types[type]?.cloud);
    if (purchaseOption !== undefined && count !== undefined) tally?.add(purchaseOption, count.all);
  }
  return tallies;
}
