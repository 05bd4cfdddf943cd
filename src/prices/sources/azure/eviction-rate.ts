import { shareInterruptedWithin } from '../../interruption.js';
import type { InterruptionRate } from '../../offer.js';

/** Hours of an average month, the unit in which rates are kept. */
const HOURS_PER_MONTH = 730;

/** `0-5`, `5-10`, …, `20+`, with or without a sign of per cent. */
const RANGE = /^(\d{1,2})\s*(?:-\s*(\d{1,3})|(\+))\s*%?$/;

/**
 * What Azure says of how often a spot machine is evicted. It states ranges of the chance to be evicted *within the next
 * hour*, out of the last 28 days (Azure's documentation of Spot Virtual Machines); other clouds state a month. Over 730
 * hours even 5 % an hour are next to certain, so the mean is given as well: −1 ÷ ln(1 − p) hours of the range's worse end,
 * with exponential lifetimes. A range without an upper end has none.
 *
 * @returns null where the text is no range
 */
export function evictionRate(stated: string, asOf: string, source: string): InterruptionRate | null {
  const [, least, most, openEnded] = RANGE.exec(stated.trim()) ?? [];
  if (least === undefined) return null;
  const low = Number(least) / 100;
  const high = openEnded === undefined ? Number(most) / 100 : null;
  if (high !== null && (high <= low || high >= 1)) return null;
  return {
    low: withinMonth(low),
    high: high === null ? null : withinMonth(high),
    meanHoursBetween: high === null ? null : -1 / Math.log1p(-high),
    basis: 'published',
    source,
    asOf,
  };
}

function withinMonth(shareWithinHour: number): number {
  return shareInterruptedWithin(HOURS_PER_MONTH, -Math.log1p(-shareWithinHour));
}
