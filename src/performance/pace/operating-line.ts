import { peakFlopsPerSecond } from '../compute-precision.js';
import { multipliedParameters } from '../model-weights.js';
import type { ServingQuestion } from '../types.js';
import type { Pace, TimesInFlight } from './pace.js';
import { risingTimes } from './rising-times.js';

/** How a replica runs with so many requests always in flight. */
export interface OperatingPoint extends TimesInFlight {
  readonly concurrency: number;
  readonly requestsPerSecond: number;
}

/** A replica as its requests in flight grow: latencies rise with them, and throughput never falls. */
export type OperatingLine = (requests: number) => OperatingPoint;

/**
 * Operating points of a pace. None outruns the arithmetic of all its accelerators, whatever was concluded from runs
 * elsewhere.
 *
 * @param most requests in flight that will be asked for
 */
export function operatingLine(question: ServingQuestion, pace: Pace, most: number): OperatingLine {
  const { outputTokens } = question.shape;
  if (pace.rises) return (requests) => pointOf(pace.at(requests), requests, outputTokens);
  const times = risingTimes(pace.at, most);
  const leastPerToken = leastRequestSeconds(question) / outputTokens;
  return (requests) => {
    const { ttftSeconds, tpotSeconds, promptShare } = times(requests);
    const least = leastPerToken * requests;
    return pointOf(
      { ttftSeconds: Math.max(ttftSeconds, least), tpotSeconds: Math.max(tpotSeconds, least), promptShare },
      requests,
      outputTokens,
    );
  };
}

function pointOf(times: TimesInFlight, concurrency: number, outputTokens: number): OperatingPoint {
  const { ttftSeconds, tpotSeconds, promptShare } = times;
  const requestSeconds = ttftSeconds + Math.max(0, outputTokens - 1) * tpotSeconds;
  return { concurrency, ttftSeconds, tpotSeconds, promptShare, requestsPerSecond: concurrency / requestSeconds };
}

/** Seconds that the multiplications of one request take all accelerators at their datasheet's rate; 0: not known. */
function leastRequestSeconds({ model, hardware, precision, shape }: ServingQuestion): number {
  const { tensor, pipeline } = hardware.parallelism;
  const peak = peakFlopsPerSecond(hardware.accelerator, precision);
  if (peak === null) return 0;
  const flops = 2 * multipliedParameters(model) * (shape.inputTokens + shape.outputTokens - 1);
  return flops / (peak * tensor * pipeline);
}
