import type { AttentionLayers, ModelArchitecture } from '../catalog/index.js';

/** Caches are kept in 16 bit, as engines do unless told otherwise; recurrent states in 32 bit. */
const BYTES_PER_CACHE_ELEMENT = 2;
const BYTES_PER_STATE_ELEMENT = 4;

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
  /** Bytes one request keeps whatever its length. */
  readonly stateBytes: number;
}

export interface AttentionCost {
  readonly groups: readonly CacheGroup[];
}

/**
 * Attention's memory and arithmetic per accelerator when heads are split `tensor` ways. Grouped-query heads are
 * split down to one per accelerator and copied beyond; a latent cache cannot be split and lies whole on each.
 */
export function attentionCost(model: ModelArchitecture, tensor: number): AttentionCost {
  return { groups: model.attention.map((layers) => groupCost(layers, tensor)) };
}

function groupCost(attention: AttentionLayers, tensor: number): CacheGroup {
  const { layers, heads } = attention;
  const split = attention.kind === 'latent' ? 1 : Math.min(tensor, Math.max(1, attention.kvHeads));
  const headsHere = Math.ceil(heads / tensor);
  const expanded = layers * headsHere * 2 * (attention.headDim + attention.valueHeadDim);
  const linear = attention.kind === 'linear';
  // A latent cache is read as it is while generating: every head multiplies the whole latent twice.
  const absorbed = layers * headsHere * 4 * attention.cacheElementsPerToken;
  return {
    bytesPerToken: (layers * attention.cacheElementsPerToken * BYTES_PER_CACHE_ELEMENT) / split,
    window: attention.window ?? Number.POSITIVE_INFINITY,
    decodeFlopsPerContextToken: linear ? 0 : attention.kind === 'latent' ? absorbed : expanded,
    prefillFlopsPerContextToken: linear ? 0 : expanded,
    stateBytes:
      (layers * (attention.stateElementsPerRequest ?? 0) * BYTES_PER_STATE_ELEMENT) /
      (linear ? Math.min(tensor, Math.max(1, heads)) : 1),
  };
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
  for (const group of cost.groups) flops += group.decodeFlopsPerContextToken * Math.min(contextTokens, group.window);
  return flops;
}

/** FLOPs per accelerator that a prompt spends on causal attention: each token looks at those before it. */
export function prefillAttentionFlops(cost: AttentionCost, promptTokens: number): number {
  let flops = 0;
  for (const group of cost.groups) {
    const reach = Math.min(promptTokens, group.window);
    // Sum over positions i of min(i, window).
    const pairs = (reach * reach) / 2 + (promptTokens - reach) * reach;
    flops += group.prefillFlopsPerContextToken * pairs;
  }
  return flops;
}
