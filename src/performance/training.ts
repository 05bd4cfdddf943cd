import type { TrainingCoefficients } from './coefficients.js';
import { intraNodeLink } from './communication.js';
import { peakFlopsPerSecond } from './compute-precision.js';
import { watts, type PowerTable } from './power.js';
import { trainingFlopsPerToken } from './training-flops.js';
import { fastestLayout } from './training-search.js';
import type { TrainingMachine } from './training-time.js';
import type { Efficiency, EfficiencyTable, TrainingOutcome, TrainingQuestion } from './types.js';

/** What the training model stands on besides the question. */
export interface TrainingKnowledge {
  readonly efficiency: EfficiencyTable;
  readonly coefficients: TrainingCoefficients;
  readonly power: PowerTable;
}

/** Before an all-reduce between accelerators of one node starts; next to a training step's messages it vanishes. */
const INTRA_NODE_LATENCY_SECONDS = 10e-6;
const BYTES_PER_GB = 1e9;
/** Half-width of the interval, times this, where nodes exchange gradients over a network that nobody describes. */
const UNKNOWN_NETWORK_WIDENING = 1.5;
/** Where no mixture-of-experts run was measured in a precision. */
const EXPERTS_WITHOUT_MEASUREMENT = 0.5;

/** The fastest way to train that fits in memory, or why there is none. */
export function train(question: TrainingQuestion, knowledge: TrainingKnowledge): TrainingOutcome {
  const { model, accelerator, precision, method, sequenceLength } = question;
  const peak = precision.startsWith('int') ? null : peakFlopsPerSecond(accelerator, precision);
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

  const { expertUtilizationShare } = knowledge.coefficients;
  const expertShare = model.experts === null ? 1 : (expertUtilizationShare[precision] ?? EXPERTS_WITHOUT_MEASUREMENT);
  const machine = machineOf(question, peak * efficiency.trainingMfu * expertShare);
  const found = fastestLayout(question, machine, accelerator.memoryGiB);
  if (!found.ok) return failure('memory', found.reason);

  const { layout, memory, seconds } = found;
  const accelerators = question.acceleratorsPerNode * question.nodes;
  const tokensPerSecond = (question.globalBatchSequences * sequenceLength) / seconds;
  const flopsPerToken = trainingFlopsPerToken(model, method, sequenceLength);
  const modelFlopUtilization = (tokensPerSecond * flopsPerToken) / (accelerators * peak);
  return {
    ok: true,
    prediction: {
      tokensPerSecond,
      modelFlopUtilization,
      parallelism: { data: layout.data, tensor: layout.tensor, pipeline: layout.pipeline },
      microBatchSequences: layout.microBatchSequences,
      zeroStage: layout.zeroStage,
      gradientCheckpointing: layout.gradientCheckpointing,
      memory,
      wattsPerAccelerator: watts(accelerator, knowledge.power(accelerator.id), {
        computeShare: 1,
        rooflineShare: efficiency.trainingMfu,
      }),
      ...statement(question, efficiency),
    },
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

function statement(question: TrainingQuestion, efficiency: Efficiency) {
  const networkUnknown = question.nodes > 1 && question.interNodeGBps === null;
  const basis = efficiency.trainingBasis === 'measured' && !networkUnknown ? 'interpolated' : 'extrapolated';
  const errorPercent = efficiency.trainingErrorPercent ?? efficiency.errorPercent;
  return {
    basis,
    errorPercent: networkUnknown ? errorPercent * UNKNOWN_NETWORK_WIDENING : errorPercent,
    source: efficiency.trainingSource ?? efficiency.source,
  } as const;
}

function failure(failedOn: 'precision' | 'memory' | 'unknown_performance', reason: string): TrainingOutcome {
  return { ok: false, failedOn, reason };
}
