import { Decimal } from 'decimal.js';

/** Decimal places of an amount in PostgreSQL. */
const PLACES = 10;
const UNITS = 10 ** PLACES;

/** `12.5` for 12 and 5 × 10⁹: whole dollars and what is left in 10⁻¹⁰ dollars, without padding zeros. */
export function amountText(whole: number, fraction: number): string {
  if (whole < 0 || fraction < 0) return `-${amountText(-whole, -fraction)}`;
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(PLACES, '0').replace(/0+$/, '')}`;
}

/** Whole dollars and 10⁻¹⁰ dollars of a decimal string; further places are rounded, as PostgreSQL does. */
export function amountParts(text: string): { whole: number; fraction: number } {
  const amount = new Decimal(text).toDecimalPlaces(PLACES);
  const whole = amount.trunc();
  return { whole: whole.toNumber(), fraction: amount.minus(whole).times(UNITS).toNumber() };
}

/** For comparing only: as near as a float comes, and never in another order than the amounts. */
export function amountFloat(whole: number, fraction: number): number {
  return whole + fraction / UNITS;
}

/** Bytes before the digits of a `numeric`: how many there are, weight of the first, sign, scale. */
const NUMERIC_HEAD = 8;
/** Digits of a `numeric` count to 10,000. */
const BASE = 10_000;
const POSITIVE = 0x0000;
const NEGATIVE = 0x4000;

/** A `numeric(20, 10)` in PostgreSQL's binary format, which begins at `start`. Whole dollars; `fractionOf` has the rest. */
export function wholeOf(view: DataView, start: number): number {
  const digits = view.getInt16(start);
  const weight = view.getInt16(start + 2);
  let whole = 0;
  for (let place = 0; place <= weight; place += 1) {
    whole = whole * BASE + (place < digits ? view.getUint16(start + NUMERIC_HEAD + place * 2) : 0);
  }
  return whole === 0 ? 0 : whole * signOf(view, start);
}

/** What the same number has below a dollar, in 10⁻¹⁰ dollars. */
export function fractionOf(view: DataView, start: number): number {
  const digits = view.getInt16(start);
  const first = view.getInt16(start + 2) + 1;
  let fraction = 0;
  // Three digits are twelve places, of which the last two are zero.
  for (let place = first; place < first + 3; place += 1) {
    fraction = fraction * BASE + (place >= 0 && place < digits ? view.getUint16(start + NUMERIC_HEAD + place * 2) : 0);
  }
  return fraction === 0 ? 0 : (fraction / 100) * signOf(view, start);
}

function signOf(view: DataView, start: number): number {
  const sign = view.getUint16(start + 4);
  if (sign === POSITIVE) return 1;
  if (sign === NEGATIVE) return -1;
  throw new Error('An offer in PostgreSQL has no amount for a price.');
}
