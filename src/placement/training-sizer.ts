import { activeParametersWithoutInputEmbedding, type ModelArchitecture, type Precision } from '../catalog/index.js';
import type { PerformanceModel, TrainingPrediction } from '../performance/index.js';
import { checkpointIntervalHours, expectedRunHours, type InterruptedRun } from './checkpoint-interval.js';
import { deadlineMissProbability } from './deadline-risk.js';
import { hoursText, percentText } from './figures.js';
import type { NodeShape } from './node-shape.js';
import { betterOutcome, type InterruptionEffect, type Sizer, type SizingOutcome, type Terms } from './sizing.js';
import type { TrainingWorkload } from './workload.schema.js';

const SECONDS_PER_HOUR = 3600;
const MINUTES_PER_HOUR = 60;
/** Powers of two: batches divide by them. Twice the nodes cost about the same, they are done in half the time. */
const MOST_NODES = 4096;
/** Forward pass, and in the backward pass at least the gradients of the activations: adapters need no more. */
const LEAST_FLOPS_PER_WEIGHT = 4;
const FLOPS_PER_TERAFLOP = 1e12;

/** A hundred years. */
const NEVER_HOURS = 876_600;

interface Times {
  readonly deadlineHours: number;
  readonly checkpointHours: number;
  readonly restartHours: number;
  readonly maxMiss: number;
}

/** A training run: every number of nodes within the elasticity, and the cheapest that is done by the deadline. */
export function trainingSizer(
  workload: TrainingWorkload,
  model: ModelArchitecture,
  performance: PerformanceModel,
): Sizer {
  const { minAccelerators, maxAccelerators } = workload.elasticity ?? { minAccelerators: 1, maxAccelerators: 1024 };
  const times: Times = {
    deadlineHours: workload.deadlineHours,
    checkpointHours: checkpointHours(workload),
    restartHours: (workload.checkpoint?.restartMinutes ?? 0) / MINUTES_PER_HOUR,
    maxMiss: workload.maxDeadlineMissProbability,
  };
  return {
    precisions: [workload.precision],
    mindsInterruptions: true,
    refusesInterruptible:
      workload.checkpoint === undefined
        ? { reason: 'checkpoint', why: 'an interruption would undo everything: the workload describes no checkpoint' }
        : null,
    size: (shape, precision, terms) => {
      if (precision === null) throw new Error('Training is sized at a precision.');
      let best: SizingOutcome | null = null;
      for (let nodes = 1; nodes <= MOST_NODES; nodes *= 2) {
        const accelerators = nodes * shape.acceleratorCount;
        if (accelerators > maxAccelerators || (shape.acceleratorCount < 1 && nodes > 1)) break;
        if (accelerators < minAccelerators) continue;
        const fastest = hoursAtPeak(workload, model, shape, precision, nodes);
        if (fastest > times.deadlineHours) {
          best = betterOutcome(best, late(nodes, fastest, times));
          continue;
        }
        best = betterOutcome(best, onNodes(workload, model, performance, shape, precision, terms, times, nodes));
      }
      const range = `${minAccelerators} to ${maxAccelerators}`;
      return best ?? { ok: false, reason: 'size', why: `no number of them gives ${range} accelerators` };
    },
  };
}

function checkpointHours({ checkpoint }: TrainingWorkload): number {
  if (checkpoint?.writeMinutes !== undefined) return checkpoint.writeMinutes / MINUTES_PER_HOUR;
  if (checkpoint?.sizeGB === undefined || checkpoint.writeGBPerSecond === undefined) return 0;
  return checkpoint.sizeGB / checkpoint.writeGBPerSecond / SECONDS_PER_HOUR;
}

/** Nothing is faster than this, so what is too slow even so needs no prediction. 0 where the peak is not known. */
function hoursAtPeak(
  workload: TrainingWorkload,
  model: ModelArchitecture,
  shape: NodeShape,
  precision: Precision,
  nodes: number,
): number {
  const peakTflops = shape.accelerator.peakTflops[precision];
  if (peakTflops === undefined) return 0;
  const flops = LEAST_FLOPS_PER_WEIGHT * activeParametersWithoutInputEmbedding(model) * workload.tokens;
  return flops / (nodes * shape.accelerators * peakTflops * FLOPS_PER_TERAFLOP) / SECONDS_PER_HOUR;
}

