import type { Precision } from './precision.js';

/** How a layer attends: all positions, a sliding window, a compressed latent (MLA), or a recurrent state. */
export interface AttentionLayers {
  readonly kind: 'full' | 'sliding' | 'latent' | 'linear';
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly valueHeadDim: number;
  /** Tokens; only for `sliding`. */
  readonly window: number | null;
  /** Bytes-independent cache size: elements kept per token and layer (0 for `linear`). */
  readonly cacheElementsPerToken: number;
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
  /** Parameters that one token touches, embedding and output layer counted in full. */
  readonly activeParameters: number;
  readonly embeddingParameters: number;
  /** Format of the published weights, e.g. `fp8` for DeepSeek-V3. */
  readonly nativePrecision: Precision;
  readonly source: string;
}
