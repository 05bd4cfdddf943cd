import { InputError } from '../../platform/index.js';
import { optimumUsd } from './optimum.js';
import type { PolicyKind } from './policy.js';
import { replay, type Replayed } from './replay.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/** What a policy came to over all starts; hours and USD are means per start. */
export interface Simulation {
  readonly policy: string;
  readonly starts: number;
  readonly meanCost: number;
  readonly missed: number;
  /** Over the starts that met the deadline; null where none did. */
  readonly meanFinishHours: number | null;
  readonly spotHours: number;
  readonly onDemandHours: number;
  /** What somebody who knew the whole trace would have paid. */
  readonly optimumMeanCost: number;
}

/**
 * Replays policies, each once from every so many hours of the trace that leave room for the deadline.
 *
 * @throws InputError where the trace is shorter than the deadline
 */
export function simulate(
  market: SpotMarket,
  job: SpotJob,
  policies: readonly PolicyKind[],
  everyHours: number,
): Simulation[] {
  const starts = startTicks(market, job, everyHours);
  const optimumMeanCost = meanOf(starts.map((start) => optimumUsd(market, job, start)));
  return policies.map((policy) => {
    const begin = policy.prepare(market, job);
    const replays = starts.map((start) => replay(market, job, begin(start), start));
    const mean = (of: (replayed: Replayed) => number) => meanOf(replays.map(of));
    const inTime = replays.flatMap(({ finishTicks }) => (finishTicks === null ? [] : [finishTicks]));
    return {
      policy: policy.name,
      starts: starts.length,
      meanCost: mean(({ costUsd }) => costUsd),
      missed: replays.length - inTime.length,
      meanFinishHours: inTime.length === 0 ? null : meanOf(inTime) * market.tickHours,
      spotHours: mean(({ spotTicks }) => spotTicks) * market.tickHours,
      onDemandHours: mean(({ onDemandTicks }) => onDemandTicks) * market.tickHours,
      optimumMeanCost,
    };
  });
}

/** Ticks to start at: every so many hours, in whole ticks, while the deadline lies within the trace. */
function startTicks({ ticks, tickHours }: SpotMarket, job: SpotJob, everyHours: number): number[] {
  if (job.deadlineTicks > ticks) {
    const hours = (count: number) => Number((count * tickHours).toFixed(2));
    throw new InputError(
      `The trace has ${hours(ticks)} h, the deadline is after ${hours(job.deadlineTicks)} h. Give a longer trace, or a ` +
        'shorter deadline with a shorter job.',
    );
  }
  const every = Math.max(1, Math.floor(everyHours / tickHours + 1e-6));
  return Array.from({ length: Math.floor((ticks - job.deadlineTicks) / every) + 1 }, (_, index) => index * every);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
