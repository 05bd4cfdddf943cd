import type { InterruptionRate } from '../prices/index.js';

/** The unit in which clouds state interruption. */
const HOURS_PER_MONTH = 730;

/** Mean hours between interruptions of one instance, or why it cannot be said. */
export type InterruptionMean =
  | { readonly known: true; readonly meanHours: number; readonly basis: string }
  | { readonly known: false; readonly why: string };

/**
 * What is known of how long spot capacity lasts. Measured means are taken as they are; of a stated range the worse end
 * counts, with exponential lifetimes: M = −730 ÷ ln(1 − share reclaimed in a month). A range without an upper end
 * bounds nothing, so it says nothing.
 */
export function interruptionMean(rate: InterruptionRate | null): InterruptionMean {
  if (rate === null) return { known: false, why: 'how often it is interrupted is neither measured nor published' };
  if (typeof rate.meanHoursBetween === 'number' && rate.meanHoursBetween > 0) {
    return { known: true, meanHours: rate.meanHoursBetween, basis: basisOf(rate, 'mean') };
  }
  if (rate.high === null || rate.high >= 1) {
    const low = Math.round(rate.low * 100);
    return { known: false, why: `it is only known that at least ${low} % are interrupted in a month` };
  }
  if (rate.high <= 0) return { known: false, why: 'no interruption rate above 0 is stated' };
  const meanHours = -HOURS_PER_MONTH / Math.log1p(-rate.high);
  return { known: true, meanHours, basis: basisOf(rate, 'worse end of the stated range') };
}

function basisOf({ basis, source, asOf }: InterruptionRate, what: string): string {
  return [`${basis ?? 'stated'} (${what})`, source, asOf].filter((part) => part !== undefined).join(', ');
}
