import type { Precision } from './precision.js';

/** How a layer attends: all positions, a sliding window, a compressed latent (MLA), or a recurrent state. */
export interface AttentionLayers {
  readonly kind: 'full' | 'sliding' | 'latent' | 'linear';
  readonly layers: number;
  /** Query heads; for `linear` the value heads. */
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly valueHeadDim: number;
  /** Tokens; only for `sliding`. */
  readonly window: number | null;
  /** Bytes-independent cache size: elements kept per token and layer (0 for `linear`). */
  readonly cacheElementsPerToken: number;
  /** Elements that one request keeps per layer however long it is: the recurrent state of `linear`. Absent: 0. */
  readonly stateElementsPerRequest?: number;
}

/**
 * What has to be left out for the active parameters to agree with the model cards of a mixture-of-experts family:
 * nothing, the input embedding (a token only looks up one row of it), or the output layer as well.
 */
export const ACTIVE_COUNTS = ['with_embeddings', 'without_input_embedding', 'without_embeddings'] as const;
export type ActiveCount = (typeof ACTIVE_COUNTS)[number];

/** What the weights take, beyond their number. */
interface ModelWeights {
  /** Input embedding that is only looked up, never multiplied; 0 when it serves as the output layer too. */
  readonly lookupParameters: number;
  /** Parameters left in 16 bit when the matrices of the layers are quantized, in the way this model is published. */
  readonly keptIn16BitParameters: number;
  /** Bytes of the published weights, quantization scales included. */
  readonly nativeBytes: number;
  /** Image encoder and projector: held in memory (`totalParameters`), not touched by a text token. */
  readonly visionParameters: number;
}

/** Everything the performance model needs of a language model, derived from its Hugging Face `config.json`. */
export interface ModelArchitecture {
  readonly name: string;
  /** Hugging Face `model_type`. */
  readonly modelType: string;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  readonly maxPositions: number | null;
  readonly tiedEmbeddings: boolean;
  readonly attention: readonly AttentionLayers[];
  /** Mixture of experts; null for dense models. */
  readonly experts: {
    readonly count: number;
    readonly perToken: number;
    readonly shared: number;
    readonly layers: number;
    /** Parameters of one routed expert in one layer. */
    readonly parametersPerExpert: number;
  } | null;
  /** Parameters that the published checkpoint holds, multi-token-prediction heads left out. */
  readonly totalParameters: number;
  /**
   * Parameters that one token touches, embedding and output layer counted in full: the same for every family, so
   * that models can be compared. What is shown as `activeParameters` is counted as each model card does.
   */
  readonly activeParameters: number;
  /** Input embedding and output layer as the checkpoint holds them: tied ones once, untied ones both. */
  readonly embeddingParameters: number;
  /** Format of the published weights, e.g. `fp8` for DeepSeek-V3. */
  readonly nativePrecision: Precision;
  readonly source: string;
  /** Absent only where an architecture was not derived by `parseModelConfig`. */
  readonly weights?: ModelWeights;
  /** How active parameters are counted to agree with the family's model cards; absent: with embeddings. */
  readonly publisherCountsActive?: ActiveCount;
  /** What the publisher states, in billions and rounded as there; null where it states nothing. Absent: not known. */
  readonly published?: { readonly totalBillions: number | null; readonly activeBillions: number | null };
  /** What a reader of the figures should know, e.g. that an image encoder is not counted. */
  readonly notes?: readonly string[];
}
