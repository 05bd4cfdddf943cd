/** Hours of an average month, the unit in which clouds state interruption. */
const HOURS_PER_MONTH = 730;

/** Two-sided 90 % of the normal distribution. */
const Z_90 = 1.645;

/** What an availability trace says: looks that found capacity and were followed by another look, and losses among them. */
export interface TraceCount {
  readonly looks: number;
  readonly interruptions: number;
  readonly gapHours: number;
}

/**
 * Counts a trace of looks at equal distance (1: capacity, 0: none). An interruption is a look with capacity followed
 * by one without. The last look has no successor, so it says nothing.
 */
export function countTrace(samples: readonly number[], gapSeconds: number): TraceCount {
  let looks = 0;
  let interruptions = 0;
  for (let index = 0; index + 1 < samples.length; index += 1) {
    if (samples[index] !== 1) continue;
    looks += 1;
    if (samples[index + 1] === 0) interruptions += 1;
  }
  return { looks, interruptions, gapHours: gapSeconds / 3600 };
}

/** Interruptions per hour of an exponential lifetime seen only every `gapHours`: −ln(1 − share lost per look) ÷ gap. */
function hazardPerHour(shareLostPerLook: number, gapHours: number): number {
  return -Math.log1p(-shareLostPerLook) / gapHours;
}

/** Share of instances that an hourly hazard interrupts within the given hours, 0–1. */
export function shareInterruptedWithin(hours: number, perHour: number): number {
  return perHour === 0 ? 0 : -Math.expm1(-perHour * hours);
}

/** Wilson's interval for a share, which stays sensible when nothing, or everything, was lost. */
function wilson(lost: number, looks: number): { low: number; high: number } {
  const share = lost / looks;
  const z2 = Z_90 * Z_90;
  const middle = (share + z2 / (2 * looks)) / (1 + z2 / looks);
  const half = (Z_90 / (1 + z2 / looks)) * Math.sqrt((share * (1 - share)) / looks + z2 / (4 * looks * looks));
  return { low: lost === 0 ? 0 : Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface MeasuredInterruption {
  /** Share reclaimed within a month: the 90 % interval of the estimate. */
  readonly low: number;
  readonly high: number;
  /** Null when no interruption was seen: then no mean can be stated. */
  readonly meanHoursBetween: number | null;
  readonly hoursObserved: number;
  readonly interruptions: number;
}

/**
 * Maximum-likelihood rate of an exponential lifetime over the pooled looks of traces with the same gap, e.g. the zones
 * of a region. Null when no look found capacity, or when every one of them was lost.
 */
export function measureInterruption(traces: readonly TraceCount[]): MeasuredInterruption | null {
  const looks = traces.reduce((sum, trace) => sum + trace.looks, 0);
  const interruptions = traces.reduce((sum, trace) => sum + trace.interruptions, 0);
  const gapHours = traces[0]?.gapHours;
  if (gapHours === undefined || looks === 0 || interruptions === looks) return null;
  if (traces.some((trace) => trace.gapHours !== gapHours))
    throw new Error('Traces of different gaps cannot be pooled.');
  const { low, high } = wilson(interruptions, looks);
  return {
    low: shareInterruptedWithin(HOURS_PER_MONTH, hazardPerHour(low, gapHours)),
    high: shareInterruptedWithin(HOURS_PER_MONTH, hazardPerHour(high, gapHours)),
    meanHoursBetween: interruptions === 0 ? null : 1 / hazardPerHour(interruptions / looks, gapHours),
    hoursObserved: looks * gapHours,
    interruptions,
  };
}
