import { cacheBytes, decodeAttentionFlops, prefillAttentionFlops } from './attention-cost.js';
import { allReduceSeconds, sendSeconds } from './communication.js';
import type { Replica } from './replica.js';

/** Attention and feed-forward each end in an all-reduce. */
const ALL_REDUCES_PER_LAYER = 2;

/**
 * Seconds from one token of a request to its next when `requests` are in flight and attend to `context` tokens each,
 * no prompts being processed. A pipeline works on as many micro-batches as it has stages, and in step with its
 * slowest one.
 */
export function decodeSeconds(replica: Replica, requests: number, context: number): number {
  const { coefficients } = replica;
  const batch = microBatch(replica, requests);
  const launches =
    replica.layers * coefficients.launchSecondsPerLayer + replica.expertLayers * coefficients.routingSecondsPerLayer;
  return (
    decodeRooflineSeconds(replica, requests, context) +
    launches * waitForSlowestStage(replica) +
    batch * coefficients.secondsPerRequestInStep +
    communicationSeconds(replica, batch)
  );
}

/** The part of `decodeSeconds` that memory or arithmetic, whichever is slower, is busy. */
export function decodeRooflineSeconds(replica: Replica, requests: number, context: number): number {
  const { coefficients } = replica;
  const batch = microBatch(replica, requests);
  const read =
    (weightBytesRead(replica, batch) +
      (batch * cacheBytes(replica.attention, context)) / coefficients.cacheBandwidthRatio) /
    replica.bytesPerSecond;
  const computed =
    (batch * (replica.flopsPerToken + decodeAttentionFlops(replica.attention, context))) / replica.decodeFlopsPerSecond;
  return Math.max(read, computed) * waitForSlowestStage(replica);
}

/** Time that a step takes over that of a pipeline whose stages are all alike; 1 or a little more. */
function waitForSlowestStage({ stageShare, pipeline }: Replica): number {
  return stageShare * pipeline;
}

/** Seconds that one prompt takes when it has the replica for itself, all stages of a pipeline one after another. */
export function prefillSeconds(replica: Replica, promptTokens: number): number {
  const computed =
    (promptTokens * replica.flopsPerToken + prefillAttentionFlops(replica.attention, promptTokens)) /
    replica.prefillFlopsPerSecond;
  const read = weightBytesRead(replica, promptTokens) / replica.bytesPerSecond;
  return Math.max(read, computed) + communicationSeconds(replica, promptTokens);
}

function microBatch(replica: Replica, requests: number): number {
  return Math.max(1, requests / replica.pipeline);
}

/** Weights that so many tokens touch, experts counted as the bytes that could be read in their time. */
function weightBytesRead(replica: Replica, tokens: number): number {
  if (replica.routedExpertBytes === 0) return replica.everyStepBytes;
  const touched = -Math.expm1(tokens * replica.logUntouched);
  return replica.everyStepBytes + (replica.routedExpertBytes * touched) / replica.coefficients.expertBandwidthRatio;
}

function communicationSeconds(replica: Replica, tokens: number): number {
  const bytes = tokens * replica.activationBytesPerToken;
  const reduced = ALL_REDUCES_PER_LAYER * replica.layers * allReduceSeconds(replica.tensorLink, replica.tensor, bytes);
  return replica.pipeline === 1 ? reduced : reduced + replica.pipeline * sendSeconds(replica.pipelineLink, bytes);
}
