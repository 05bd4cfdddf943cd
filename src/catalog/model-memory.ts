import type { AttentionLayers, ModelArchitecture } from './model-architecture.js';
import { BYTES_PER_WEIGHT, type Precision } from './precision.js';

/** Multiply and add. */
const FLOPS_PER_WEIGHT = 2;

/** The gated delta rule per state element: decay, read (2), write (2), query (2). */
const FLOPS_PER_STATE_ELEMENT = 7;

/**
 * Bytes that one more token adds to the key-value cache over all layers, sliding windows included while they
 * fill; 2 bytes per element unless said otherwise.
 */
export function kvCacheBytesPerToken(model: ModelArchitecture, bytesPerElement = 2): number {
  return sumOverLayers(model, (group) => group.cacheElementsPerToken) * bytesPerElement;
}

/**
 * Bytes that a request of so many tokens holds: sliding layers keep no more than their window, linear layers a
 * fixed state instead of a cache.
 */
export function kvCacheBytesPerRequest(model: ModelArchitecture, tokens: number, bytesPerElement = 2): number {
  const elements = sumOverLayers(model, (group) => {
    const kept = group.window === null ? tokens : Math.min(tokens, group.window);
    return group.cacheElementsPerToken * kept + (group.stateElementsPerRequest ?? 0);
  });
  return elements * bytesPerElement;
}

/** Bytes of the recurrent state that a request holds whatever its length; 0 without linear attention. */
export function stateBytesPerRequest(model: ModelArchitecture, bytesPerElement = 2): number {
  return kvCacheBytesPerRequest(model, 0, bytesPerElement);
}

/**
 * Bytes of all weights at a precision, scales included. In its published precision a model takes what its files
 * take; when quantized otherwise, embeddings, norms, routers and what its publisher kept stay in 16 bit.
 */
export function weightBytes(model: ModelArchitecture, precision: Precision): number {
  const perWeight = BYTES_PER_WEIGHT[precision];
  if (perWeight >= BYTES_PER_WEIGHT.bf16 || model.weights === undefined) return model.totalParameters * perWeight;
  if (precision === model.nativePrecision) return model.weights.nativeBytes;
  const kept = model.weights.keptIn16BitParameters;
  return kept * BYTES_PER_WEIGHT.bf16 + (model.totalParameters - kept) * perWeight;
}

/** Active parameters that are multiplied: all but an input embedding that is only looked up. */
export function activeParametersWithoutInputEmbedding(model: ModelArchitecture): number {
  return model.activeParameters - (model.weights?.lookupParameters ?? 0);
}

/**
 * Active parameters counted so that they can be held against the model card: for DeepSeek, Kimi and gpt-oss without
 * the input embedding, for GLM and MiniMax without the output layer too.
 */
export function activeParametersAsPublished(model: ModelArchitecture): number {
  if (model.experts === null) return model.activeParameters;
  switch (model.publisherCountsActive ?? 'with_embeddings') {
    case 'with_embeddings':
      return model.activeParameters;
    case 'without_input_embedding':
      return activeParametersWithoutInputEmbedding(model);
    case 'without_embeddings':
      return model.activeParameters - model.embeddingParameters;
  }
}

/**
 * FLOPs of the forward pass of one token that attends to `contextTokens` tokens: two per multiplied weight, and
 * the scores and weighted sums of attention. Latent attention is counted as it runs on prompts, uncompressed.
 */
export function flopsPerToken(model: ModelArchitecture, contextTokens = 0): number {
  const attention = sumOverLayers(model, (group) => {
    if (group.kind === 'linear') return FLOPS_PER_STATE_ELEMENT * group.heads * group.headDim * group.valueHeadDim;
    const seen = group.window === null ? contextTokens : Math.min(contextTokens, group.window);
    return FLOPS_PER_WEIGHT * group.heads * (group.headDim + group.valueHeadDim) * seen;
  });
  return FLOPS_PER_WEIGHT * activeParametersWithoutInputEmbedding(model) + attention;
}

function sumOverLayers(model: ModelArchitecture, ofOneLayer: (group: AttentionLayers) => number): number {
  return model.attention.reduce((sum, group) => sum + group.layers * ofOneLayer(group), 0);
}