function onNodes(
  workload: TrainingWorkload,
  model: ModelArchitecture,
  performance: PerformanceModel,
  shape: NodeShape,
  precision: Precision,
  terms: Terms,
  times: Times,
  nodes: number,
): SizingOutcome {
  const outcome = performance.training({
    model,
    accelerator: shape.accelerator,
    acceleratorsPerNode: shape.accelerators,
    nodes,
    interNodeGBps: nodes > 1 ? shape.interNodeGBps : null,
    method: workload.method,
    precision,
    sequenceLength: workload.sequenceLength,
    globalBatchSequences: workload.globalBatchSequences,
  });
  if (!outcome.ok) return { ok: false, reason: outcome.failedOn, why: outcome.reason };
  const { prediction } = outcome;
  const workHours = workload.tokens / prediction.tokensPerSecond / SECONDS_PER_HOUR;
  return terms.kind === 'interruptible'
    ? interrupted(workHours, prediction, precision, nodes, terms.meanHours, times)
    : steady(workHours, prediction, precision, nodes, times);
}

function steady(
  workHours: number,
  prediction: TrainingPrediction,
  precision: Precision,
  nodes: number,
  times: Times,
): SizingOutcome {
  const hours = times.restartHours + workHours;
  if (hours > times.deadlineHours) return late(nodes, hours, times);
  return sizedRun(workHours, prediction, precision, nodes, times, null);
}

function interrupted(
  workHours: number,
  prediction: TrainingPrediction,
  precision: Precision,
  nodes: number,
  meanHours: number,
  { deadlineHours, checkpointHours: checkpoint, restartHours, maxMiss }: Times,
): SizingOutcome {
  const times = { deadlineHours, checkpointHours: checkpoint, restartHours, maxMiss };
  // All instances work in step: the loss of one stops all.
  const run: InterruptedRun = {
    workHours,
    checkpointHours: checkpoint,
    restartHours,
    meanHoursBetween: meanHours / nodes,
  };
  const interval = Math.min(workHours, checkpointIntervalHours(run));
  const expected = expectedRunHours(run, interval);
  if (restartHours + expected > deadlineHours) return late(nodes, restartHours + expected, times);
  const missed = deadlineMissProbability({
    slackHours: deadlineHours - restartHours - workHours * (1 + checkpoint / interval),
    expectedInterruptions: deadlineHours / run.meanHoursBetween,
    lostHoursAtMost: interval + checkpoint,
    restartHours,
  });
  if (missed > maxMiss) {
    const chance = `${percentText(missed * 100)}, accepted are ${percentText(maxMiss * 100)}`;
    return { ok: false, reason: 'deadline', why: `the chance that ${nodes} of them miss the deadline is ${chance}` };
  }
  return sizedRun(expected, prediction, precision, nodes, times, {
    meanHoursBetweenPerInstance: meanHours,
    expectedInterruptions: expected / run.meanHoursBetween,
    deadlineMissProbability: missed,
    checkpointIntervalHours: interval,
    overheadPercent: (expected / workHours - 1) * 100,
  });
}

function late(nodes: number, hours: number, { deadlineHours }: Times): SizingOutcome {
  const takes = hours < NEVER_HOURS ? `would take at least ${hoursText(hours)}` : 'would hardly ever end';
  return {
    ok: false,
    reason: 'deadline',
    why: `${nodes} of them ${takes}, the deadline is after ${hoursText(deadlineHours)}`,
  };
}

function sizedRun(
  workHours: number,
  prediction: TrainingPrediction,
  precision: Precision,
  nodes: number,
  { restartHours }: Times,
  interruption: InterruptionEffect | null,
): SizingOutcome {
  const hoursAt = (speed: number) => restartHours + workHours / speed;
  const error = prediction.errorPercent / 100;
  return {
    ok: true,
    sized: {
      precision,
      instances: nodes,
      billedInstanceHours: nodes * hoursAt(1),
      billedInstanceHoursAtMost: error < 1 ? nodes * hoursAt(1 - error) : null,
      billedInstanceHoursAtLeast: nodes * hoursAt(1 + error),
      capacity: prediction.tokensPerSecond,
      detail: { kind: 'training', hours: hoursAt(1), prediction, interruption },
    },
  };
}
