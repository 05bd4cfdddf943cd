import { Decimal } from 'decimal.js';

/** Hours over which a commitment is paid for: AWS reckons a year as 365 days. */
export const TERM_HOURS = { 1: 8760, 3: 26280 } as const;

/** Decimals kept of a quotient; as many as AWS states. */
const DECIMALS = 10;

const PLAIN = /^\d+(\.\d+)?$/;

/** Whether AWS states an amount at all, and as a text: a number has lost digits. A zero is one, whatever it means. */
export function isAmount(stated: unknown): stated is string {
  return typeof stated === 'string' && PLAIN.test(stated);
}

/**
 * What an hour of a commitment costs in all: (upfront + recurring × hours) ÷ hours of the term.
 *
 * @param upfront once, for the whole term; a decimal string like the others
 */
export function amortised(upfront: string, recurringPerHour: string, termYears: 1 | 3): string {
  if (new Decimal(upfront).isZero()) return recurringPerHour;
  return perHour(upfront, TERM_HOURS[termYears]).plus(recurringPerHour).toFixed();
}

/** An amount for so many hours, by the hour. */
export function perHour(amount: string, hours: Decimal.Value): Decimal {
  return new Decimal(amount).div(hours).toDecimalPlaces(DECIMALS);
}
