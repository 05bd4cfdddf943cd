import type { PriceFact } from '../suspicion.js';
import type { Doubt } from '../vouch.js';

/** Source clocks and time zones may be a day ahead of ours. */
const MOST_AHEAD_MS = 86_400_000;
/** No price list stands for longer; a commitment lasts three years. */
const MOST_YEARS = 5;
const YEAR_MS = 365.25 * 86_400_000;

/** Doubts a price whose date cannot be right, as of one clock that is wrong or a date that was never set. */
export function asOfDoubt({ asOf }: PriceFact, now: Date): Doubt {
  const at = Date.parse(asOf);
  if (Number.isNaN(at)) return { reason: 'unreadable', why: `It is dated "${asOf}", which is no date.` };
  if (at - now.getTime() > MOST_AHEAD_MS) {
    return {
      reason: 'future',
      why: `It is dated ${asOf}, and now is ${now.toISOString()}: one of the clocks is wrong.`,
    };
  }
  const years = (now.getTime() - at) / YEAR_MS;
  if (years <= MOST_YEARS) return null;
  return {
    reason: 'too_old',
    why: `It is dated ${asOf}, ${years.toFixed(1)} years ago; prices of up to ${MOST_YEARS} years are believed.`,
  };
}
