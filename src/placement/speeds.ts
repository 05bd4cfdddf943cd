/** A predicted throughput and the ends of its interval; where these are not known, its error either way. */
interface Throughput {
  readonly rate: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly errorPercent: number;
}

/** The ends of the stated interval as shares of the predicted speed. */
export interface Speeds {
  /** 0: nothing is certain. */
  readonly slowest: number;
  readonly fastest: number;
}

export function speedsOf({ rate, low, high, errorPercent }: Throughput): Speeds {
  const error = errorPercent / 100;
  return {
    slowest: low === undefined ? Math.max(0, 1 - error) : low / rate,
    fastest: high === undefined ? 1 + error : high / rate,
  };
}

/** Of a replica. */
export function servingSpeeds(prediction: {
  readonly outputTokensPerSecond: number;
  readonly outputTokensPerSecondLow?: number;
  readonly outputTokensPerSecondHigh?: number;
  readonly errorPercent: number;
}): Speeds {
  return speedsOf({
    rate: prediction.outputTokensPerSecond,
    low: prediction.outputTokensPerSecondLow,
    high: prediction.outputTokensPerSecondHigh,
    errorPercent: prediction.errorPercent,
  });
}
