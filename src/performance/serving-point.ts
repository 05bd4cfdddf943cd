import type { ServingCoefficients } from './coefficients.js';
import type { Replica } from './replica.js';
import { decodeSeconds, prefillSeconds } from './step-time.js';
import type { RequestShape } from './types.js';

/** Requests in flight from which on prompts were measured; with fewer the slowdown is taken to set in evenly. */
const FEWEST_MEASURED = 4;

/** How a replica runs with so many requests always in flight. */
export interface ServingPoint {
  readonly concurrency: number;
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
  readonly requestsPerSecond: number;
  /** Share of the time that prompts are being processed, 0–1. */
  readonly promptShare: number;
}

/** A replica and a kind of request, with what does not depend on the concurrency worked out once. */
export interface ServingLine {
  readonly replica: Replica;
  readonly shape: RequestShape;
  readonly promptSeconds: number;
  /** Tokens that a request in flight attends to on average. */
  readonly meanContext: number;
}

export function servingLine(replica: Replica, shape: RequestShape): ServingLine {
  return {
    replica,
    shape,
    promptSeconds: prefillSeconds(replica, shape.inputTokens),
    meanContext: shape.inputTokens + shape.outputTokens / 2,
  };
}

/**
 * Continuous batching: while a request generates its O tokens, each of the B in flight brings one prompt, which
 * delays the others; so a step lasts, on average, its decode time and B/O prompts. All times grow with B, and no
 * faster than B: throughput never falls with concurrency. Nor does it outrun the accelerators: a request that generates
 * next to nothing waits for its share of the prompts before its first token instead of after it.
 */
export function servingPoint(line: ServingLine, concurrency: number): ServingPoint {
  const { replica, shape, promptSeconds } = line;
  const { coefficients, pipeline } = replica;
  const decode = decodeSeconds(replica, concurrency, line.meanContext);
  // A stage of a pipeline is busy with a prompt for its share of the layers.
  const prompts = concurrency * promptSeconds * replica.stageShare;
  const tpotSeconds = decode + prompts / shape.outputTokens;
  const promptShare = prompts / shape.outputTokens / tpotSeconds;
  const ttftSeconds = Math.max(
    prompts / shape.outputTokens,
    coefficients.secondsPerRequest +
      promptSeconds * promptWait(coefficients, concurrency, pipeline) +
      coefficients.queuedSteps * decode,
  );
  const requestSeconds = ttftSeconds + Math.max(0, shape.outputTokens - 1) * tpotSeconds;
  return {
    concurrency,
    ttftSeconds,
    tpotSeconds,
    requestsPerSecond: concurrency / requestSeconds,
    promptShare,
  };
}

/** A prompt's way through the engine over its time alone: in chunks between decode steps, behind some of the others. */
function promptWait(coefficients: ServingCoefficients, concurrency: number, pipeline: number): number {
  const others = concurrency - 1;
  const shared = (coefficients.promptSlowdown - 1) * Math.min(1, others / (FEWEST_MEASURED - 1));
  return 1 + shared + (others * coefficients.queuedPrompts) / pipeline;
}
