/** What one unit of a currency was worth on a day. */
export interface ExchangeRate {
  /** ISO 4217. */
  readonly currency: string;
  /** ISO 8601 day. */
  readonly date: string;
  /** USD for one unit, decimal string above 0. */
  readonly usdPerUnit: string;
  /** Who published it. */
  readonly source: string;
}

/** Decimal places of a rate that are kept: sixteen digits of a currency of which a hundred buy one cent. */
export const RATE_PLACES = 18;

/** Days for which a rate may be used: central banks publish none on weekends and holidays. */
export const MOST_RATE_AGE_DAYS = 7;

const MS_PER_DAY = 86_400_000;

/** The day, in UTC, that a price's as-of date is in, of a month or a year the first; null where it is no date. */
export function dayOf(asOf: string): string | null {
  const at = Date.parse(asOf);
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10);
}

/** The day so many days earlier. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * MS_PER_DAY).toISOString().slice(0, 10);
}
