import type { ModelArchitecture, Precision } from '../catalog/index.js';
import type { PerformanceModel, ServingPrediction } from '../performance/index.js';
import { expectedRunHours } from './checkpoint-interval.js';
import { deadlineMissProbability } from './deadline-risk.js';
import { hoursText, percentText } from './figures.js';
import { bestReplica, type ReplicaQuestion } from './serving-replica.js';
import { MOST_INSTANCES, type InterruptionEffect, type Sizer, type SizingOutcome, type Terms } from './sizing.js';
import type { BatchWorkload } from './workload.schema.js';

const SECONDS_PER_HOUR = 3600;
const MS_PER_HOUR = 3_600_000;
const MINUTES_PER_HOUR = 60;

/** A unit works through requests on its own: an instance, or the nodes that one replica spans. All in hours. */
interface Pace {
  /** Work of all units together if nothing interrupts. */
  readonly workHours: number;
  readonly startHours: number;
  /** Of one request in flight: the most that an interruption throws away. */
  readonly requestHours: number;
  readonly nodesPerUnit: number;
}

interface Run {
  readonly units: number;
  /** Of all units together, expected. */
  readonly workHours: number;
  readonly interruption: InterruptionEffect | null;
}

/** Requests that are all there at the start: the fewest machines that are done by the deadline. */
export function batchSizer(
  workload: BatchWorkload,
  model: ModelArchitecture,
  precisions: readonly Precision[],
  performance: PerformanceModel,
): Sizer {
  const question: ReplicaQuestion = {
    model,
    request: workload.request,
    limits: { ttftMs: null, tpotMs: null },
    maxConcurrency: null,
  };
  const startHours = workload.restartMinutes / MINUTES_PER_HOUR;
  return {
    precisions,
    mindsInterruptions: true,
    refusesInterruptible: null,
    size: (shape, precision, terms) => {
      if (precision === null) throw new Error('A batch job is sized at a precision.');
      return bestReplica(question, shape, precision, performance, (layout, { prediction, memory }): SizingOutcome => {
        const requestsPerSecond = layout.replicasPerInstance * prediction.requestsPerSecond;
        const pace: Pace = {
          workHours: workload.requests / requestsPerSecond / SECONDS_PER_HOUR,
          startHours,
          requestHours: requestHours(prediction, workload.request.outputTokens),
          nodesPerUnit: layout.nodes,
        };
        const run = planRun(workload, pace, terms);
        if (typeof run === 'string') return { ok: false, reason: 'deadline', why: run };
        const billed = (slower: number) => layout.nodes * (run.units * startHours + run.workHours / slower);
        const error = prediction.errorPercent / 100;
        return {
          ok: true,
          sized: {
            precision,
            instances: run.units * layout.nodes,
            billedInstanceHours: billed(1),
            billedInstanceHoursAtMost: error < 1 ? billed(1 - error) : null,
            billedInstanceHoursAtLeast: billed(1 + error),
            capacity: run.units * requestsPerSecond,
            detail: {
              kind: 'batch',
              replicas: run.units * layout.replicasPerInstance,
              replicasPerInstance: layout.replicasPerInstance,
              nodesPerReplica: layout.nodes,
              parallelism: layout.parallelism,
              prediction,
              memory,
              hours: startHours + run.workHours / run.units,
              interruption: run.interruption,
            },
          },
        };
      });
    },
  };
}

/** From its arrival to its last token. */
function requestHours({ ttftMs, tpotMs }: ServingPrediction, outputTokens: number): number {
  return (ttftMs + (outputTokens - 1) * tpotMs) / MS_PER_HOUR;
}

/** The fewest units that are done in time, or why no number is. */
function planRun(workload: BatchWorkload, pace: Pace, terms: Terms): Run | string {
  const usefulHours = workload.deadlineHours - pace.startHours;
  if (usefulHours <= 0) {
    return `starting takes ${hoursText(pace.startHours)}, the deadline is after ${hoursText(workload.deadlineHours)}`;
  }
  const fewest = Math.max(1, Math.ceil(pace.workHours / usefulHours - 1e-9));
  if (fewest > MOST_INSTANCES) return `it would take ${fewest.toPrecision(3)} instances to be done in time`;
  if (terms.kind !== 'interruptible') return { units: fewest, workHours: pace.workHours, interruption: null };
  // Twice the units halve the time: where that is not sure enough, no number is within reason.
  let unsure = fewest - 1;
  let sure = 2 * fewest;
  const missAt = (units: number) => missProbability(workload, pace, units, terms.meanHours);
  if (missAt(sure) > workload.maxDeadlineMissProbability) {
    return (
      `interrupted every ${hoursText(terms.meanHours)} on average, it would miss the deadline with ` +
      `${percentText(missAt(fewest) * 100)} probability`
    );
  }
  while (sure - unsure > 1) {
    const middle = Math.floor((unsure + sure) / 2);
    if (missAt(middle) > workload.maxDeadlineMissProbability) unsure = middle;
    else sure = middle;
  }
  return interruptedRun(pace, sure, terms.meanHours, missAt(sure));
}

function missProbability(workload: BatchWorkload, pace: Pace, units: number, meanHours: number): number {
  return deadlineMissProbability({
    slackHours: units * (workload.deadlineHours - pace.startHours) - pace.workHours,
    expectedInterruptions: (units * pace.nodesPerUnit * workload.deadlineHours) / meanHours,
    lostHoursAtMost: pace.requestHours,
    restartHours: pace.startHours,
  });
}

/** Finished requests are safe, as if a checkpoint that costs nothing followed each. */
function interruptedRun(pace: Pace, units: number, meanHours: number, missed: number): Run {
  const unitMeanHours = meanHours / pace.nodesPerUnit;
  const workHours = expectedRunHours(
    { workHours: pace.workHours, checkpointHours: 0, restartHours: pace.startHours, meanHoursBetween: unitMeanHours },
    Math.min(pace.requestHours, pace.workHours),
  );
  return {
    units,
    workHours,
    interruption: {
      meanHoursBetweenPerInstance: meanHours,
      expectedInterruptions: workHours / unitMeanHours,
      deadlineMissProbability: missed,
      checkpointIntervalHours: null,
      overheadPercent: (workHours / pace.workHours - 1) * 100,
    },
  };
}
