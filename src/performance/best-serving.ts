import type { ServingCoefficients } from './coefficients.js';
import { computePrecision } from './compute-precision.js';
import { memoryFit } from './memory-fit.js';
import { watts, type PowerTable } from './power.js';
import { layReplica, type Replica } from './replica.js';
import { servingLine, servingPoint, type ServingLine, type ServingPoint } from './serving-point.js';
import type {
  Basis,
  Efficiency,
  EfficiencyTable,
  LatencyLimits,
  ServingOutcome,
  ServingPrediction,
  ServingQuestion,
} from './types.js';

/** What engines take at once unless told otherwise. */
const DEFAULT_MAX_CONCURRENCY = 256;

/** What the serving model stands on besides the question. */
export interface ServingKnowledge {
  readonly efficiency: EfficiencyTable;
  readonly coefficients: ServingCoefficients;
  readonly power: PowerTable;
}

/** The operating point of highest throughput that memory and the latency limits allow, or why there is none. */
export function bestServing(question: ServingQuestion, knowledge: ServingKnowledge): ServingOutcome {
  const { model, hardware, precision, shape, limits } = question;
  const { accelerator, parallelism } = hardware;
  if (computePrecision(accelerator, precision) === null) {
    return failure('precision', `${accelerator.name} has no published matrix rate for ${precision} weights.`);
  }
  const efficiency = knowledge.efficiency(accelerator.id, precision);
  if (efficiency === null) {
    return failure('unknown_performance', `Nothing is known of what ${accelerator.name} reaches in ${precision}.`);
  }
  if (accelerator.memoryGiB === null || accelerator.memoryBandwidthGBps === null) {
    return failure('unknown_performance', `Memory or its bandwidth is not known for ${accelerator.name}.`);
  }
  if (hardware.nodes > 1 && hardware.interNodeGBps === null) {
    return failure('unknown_performance', 'The replica spans nodes, and the network between them is not known.');
  }
  const memory = memoryFit(model, precision, parallelism, accelerator.memoryGiB, shape);
  if (memory.reason !== null) return { ok: false, failedOn: 'memory', reason: memory.reason, memory };
  const replica = layReplica(model, hardware, precision, efficiency, knowledge.coefficients);
  if (replica === null) return failure('precision', `${accelerator.name} cannot multiply ${precision} weights.`);

  const line = servingLine(replica, shape);
  const alone = servingPoint(line, 1);
  if (!holds(alone, limits)) {
    return { ok: false, failedOn: 'latency', reason: latencyReason(alone, limits), memory };
  }
  const most = Math.min(memory.largestConcurrency, question.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY);
  const point = busiestWithin(line, limits, most);
  return { ok: true, prediction: describe(question, replica, point, efficiency, knowledge.power), memory };
}

/** Latencies grow with concurrency and throughput does too: the best point is the last that holds the limits. */
function busiestWithin(line: ServingLine, limits: LatencyLimits, most: number): ServingPoint {
  let best = servingPoint(line, Math.max(1, most));
  if (holds(best, limits)) return best;
  let low = 1;
  let high = most;
  best = servingPoint(line, low);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const point = servingPoint(line, middle);
    if (holds(point, limits)) {
      low = middle;
      best = point;
    } else {
      high = middle;
    }
  }
  return best;
}

function holds(point: ServingPoint, limits: LatencyLimits): boolean {
  return (
    (limits.ttftMs === null || point.ttftSeconds * 1000 <= limits.ttftMs) &&
    (limits.tpotMs === null || point.tpotSeconds * 1000 <= limits.tpotMs)
  );
}

function describe(
  question: ServingQuestion,
  replica: Replica,
  point: ServingPoint,
  efficiency: Efficiency,
  power: PowerTable,
): ServingPrediction {
  const { shape, hardware } = question;
  const accelerators = replica.tensor * replica.pipeline;
  const outputTokensPerSecond = point.requestsPerSecond * shape.outputTokens;
  const load = {
    computeShare: point.promptShare,
    rooflineShare:
      point.promptShare * efficiency.prefillCompute +
      (1 - point.promptShare) * point.decodeBusyShare * efficiency.decodeBandwidth,
  };
  const wattsPerAccelerator = watts(hardware.accelerator, power(hardware.accelerator.id), load);
  return {
    concurrency: point.concurrency,
    ttftMs: point.ttftSeconds * 1000,
    tpotMs: point.tpotSeconds * 1000,
    requestsPerSecond: point.requestsPerSecond,
    inputTokensPerSecond: point.requestsPerSecond * shape.inputTokens,
    outputTokensPerSecond,
    outputTokensPerSecondPerAccelerator: outputTokensPerSecond / accelerators,
    wattsPerAccelerator,
    joulesPerOutputToken:
      wattsPerAccelerator === null ? null : (wattsPerAccelerator * accelerators) / outputTokensPerSecond,
    basis: predictionBasis(efficiency),
    errorPercent: efficiency.errorPercent,
    ttftErrorPercent: efficiency.ttftErrorPercent ?? null,
    source: efficiency.source,
  };
}

/** A fit on this accelerator and precision stands between its measurements; only a borrowed one is beyond them. */
function predictionBasis(efficiency: Efficiency): Basis {
  return efficiency.servingBasis === 'measured' ? 'interpolated' : efficiency.servingBasis;
}

function latencyReason(alone: ServingPoint, limits: LatencyLimits): string {
  const [name, got, limit] =
    limits.ttftMs !== null && alone.ttftSeconds * 1000 > limits.ttftMs
      ? ['Time to first token', alone.ttftSeconds * 1000, limits.ttftMs]
      : ['Time per output token', alone.tpotSeconds * 1000, limits.tpotMs ?? 0];
  return `${name} is ${got.toFixed(1)} ms with a single request in flight; the limit is ${limit} ms.`;
}

function failure(failedOn: 'precision' | 'unknown_performance', reason: string): ServingOutcome {
  return { ok: false, failedOn, reason, memory: null };
}
