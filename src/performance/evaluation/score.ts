/** A predicted and a measured time, and the interval stated with the prediction; any unit, the same for all. */
export interface Pair {
  readonly predicted: number;
  readonly measured: number;
  readonly low: number;
  readonly high: number;
}

/** Errors in per cent of what was measured, shares in per cent of the pairs. */
export interface Score {
  readonly medianAbsolutePercentageError: number | null;
  readonly meanAbsolutePercentageError: number | null;
  readonly within20Percent: number | null;
  readonly intervalCoverage: number | null;
}

const CLOSE_PERCENT = 20;

/** How far predictions are off; all null for no pairs. */
export function score(pairs: readonly Pair[]): Score {
  const errors = pairs.map(({ predicted, measured }) => 100 * Math.abs(predicted / measured - 1));
  const share = (count: number) => (pairs.length === 0 ? null : rounded((100 * count) / pairs.length));
  return {
    medianAbsolutePercentageError: errors.length === 0 ? null : rounded(median(errors)),
    meanAbsolutePercentageError:
      errors.length === 0 ? null : rounded(errors.reduce((sum, error) => sum + error, 0) / errors.length),
    within20Percent: share(errors.filter((error) => error <= CLOSE_PERCENT).length),
    intervalCoverage: share(pairs.filter(({ measured, low, high }) => measured >= low && measured <= high).length),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
