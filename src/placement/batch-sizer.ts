import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { leastBilledHours, planBatch, type BatchRun, type Pace } from './batch-run.js';
import type { NodeShape } from './node-shape.js';
import type { Predictions } from './predictions.js';
import type { ReplicaAnswers, ReplicaChoice } from './replica-answers.js';
import { betterOutcome, sizedAs, type BatchSize, type Sizer, type SizingOutcome } from './sizing.js';
import { servingSpeeds } from './speeds.js';
import type { BatchWorkload } from './workload.schema.js';

const SECONDS_PER_HOUR = 3600;
const MINUTES_PER_HOUR = 60;

/** Requests that are all there at the start: the fewest machines that are done by the deadline. */
export function batchSizer(
  workload: BatchWorkload,
  model: ModelArchitecture,
  precisions: readonly Precision[],
  predictions: Predictions,
): Sizer {
  const answers = predictions.ofReplicas({
    model,
    request: workload.request,
    limits: { ttftMs: null, tpotMs: null },
    engine: workload.engine,
    maxConcurrency: null,
    maxErrorPercent: workload.maxPredictionErrorPercent,
  });
  const startHours = workload.restartMinutes / MINUTES_PER_HOUR;
  return {
    precisions,
    mindsInterruptions: true,
    refusesInterruptible: null,
    leastBilledInstanceHours: () => startHours,
    size: (shape, precision, terms) => {
      if (precision === null) throw new Error('A batch job is sized at a precision.');
      const found = answers.on(shape, precision);
      if (!found.ok) return found;
      let best: SizingOutcome | null = null;
      for (const choice of found.choices) {
        const pace = paceOf(choice, workload, startHours);
        if (best?.ok && leastBilledHours(workload, pace) > best.sized.billedInstanceHours) continue;
        const run = planBatch(workload, pace, terms);
        best = betterOutcome(best, run.ok ? sized(answers, shape, precision, choice, pace, run) : run);
      }
      if (best === null) throw new Error('A size is chosen among one layout at least.');
      return best;
    },
  };
}

function paceOf(
  { layout, requestsPerSecond, requestHours }: ReplicaChoice,
  workload: BatchWorkload,
  startHours: number,
) {
  const perUnit = layout.replicasPerInstance * requestsPerSecond;
  return {
    workHours: workload.requests / perUnit / SECONDS_PER_HOUR,
    startHours,
    requestHours,
    nodesPerUnit: layout.nodes,
  };
}

function sized(
  answers: ReplicaAnswers,
  shape: NodeShape,
  precision: Precision,
  choice: ReplicaChoice,
  pace: Pace,
  run: BatchRun,
): SizingOutcome {
  const { layout, requestsPerSecond } = choice;
  const { nodesPerUnit, startHours } = pace;
  const billedAt = (speed: number) => nodesPerUnit * (run.units * startHours + run.workHours / speed);
  const size = {
    precision,
    instances: run.units * nodesPerUnit,
    billedInstanceHours: billedAt(1),
    capacity: run.units * layout.replicasPerInstance * requestsPerSecond,
  };
  return sizedAs(size, () => {
    const { prediction, memory } = answers.prediction(shape, precision, layout);
    const { slowest, fastest } = servingSpeeds(prediction);
    const detail: BatchSize = {
      kind: 'batch',
      replicas: run.units * layout.replicasPerInstance,
      replicasPerInstance: layout.replicasPerInstance,
      nodesPerReplica: layout.nodes,
      parallelism: layout.parallelism,
      prediction,
      memory,
      hours: startHours + run.workHours / run.units,
      interruption: run.interruption,
    };
    return {
      billedInstanceHoursAtMost: slowest > 0 ? billedAt(slowest) : null,
      billedInstanceHoursAtLeast: billedAt(fastest),
      detail,
    };
  });
}
