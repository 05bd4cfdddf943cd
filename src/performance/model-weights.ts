import { BYTES_PER_WEIGHT, weightBytes, type ModelArchitecture, type Precision } from '../catalog/index.js';

/** What a model consists of, in bytes or in parameters. */
export interface ModelParts {
  /** Routed experts: only those that a batch chooses are read. */
  readonly experts: number;
  /** The layers without them: attention, dense feed-forward, shared experts, norms. */
  readonly layers: number;
  /** Before the first layer: an input embedding that is only looked up, an image encoder. Next to nothing is read. */
  readonly input: number;
  /** After the last: the output layer, which may serve as the input embedding too. */
  readonly output: number;
}

/**
 * Bytes of a model's weights at a precision, by part; together what the catalog counts. What lies beside the routed
 * experts is counted first, so that a published format that packs experts tighter than ours does (gpt-oss) leaves no
 * step without its attention.
 */
export function weightBytesByPart(model: ModelArchitecture, precision: Precision): ModelParts {
  const held = weightBytes(model, precision);
  const perWeight = BYTES_PER_WEIGHT[precision];
  const perKept = model.weights === undefined ? perWeight : Math.max(BYTES_PER_WEIGHT.bf16, perWeight);
  const parameters = parametersByPart(model);
  const beside = model.totalParameters - parameters.experts;
  const kept = Math.min(beside, model.weights?.keptIn16BitParameters ?? 0);
  const besideExperts = parameters.experts === 0 ? held : Math.min(held, kept * perKept + (beside - kept) * perWeight);
  const input = parameters.input * perKept;
  const output = parameters.output * perKept;
  return { experts: held - besideExperts, layers: Math.max(0, besideExperts - input - output), input, output };
}

/** The same in parameters. */
export function parametersByPart(model: ModelArchitecture): ModelParts {
  const experts = routedExpertParameters(model);
  const lookup = lookupParameters(model);
  const input = lookup + (model.weights?.visionParameters ?? 0);
  const output = Math.max(0, model.embeddingParameters - lookup);
  return { experts, layers: Math.max(0, model.totalParameters - experts - input - output), input, output };
}

/** Share of the layers on the one of `pipeline` stages that holds most of them. */
export function largestStageShare(layers: number, pipeline: number): number {
  return Math.ceil(layers / pipeline) / layers;
}

/** Of the input and the output, what lies on the fullest of `pipeline` stages: one of them, and both on a single one. */
export function endsOfStage({ input, output }: ModelParts, pipeline: number): number {
  return pipeline === 1 ? input + output : Math.max(input, output);
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

/** Input embedding that is looked up but not multiplied. */
function lookupParameters(model: ModelArchitecture): number {
  return model.weights?.lookupParameters ?? (model.tiedEmbeddings ? 0 : model.vocabularySize * model.hiddenSize);
}
