import type { ModelArchitecture, Precision } from '../catalog/index.js';
import { attentionCost, cacheBytes } from './attention-cost.js';
import { endsOfStage, largestStageShare, weightBytesByPart } from './model-weights.js';
import type { MemoryFit, Parallelism, RequestShape } from './types.js';
import { BYTES_PER_GIB } from './units.js';

/** Context, graphs, workspaces and fragmentation: engines claim nine tenths of the memory unless told otherwise. */
const ENGINE_RESERVE_SHARE = 0.1;
/** Prompts are processed in chunks of so many tokens at most. */
const CHUNK_TOKENS = 8192;
/** Tensors as wide as the hidden size that are alive at once in a layer: residual, normed, attention in and out, gated feed-forward. */
const LIVE_ACTIVATIONS = 8;
const BYTES_PER_ACTIVATION = 2;
/** Caches are handed out in blocks of so many tokens. */
const BLOCK_TOKENS = 16;

/**
 * What a replica keeps in each accelerator's memory, and how many requests of this shape fit beside it at full
 * length. Layers are split over the pipeline (the fullest stage holds its share rounded up, and one of the model's
 * ends), heads and matrices over the tensor-parallel group.
 *
 * @param memoryGiB of one accelerator
 */
export function memoryFit(
  model: ModelArchitecture,
  precision: Precision,
  parallelism: Parallelism,
  memoryGiB: number,
  shape: RequestShape,
): MemoryFit {
  const { tensor, pipeline } = parallelism;
  const stageShare = largestStageShare(model.layers, pipeline);
  const weights = weightBytesByPart(model, precision);
  const weightsHere = ((weights.experts + weights.layers) * stageShare + endsOfStage(weights, pipeline)) / tensor;
  const weightsGiB = weightsHere / BYTES_PER_GIB;
  const activationsGiB = (CHUNK_TOKENS * model.hiddenSize * LIVE_ACTIVATIONS * BYTES_PER_ACTIVATION) / BYTES_PER_GIB;
  const reserveGiB = memoryGiB * ENGINE_RESERVE_SHARE + activationsGiB;
  const tokens = Math.ceil((shape.inputTokens + shape.outputTokens) / BLOCK_TOKENS) * BLOCK_TOKENS;
  const kvCacheGiBPerRequest = (cacheBytes(attentionCost(model, tensor), tokens) * stageShare) / BYTES_PER_GIB;
  const freeGiB = memoryGiB - reserveGiB - weightsGiB;
  // A model without any cache is limited by other things than memory.
  const largestConcurrency =
    freeGiB <= 0 ? 0 : Math.min(Number.MAX_SAFE_INTEGER, Math.floor(freeGiB / kvCacheGiBPerRequest));
  const fits = largestConcurrency >= 1;
  const gib = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} GiB`;
  const reason = fits
    ? null
    : `${gib(weightsGiB)} of weights, ${gib(reserveGiB)} reserved for the engine and ${gib(kvCacheGiBPerRequest)} of ` +
      `cache for one request do not fit in the ${gib(memoryGiB)} of an accelerator (tensor ${tensor}, pipeline ${pipeline}).`;
  return { fits, weightsGiB, kvCacheGiBPerRequest, reserveGiB, availableGiB: memoryGiB, largestConcurrency, reason };
}
