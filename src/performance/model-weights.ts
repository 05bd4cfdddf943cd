import { BYTES_PER_WEIGHT, weightBytes, type ModelArchitecture, type Precision } from '../catalog/index.js';

/** Bytes of a model's weights at one precision, told apart by when they are read. */
export interface WeightBytes {
  /** Everything that has to lie in memory. */
  readonly held: number;
  /** Routed experts: only those that a batch chooses are read. */
  readonly routedExperts: number;
  /** Read once per step whatever the batch: attention, shared experts, output layer. */
  readonly everyStep: number;
}

/** How a model's weights at a precision divide by when they are read; `held` is what the catalog counts. */
export function weightsByUse(model: ModelArchitecture, precision: Precision): WeightBytes {
  const held = weightBytes(model, precision);
  const routedExperts = Math.min(held, routedExpertParameters(model) * BYTES_PER_WEIGHT[precision]);
  const bytesPerKept = Math.max(BYTES_PER_WEIGHT.bf16, BYTES_PER_WEIGHT[precision]);
  const neverRead = (lookupParameters(model) + (model.weights?.visionParameters ?? 0)) * bytesPerKept;
  return { held, routedExperts, everyStep: Math.max(0, held - routedExperts - neverRead) };
}

/** Parameters of all routed experts of all layers; 0 for dense models. */
export function routedExpertParameters(model: ModelArchitecture): number {
  const experts = model.experts;
  return experts === null ? 0 : experts.count * experts.layers * experts.parametersPerExpert;
}

/** Parameters that one token is multiplied with: the active ones without the looked-up embedding. */
export function multipliedParameters(model: ModelArchitecture): number {
  return model.activeParameters - lookupParameters(model);
}

/**
 * Share of a layer's routed experts that a batch of tokens touches at least once when each token picks
 * `perToken` of `count` independently: 1 − (1 − k/E)^b.
 */
export function touchedExpertShare(count: number, perToken: number, tokens: number): number {
  return 1 - (1 - perToken / count) ** tokens;
}

/** Input embedding that is looked up but not multiplied. */
function lookupParameters(model: ModelArchitecture): number {
  return model.weights?.lookupParameters ?? (model.tiedEmbeddings ? 0 : model.vocabularySize * model.hiddenSize);
}
