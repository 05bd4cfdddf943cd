import { activeParametersWithoutInputEmbedding, type ModelArchitecture } from '../catalog/index.js';
import type { NodeShape } from './node-shape.js';
import type { Predictions } from './predictions.js';
import {
  betterOutcome,
  failing,
  sizedAs,
  type Sizer,
  type SizingOutcome,
  type Terms,
  type TrainingSize,
} from './sizing.js';
import { speedsOf } from './speeds.js';
import type { TrainingAnswers } from './training-answers.js';
import { late, planTraining, trainingGoal, type TrainingGoal, type TrainingRun } from './training-run.js';
import type { TrainingWorkload } from './workload.schema.js';

const SECONDS_PER_HOUR = 3600;
/** Powers of two: batches divide by them. Twice the nodes cost about the same, they are done in half the time. */
const MOST_NODES = 4096;
/** Forward pass, and in the backward pass at least the gradients of the activations: adapters need no more. */
const LEAST_FLOPS_PER_WEIGHT = 4;
const FLOPS_PER_TERAFLOP = 1e12;

/** A training run: every number of nodes within the elasticity, and the cheapest that is done by the deadline. */
export function trainingSizer(workload: TrainingWorkload, model: ModelArchitecture, predictions: Predictions): Sizer {
  const { precision, method, sequenceLength, globalBatchSequences } = workload;
  const answers = predictions.ofTraining({
    model,
    method,
    precision,
    sequenceLength,
    globalBatchSequences,
    maxErrorPercent: workload.maxPredictionErrorPercent,
  });
  const goal = trainingGoal(workload);
  return {
    precisions: [precision],
    mindsInterruptions: true,
    refusesInterruptible:
      workload.checkpoint === undefined
        ? failing('checkpoint', () => 'an interruption would undo everything: the workload describes no checkpoint')
        : null,
    leastBilledInstanceHours: (shape) => goal.restartHours + hoursAtPeak(workload, model, shape, 1),
    size: (shape, _precision, terms) => {
      let best: SizingOutcome | null = null;
      for (const nodes of nodeCounts(shape, workload)) {
        best = betterOutcome(best, onNodes(workload, model, answers, shape, terms, goal, nodes));
      }
      return best ?? failing('size', () => `no number of them gives ${rangeOf(workload)} accelerators`);
    },
  };
}

/** Powers of two, and exactly the fewest and the most accelerators where machines come to that. */
function nodeCounts({ acceleratorCount }: NodeShape, workload: TrainingWorkload): number[] {
  const { minAccelerators, maxAccelerators } = elasticityOf(workload);
  // A slice of an accelerator has no peers to work with.
  const most = Math.min(acceleratorCount < 1 ? 1 : MOST_NODES, Math.floor(maxAccelerators / acceleratorCount));
  const fewest = Math.ceil(minAccelerators / acceleratorCount);
  if (fewest > most) return [];
  const counts = new Set([fewest, most]);
  for (let nodes = 1; nodes <= most; nodes *= 2) if (nodes > fewest) counts.add(nodes);
  return [...counts].sort((a, b) => a - b);
}

function elasticityOf({ elasticity }: TrainingWorkload) {
  return elasticity ?? { minAccelerators: 1, maxAccelerators: 1024 };
}

function rangeOf(workload: TrainingWorkload): string {
  const { minAccelerators, maxAccelerators } = elasticityOf(workload);
  return minAccelerators === maxAccelerators ? `${minAccelerators}` : `${minAccelerators} to ${maxAccelerators}`;
}

function onNodes(
  workload: TrainingWorkload,
  model: ModelArchitecture,
  answers: TrainingAnswers,
  shape: NodeShape,
  terms: Terms,
  goal: TrainingGoal,
  nodes: number,
): SizingOutcome {
  const fastest = hoursAtPeak(workload, model, shape, nodes);
  if (fastest > goal.deadlineHours) return late(goal, nodes, fastest);
  const answer = answers.tokensPerSecond(shape, nodes);
  if (typeof answer === 'string') return failing(answer, () => answers.reason(shape, nodes));
  const run = planTraining(goal, workload.tokens / answer / SECONDS_PER_HOUR, nodes, terms);
  return run.ok ? sized(workload, answers, shape, goal, nodes, answer, run) : run;
}

/** Nothing is faster than this, so what is too slow even so needs no prediction. 0 where the peak is not known. */
function hoursAtPeak(
  { precision, tokens }: TrainingWorkload,
  model: ModelArchitecture,
  shape: NodeShape,
  nodes: number,
): number {
  const peakTflops = shape.accelerator.peakTflops[precision];
  if (peakTflops === undefined) return 0;
  const flops = LEAST_FLOPS_PER_WEIGHT * activeParametersWithoutInputEmbedding(model) * tokens;
  return flops / (nodes * shape.accelerators * peakTflops * FLOPS_PER_TERAFLOP) / SECONDS_PER_HOUR;
}

function sized(
  { precision }: TrainingWorkload,
  answers: TrainingAnswers,
  shape: NodeShape,
  { restartHours }: TrainingGoal,
  nodes: number,
  tokensPerSecond: number,
  { workHours, interruption }: TrainingRun,
): SizingOutcome {
  const billedAt = (speed: number) => nodes * (restartHours + workHours / speed);
  const size = { precision, instances: nodes, billedInstanceHours: billedAt(1), capacity: tokensPerSecond };
  return sizedAs(size, () => {
    const prediction = answers.prediction(shape, nodes);
    const { slowest, fastest } = speedsOf({
      rate: prediction.tokensPerSecond,
      low: prediction.tokensPerSecondLow,
      high: prediction.tokensPerSecondHigh,
      errorPercent: prediction.errorPercent,
    });
    const detail: TrainingSize = { kind: 'training', hours: restartHours + workHours, prediction, interruption };
    return {
      billedInstanceHoursAtMost: slowest > 0 ? billedAt(slowest) : null,
      billedInstanceHoursAtLeast: billedAt(fastest),
      detail,
    };
  });
}
