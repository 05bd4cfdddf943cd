import { watts, type PowerTable } from '../power.js';
import type { TrainingCoefficients } from './coefficients.js';
import { trainingFlopsPerToken } from './flops.js';
import { trainingMachine, type KnownMachine } from './machine.js';
import { trainingBasis, type TrainingBands, type TrainingRateTable } from './rates.js';
import { fastestLayout, type FastestLayout } from './search.js';
import type { TrainingOutcome, TrainingPrediction, TrainingQuestion } from '../types.js';

/** What the training model stands on besides the question. */
export interface TrainingKnowledge {
  readonly rates: TrainingRateTable;
  readonly coefficients: TrainingCoefficients;
  readonly bands: TrainingBands;
  readonly power: PowerTable;
}

/** A forward pass more, as a share of a step: what recomputing all layers adds. */
const RECOMPUTATION = 1 / 3;

/** The fastest way to train that fits in memory, or why there is none. */
export function train(question: TrainingQuestion, knowledge: TrainingKnowledge): TrainingOutcome {
  const { accelerator } = question;
  const known = trainingMachine(question, knowledge.rates, knowledge.coefficients);
  if (!known.ok) return known;
  if (accelerator.memoryGiB === null) {
    return failure('unknown_performance', `The memory of ${accelerator.name} is not known.`);
  }
  const found = fastestLayout(question, known.machine, accelerator.memoryGiB);
  if (!found.ok) return failure('memory', found.reason);
  return { ok: true, prediction: describe(question, found, known, knowledge) };
}

function describe(
  question: TrainingQuestion,
  { layout, memory, seconds }: FastestLayout,
  { rate, peak }: KnownMachine,
  { power, bands }: TrainingKnowledge,
): TrainingPrediction {
  const { model, accelerator, method, sequenceLength } = question;
  const { data, tensor, pipeline, context, expert, chunks } = layout;
  const accelerators = question.acceleratorsPerNode * question.nodes;
  const tokensPerSecond = (question.globalBatchSequences * sequenceLength) / seconds;
  const flopsPerToken = trainingFlopsPerToken(model, method, sequenceLength);
  const modelFlopUtilization = (tokensPerSecond * flopsPerToken) / (accelerators * peak);
  const basis = trainingBasis(rate, model.name);
  const { low, high } = bands[basis];
  const work = 1 + RECOMPUTATION * layout.recomputedShare;
  return {
    tokensPerSecond,
    modelFlopUtilization,
    parallelism: { data, tensor, pipeline, context, expert, chunksPerStage: chunks },
    microBatchSequences: layout.microBatchSequences,
    zeroStage: layout.zeroStage,
    gradientCheckpointing: layout.recomputedShare > 0,
    recomputedShare: layout.recomputedShare,
    memory,
    wattsPerAccelerator: watts(accelerator, power(accelerator.id), {
      computeShare: 1,
      rooflineShare: Math.min(1, modelFlopUtilization * work),
    }),
    basis,
    tokensPerSecondLow: tokensPerSecond * low,
    tokensPerSecondHigh: tokensPerSecond * high,
    errorPercent: 100 * Math.max(1 - low, high - 1),
    source: rate.source,
  };
}

function failure(failedOn: 'memory' | 'unknown_performance', reason: string): TrainingOutcome {
  return { ok: false, failedOn, reason };
}
