import type { AttentionLayers, ModelArchitecture } from '../catalog/index.js';

/** Caches are kept in 16 bit, as engines do unless told otherwise; recurrent states in 32 bit. */
const BYTES_PER_CACHE_ELEMENT = 2;
const BYTES_PER_STATE_ELEMENT = 4;
/** The gated delta rule: decay, read (2), write (2), query (2). */
const FLOPS_PER_STATE_ELEMENT = 7;

/** One kind of attention layer, reduced to what the arithmetic needs, per accelerator of a tensor-parallel group. */
interface CacheGroup {
  /** Bytes per token of context, all layers of the kind together. */
  readonly bytesPerToken: number;
  /** Tokens beyond which the cache stops growing; Infinity without a window. */
  readonly window: number;
  /** FLOPs of one new token for each token of context while generating. */
  readonly decodeFlopsPerContextToken: number;
  /** The same while a prompt is processed, where latent caches are expanded first. */
  readonly prefillFlopsPerContextToken: number;
  /** FLOPs of one token whatever came before it: the recurrent state's. */
  readonly flopsPerToken: number;
  /** Bytes one request keeps whatever its length. */
  readonly stateBytes: number;
}

export interface AttentionCost {
  readonly groups: readonly CacheGroup[];
}

/**
 * Attention's memory and arithmetic on the fullest accelerator when heads are split `tensor` ways. Whole key-value
 * heads are dealt out, one at least: eight over sixteen are copied, ten over four lie three to an accelerator. A latent
 * cache cannot be split and lies whole on each.
 */
export function attentionCost(model: ModelArchitecture, tensor: number): AttentionCost {
  return { groups: model.attention.map((layers) => groupCost(layers, tensor)) };
}

function groupCost(attention: AttentionLayers, tensor: number): CacheGroup {
  const { kind, layers, heads, headDim, valueHeadDim, cacheElementsPerToken } = attention;
  const headsHere = Math.ceil(heads / tensor);
  const cacheShare = kind === 'latent' ? 1 : largestShare(attention.kvHeads, tensor);
  const expanded = layers * headsHere * 2 * (headDim + valueHeadDim);
  const linear = kind === 'linear';
  // A latent cache is read as it is while generating: every head multiplies the whole latent twice.
  const absorbed = layers * headsHere * 4 * cacheElementsPerToken;
  const stateElements = layers * (attention.stateElementsPerRequest ?? 0);
  return {
    bytesPerToken: layers * cacheElementsPerToken * BYTES_PER_CACHE_ELEMENT * cacheShare,
    window: attention.window ?? Number.POSITIVE_INFINITY,
    decodeFlopsPerContextToken: linear ? 0 : kind === 'latent' ? absorbed : expanded,
    prefillFlopsPerContextToken: linear ? 0 : expanded,
    flopsPerToken: linear ? layers * headsHere * FLOPS_PER_STATE_ELEMENT * headDim * valueHeadDim : 0,
    stateBytes: stateElements * BYTES_PER_STATE_ELEMENT * (linear ? largestShare(heads, tensor) : 1),
  };
}

/** Of so many heads, the share that lies on the accelerator with the most of them. */
function largestShare(heads: number, tensor: number): number {
  return heads < 1 ? 1 : Math.ceil(heads / tensor) / heads;
}

/** Bytes per accelerator that one request of this length occupies or, in a step, reads. */
export function cacheBytes(cost: AttentionCost, contextTokens: number): number {
  let bytes = 0;
  for (const group of cost.groups) {
    bytes += group.stateBytes + group.bytesPerToken * Math.min(contextTokens, group.window);
  }
  return bytes;
}

/** FLOPs per accelerator that one generated token spends on attention. */
export function decodeAttentionFlops(cost: AttentionCost, contextTokens: number): number {
  let flops = 0;
  for (const group of cost.groups) {
    flops += group.flopsPerToken + group.decodeFlopsPerContextToken * Math.min(contextTokens, group.window);
  }
  return flops;
}

/** FLOPs per accelerator that a prompt spends on causal attention: each token looks at those before it. */
export function prefillAttentionFlops(cost: AttentionCost, promptTokens: number): number {
  let flops = 0;
  for (const group of cost.groups) {
    flops +=
      group.flopsPerToken * promptTokens + group.prefillFlopsPerContextToken * causalPairs(promptTokens, group.window);
  }
  return flops;
}

/**
 * Pairs of a token and one before it that it attends to: half the square of the sequence, or where a window ends
 * earlier, half the window's and the window for each token beyond.
 */
export function causalPairs(tokens: number, window: number): number {
  const reach = Math.min(tokens, window);
  return (reach * reach) / 2 + (tokens - reach) * reach;
}
