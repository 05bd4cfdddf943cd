import { Decimal } from 'decimal.js';
import type { Discount } from './discount.js';

/** Amounts are whole numbers of this many decimal places of a dollar, as PostgreSQL keeps them. */
const PLACES = 10;
/** Decimal places of a percentage. */
export const PERCENT_PLACES = 6;
const WHOLE = 10n ** BigInt(PERCENT_PLACES + 2);

/** A discount, ready to be taken off many prices. */
export interface ReadyDiscount {
  readonly discount: Discount;
  /** Of a percentage: what is left, in parts of `WHOLE`; of a price per hour null. */
  readonly left: bigint | null;
  /** The price per hour in 10⁻¹⁰ dollars; of a percentage null. */
  readonly units: bigint | null;
}

export function readyDiscount(discount: Discount): ReadyDiscount {
  const { percentOff, usdPerHour } = discount;
  return {
    discount,
    left: percentOff === null ? null : WHOLE - inUnits(percentOff, PERCENT_PLACES),
    units: usdPerHour === null ? null : inUnits(usdPerHour, PLACES),
  };
}

/** What a price becomes. */
export interface Effective {
  /** In 10⁻¹⁰ dollars. */
  readonly units: bigint;
  /** In the order in which they came off; none where the list price stands. */
  readonly applied: readonly ReadyDiscount[];
}

/**
 * What is paid: the first of the discounts that lowers the price, and off what it leaves each that is stated to come on
 * top. Exact, and then rounded once, half up, to ten decimals. Never above the list price.
 *
 * @param units the list price in 10⁻¹⁰ dollars
 * @param ordered those that are for the offer, by precedence
 */
export function effectivePrice(units: bigint, ordered: readonly ReadyDiscount[]): Effective {
  const first = ordered.find((one) => !one.discount.onTop && lowers(one, units));
  const onTop = ordered.filter(({ discount }) => discount.onTop);
  const applied = first === undefined ? onTop : [first, ...onTop];
  let numerator = first?.units ?? units;
  let denominator = 1n;
  for (const { left } of applied) {
    if (left === null) continue;
    numerator *= left;
    denominator *= WHOLE;
  }
  const rounded = (2n * numerator + denominator) / (2n * denominator);
  return rounded < units ? { units: rounded, applied } : { units, applied: [] };
}

/** A price that was agreed when the list price was higher is no discount any more. */
function lowers({ units }: ReadyDiscount, list: bigint): boolean {
  return units === null || units < list;
}

/** A decimal string as a whole number of its last kept place. */
function inUnits(text: string, places: number): bigint {
  return BigInt(new Decimal(text).times(new Decimal(10).pow(places)).toFixed(0));
}
