import { computePrecision } from './compute-precision.js';
import { memoryFit } from './memory-fit.js';
import { operatingLine, type OperatingLine, type OperatingPoint } from './pace/operating-line.js';
import { paceOf, reachOf, type PaceKnowledge, type Reach } from './pace/pace-of-question.js';
import type { Stated } from './pace/pace.js';
import { watts, type PowerTable } from './power.js';
import { decodeRooflineSeconds } from './step-time.js';
import type { LatencyLimits, ServingOutcome, ServingPrediction, ServingQuestion } from './types.js';

/** What engines take at once unless told otherwise. */
const DEFAULT_MAX_CONCURRENCY = 256;

/** What the serving model stands on besides the question. */
export interface ServingKnowledge extends PaceKnowledge {
  readonly power: PowerTable;
}

/** The operating point of highest throughput that memory and the latency limits allow, or why there is none. */
export function bestServing(question: ServingQuestion, knowledge: ServingKnowledge): ServingOutcome {
  const { model, hardware, precision, shape, limits } = question;
  const { accelerator, parallelism } = hardware;
  if (computePrecision(accelerator, precision) === null) {
    return failure('precision', `${accelerator.name} has no published matrix rate for ${precision} weights.`);
  }
  if (accelerator.memoryGiB === null || accelerator.memoryBandwidthGBps === null) {
    return failure('unknown_performance', `Memory or its bandwidth is not known for ${accelerator.name}.`);
  }
  if (hardware.nodes > 1 && hardware.interNodeGBps === null) {
    return failure('unknown_performance', 'The replica spans nodes, and the network between them is not known.');
  }
  const memory = memoryFit(model, precision, parallelism, accelerator.memoryGiB, shape);
  const reach = reachOf(question, knowledge);
  const unknown = () =>
    failure('unknown_performance', `Nothing is known of what ${accelerator.name} reaches in ${precision}.`);
  if (memory.reason !== null) {
    // Working a pace out takes longest, and here only whether there is one is of interest.
    if (reach === null && paceOf(question, reach, knowledge) === null) return unknown();
    return { ok: false, failedOn: 'memory', reason: memory.reason, memory };
  }
  const pace = paceOf(question, reach, knowledge);
  if (pace === null) return unknown();

  const most = Math.max(1, Math.min(memory.largestConcurrency, question.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY));
  const line = operatingLine(question, pace, most);
  const alone = line(1);
  if (!holds(alone, limits)) {
    return { ok: false, failedOn: 'latency', reason: latencyReason(alone, limits), memory };
  }
  const point = busiestWithin(line, limits, most);
  const prediction = describe(
    question,
    point,
    pace.statedAt(point.concurrency),
    wattsAt(question, point, reach, knowledge.power),
  );
  return { ok: true, prediction, memory };
}

/** The line's last point that holds the limits: latencies grow along it, and throughput does too. */
function busiestWithin(line: OperatingLine, limits: LatencyLimits, most: number): OperatingPoint {
  let best = line(most);
  if (holds(best, limits)) return best;
  let low = 1;
  let high = most;
  best = line(low);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const point = line(middle);
    if (holds(point, limits)) {
      low = middle;
      best = point;
    } else {
      high = middle;
    }
  }
  return best;
}

function holds(point: OperatingPoint, limits: LatencyLimits): boolean {
  return (
    (limits.ttftMs === null || point.ttftSeconds * 1000 <= limits.ttftMs) &&
    (limits.tpotMs === null || point.tpotSeconds * 1000 <= limits.tpotMs)
  );
}

/** Watts of each accelerator at an operating point; null where its reach or its power is not known. */
function wattsAt(
  { hardware, shape }: ServingQuestion,
  { concurrency, tpotSeconds, promptShare }: OperatingPoint,
  reach: Reach | null,
  power: PowerTable,
): number | null {
  if (reach === null) return null;
  const { efficiency, replica } = reach;
  const generating = tpotSeconds * (1 - promptShare);
  const context = shape.inputTokens + shape.outputTokens / 2;
  // Of the time between prompts: memory or arithmetic is busy for this share, and not launches and communication.
  const busyShare = Math.min(1, decodeRooflineSeconds(replica, concurrency, context) / generating);
  return watts(hardware.accelerator, power(hardware.accelerator.id), {
    computeShare: promptShare,
    rooflineShare: promptShare * efficiency.prefillCompute + (1 - promptShare) * busyShare * efficiency.decodeBandwidth,
  });
}

function describe(
  { shape, hardware }: ServingQuestion,
  point: OperatingPoint,
  stated: Stated,
  wattsPerAccelerator: number | null,
): ServingPrediction {
  const accelerators = hardware.parallelism.tensor * hardware.parallelism.pipeline;
  const outputTokensPerSecond = point.requestsPerSecond * shape.outputTokens;
  return {
    concurrency: point.concurrency,
    ttftMs: point.ttftSeconds * 1000,
    tpotMs: point.tpotSeconds * 1000,
    requestsPerSecond: point.requestsPerSecond,
    inputTokensPerSecond: point.requestsPerSecond * shape.inputTokens,
    outputTokensPerSecond,
    outputTokensPerSecondLow: outputTokensPerSecond * stated.slowest,
    outputTokensPerSecondHigh: outputTokensPerSecond * stated.fastest,
    outputTokensPerSecondPerAccelerator: outputTokensPerSecond / accelerators,
    wattsPerAccelerator,
    joulesPerOutputToken:
      wattsPerAccelerator === null ? null : (wattsPerAccelerator * accelerators) / outputTokensPerSecond,
    basis: stated.basis,
    errorPercent: stated.errorPercent,
    ttftErrorPercent: stated.ttftErrorPercent,
    source: stated.source,
  };
}

function latencyReason(alone: OperatingPoint, limits: LatencyLimits): string {
  const [name, got, limit] =
    limits.ttftMs !== null && alone.ttftSeconds * 1000 > limits.ttftMs
      ? ['Time to first token', alone.ttftSeconds * 1000, limits.ttftMs]
      : ['Time per output token', alone.tpotSeconds * 1000, limits.tpotMs ?? 0];
  return `${name} is ${got.toFixed(1)} ms with a single request in flight; the limit is ${limit} ms.`;
}

function failure(failedOn: 'precision' | 'unknown_performance', reason: string): ServingOutcome {
  return { ok: false, failedOn, reason, memory: null };
}
