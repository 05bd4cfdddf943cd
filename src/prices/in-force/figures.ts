import { Decimal } from 'decimal.js';
import type { Accelerator, Precision } from '../../catalog/index.js';
import { comparablePrices, figuresOf, type PricedOffer } from '../price-figures.js';
import type { PriceSort } from '../price-query.js';
import type { OfferColumns } from './offer-columns.js';

/** The figures that offers are compared by, for one precision. */
export class Figures {
  private readonly peaks: readonly (number | null)[];
  private readonly factors = new Map<PriceSort, Float64Array>();

  constructor(
    private readonly columns: OfferColumns,
    accelerators: readonly Accelerator[],
    precision: Precision,
  ) {
    const peaks = new Map(accelerators.map(({ id, peakTflops }) => [id, peakTflops[precision] ?? null]));
    this.peaks = columns.repeated.types.map(({ acceleratorId }) => peaks.get(acceleratorId) ?? null);
  }

  /** What the price per hour is multiplied with to give the figure, by type; NaN where the figure is missing. */
  factorsOf(sort: PriceSort): Float64Array {
    const known = this.factors.get(sort);
    if (known !== undefined) return known;
    const factors = Float64Array.from(this.columns.repeated.types, (type, at) => {
      const ofADollar = figuresOf(new Decimal(1), type, this.peaks[at] ?? null)[sort];
      return ofADollar === null ? NaN : ofADollar.toNumber();
    });
    this.factors.set(sort, factors);
    return factors;
  }

  /** The row as an offer with its figures, exactly. */
  priced(row: number): PricedOffer {
    const offer = this.columns.offer(row);
    const prices = comparablePrices(offer, this.peaks[this.columns.type[row] ?? 0] ?? null);
    // Added to the object that was made for it: copying one of so many fields takes longer than its arithmetic.
    return Object.assign(offer, prices);
  }
}
