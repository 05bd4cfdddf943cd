import { BYTES_PER_WEIGHT, type ModelArchitecture, type Precision } from '../catalog/index.js';

/** Bytes of a model's weights at one precision, told apart by when they are read. */
export interface WeightBytes {
  /** Everything that has to lie in memory. */
  readonly held: number;
  /** Routed experts: only those that a batch chooses are read. */
  readonly routedExperts: number;
  /** Read once per step whatever the batch: attention, shared experts, output layer. */
  readonly everyStep: number;
}

const BYTES_PER_16_BIT_PARAMETER = BYTES_PER_WEIGHT.bf16;

/**
 * Weights at a precision: matrices at that precision, what the published form leaves in 16 bit (embeddings, norms,
 * routers; the embeddings where nothing else is known) at two bytes. In the model's own format the published size.
 */
export function weightBytes(model: ModelArchitecture, precision: Precision): WeightBytes {
  const perWeight = BYTES_PER_WEIGHT[precision];
  const routedParameters = routedExpertParameters(model);
  const narrow = perWeight < BYTES_PER_16_BIT_PARAMETER;
  const kept = narrow ? Math.min(model.totalParameters, keptIn16Bit(model)) : 0;
  const computed = (model.totalParameters - kept) * perWeight + kept * BYTES_PER_16_BIT_PARAMETER;
  const published = precision === model.nativePrecision ? model.weights?.nativeBytes : undefined;
  const held = published ?? computed;
  const routedExperts = Math.min(routedParameters * perWeight, held);
  const idle =
    lookupParameters(model) * Math.max(BYTES_PER_16_BIT_PARAMETER, precision === 'fp32' ? 4 : 0) +
    (model.weights?.visionParameters ?? 0) * BYTES_PER_16_BIT_PARAMETER;
  return { held, routedExperts, everyStep: Math.max(0, held - routedExperts - idle) };
}

/** Parameters of all routed experts of all layers; 0 for dense models. */
export function routedExpertParameters(model: ModelArchitecture): number {
  const experts = model.experts;
  return experts === null ? 0 : experts.count * experts.layers * experts.parametersPerExpert;
}

/** Input embedding that is looked up but not multiplied. */
export function lookupParameters(model: ModelArchitecture): number {
  return model.weights?.lookupParameters ?? (model.tiedEmbeddings ? 0 : model.vocabularySize * model.hiddenSize);
}

/** Parameters that one token is multiplied with: the active ones without the looked-up embedding. */
export function multipliedParameters(model: ModelArchitecture): number {
  return model.activeParameters - lookupParameters(model);
}

function keptIn16Bit(model: ModelArchitecture): number {
  return model.weights?.keptIn16BitParameters ?? model.embeddingParameters;
}

/**
 * Share of a layer's routed experts that a batch of tokens touches at least once when each token picks
 * `perToken` of `count` independently: 1 − (1 − k/E)^b.
 */
export function touchedExpertShare(count: number, perToken: number, tokens: number): number {
  return 1 - (1 - perToken / count) ** tokens;
}
