import type { Accelerator, Precision } from '../catalog/index.js';
import type { TrainingCoefficients } from './coefficients.js';
import { intraNodeLink } from './communication.js';
import { computePrecision, peakFlopsPerSecond } from './compute-precision.js';
import { watts, type PowerTable } from './power.js';
import { trainingFlopsPerToken } from './training-flops.js';
import { fastestLayout, type FastestLayout } from './training-search.js';
import type { TrainingMachine } from './training-time.js';
import type { Efficiency, EfficiencyTable, TrainingOutcome, TrainingPrediction, TrainingQuestion } from './types.js';

/** What the training model stands on besides the question. */
export interface TrainingKnowledge {
  readonly efficiency: EfficiencyTable;
  readonly coefficients: TrainingCoefficients;
  readonly power: PowerTable;
}

/** Before an all-reduce between accelerators of one node starts; next to a training step's messages it vanishes. */
const INTRA_NODE_LATENCY_SECONDS = 10e-6;
const BYTES_PER_GB = 1e9;
/** A step with all activations recomputed runs the forward pass, a third of it, once more. */
const WORK_WITH_RECOMPUTATION = 4 / 3;

/** The fastest way to train that fits in memory, or why there is none. */
export function train(question: TrainingQuestion, knowledge: TrainingKnowledge): TrainingOutcome {
  const { model, accelerator, precision } = question;
  const peak = trainingPeak(accelerator, precision);
  if (peak === null) return failure('precision', `${accelerator.name} cannot train in ${precision}.`);
  const efficiency = knowledge.efficiency(accelerator.id, precision);
  if (efficiency === null || efficiency.trainingMfu === null) {
    return failure(
      'unknown_performance',
      `No training run in ${precision} is known of ${accelerator.name} or its relatives.`,
    );
  }
  if (accelerator.memoryGiB === null) {
    return failure('unknown_performance', `The memory of ${accelerator.name} is not known.`);
  }
  if (question.nodes > 1 && question.interNodeGBps === null) {
    return failure('unknown_performance', 'The nodes exchange gradients, and the network between them is not known.');
  }
  const expertShare = model.experts === null ? 1 : knowledge.coefficients.expertUtilizationShare[precision];
  if (expertShare === undefined) {
    return failure('unknown_performance', `No training run of a mixture of experts in ${precision} is known.`);
  }

  const machine = machineOf(question, peak * efficiency.trainingMfu * expertShare);
  const found = fastestLayout(question, machine, accelerator.memoryGiB);
  if (!found.ok) return failure('memory', found.reason);
  return { ok: true, prediction: describe(question, found, peak, efficiency, knowledge.power) };
}

/** Dense peak in FLOP/s; null where the hardware does not multiply in this precision, unpacked weights included. */
function trainingPeak(accelerator: Accelerator, precision: Precision): number | null {
  const multiplies = !precision.startsWith('int') && computePrecision(accelerator, precision) === precision;
  return multiplies ? peakFlopsPerSecond(accelerator, precision) : null;
}

function describe(
  question: TrainingQuestion,
  { layout, memory, seconds }: FastestLayout,
  peak: number,
  efficiency: Efficiency,
  power: PowerTable,
): TrainingPrediction {
  const { model, accelerator, method, sequenceLength } = question;
  const { data, tensor, pipeline, expert, chunks } = layout;
  const accelerators = question.acceleratorsPerNode * question.nodes;
  const tokensPerSecond = (question.globalBatchSequences * sequenceLength) / seconds;
  const flopsPerToken = trainingFlopsPerToken(model, method, sequenceLength);
  const modelFlopUtilization = (tokensPerSecond * flopsPerToken) / (accelerators * peak);
  const work = layout.gradientCheckpointing ? WORK_WITH_RECOMPUTATION : 1;
  return {
    tokensPerSecond,
    modelFlopUtilization,
    parallelism: { data, tensor, pipeline, expert, chunksPerStage: chunks },
    microBatchSequences: layout.microBatchSequences,
    zeroStage: layout.zeroStage,
    gradientCheckpointing: layout.gradientCheckpointing,
    memory,
    wattsPerAccelerator: watts(accelerator, power(accelerator.id), {
      computeShare: 1,
      rooflineShare: Math.min(1, modelFlopUtilization * work),
    }),
    basis: efficiency.trainingBasis === 'measured' ? 'interpolated' : 'extrapolated',
    errorPercent: efficiency.trainingErrorPercent ?? efficiency.errorPercent,
    source: efficiency.trainingSource ?? efficiency.source,
  };
}

function machineOf(question: TrainingQuestion, flopsPerSecond: number): TrainingMachine {
  const { acceleratorsPerNode, interNodeGBps, nodes } = question;
  return {
    flopsPerSecond,
    intra: intraNodeLink(question.accelerator, INTRA_NODE_LATENCY_SECONDS),
    nodeBytesPerSecond: nodes > 1 && interNodeGBps !== null ? interNodeGBps * BYTES_PER_GB : null,
    acceleratorsPerNode,
  };
}

function failure(failedOn: 'precision' | 'memory' | 'unknown_performance', reason: string): TrainingOutcome {
  return { ok: false, failedOn, reason };
}
