import type { AttentionLayers } from './model-architecture.js';

/** The attention block of one layer: its cache shape, its matrices, and its small parameters (norms, biases, …). */
export interface AttentionBlock {
  readonly shape: Omit<AttentionLayers, 'layers'>;
  readonly matrixParameters: number;
  readonly smallParameters: number;
}

export interface GroupedAttention {
  readonly hiddenSize: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Tokens; null attends to all. */
  readonly window: number | null;
  readonly queryKeyValueBias: boolean;
  readonly outputBias: boolean;
  /** A norm of queries and keys: one scale shared by all heads, one per head and element, or none. */
  readonly queryKeyNorm: 'none' | 'shared' | 'per-head';
  /** One learned sink logit per head. */
  readonly sinks: boolean;
  /** The query projection also yields a gate of the same width. */
  readonly outputGate: boolean;
}

/** Grouped-query attention; multi-head and multi-query are its ends. */
export function groupedAttention(a: GroupedAttention): AttentionBlock {
  const queryWidth = a.heads * a.headDim;
  const keyWidth = a.kvHeads * a.headDim;
  const projectedQuery = a.outputGate ? 2 * queryWidth : queryWidth;
  const biases = (a.queryKeyValueBias ? projectedQuery + 2 * keyWidth : 0) + (a.outputBias ? a.hiddenSize : 0);
  const norms = { none: 0, shared: 2 * a.headDim, 'per-head': queryWidth + keyWidth }[a.queryKeyNorm];
  return {
    shape: {
      kind: a.window === null ? 'full' : 'sliding',
      heads: a.heads,
      kvHeads: a.kvHeads,
      headDim: a.headDim,
      valueHeadDim: a.headDim,
      window: a.window,
      cacheElementsPerToken: 2 * keyWidth,
    },
    matrixParameters: a.hiddenSize * (projectedQuery + 2 * keyWidth) + queryWidth * a.hiddenSize,
    smallParameters: biases + norms + (a.sinks ? a.heads : 0),
  };
}

export interface LatentAttention {
  readonly hiddenSize: number;
  readonly heads: number;
  /** Null: queries are projected without compression. */
  readonly queryRank: number | null;
  readonly kvRank: number;
  readonly plainHeadDim: number;
  readonly rotaryHeadDim: number;
  readonly valueHeadDim: number;
  readonly bias: boolean;
  /** The small scorer that picks tokens in DeepSeek sparse attention; it caches one key per token. */
  readonly indexer: { readonly heads: number; readonly headDim: number } | null;
}

/** Multi-head latent attention: only the compressed latent and one rotated key are cached. */
export function latentAttention(a: LatentAttention): AttentionBlock {
  const headDim = a.plainHeadDim + a.rotaryHeadDim;
  const queryWidth = a.heads * headDim;
  const query = a.queryRank === null ? a.hiddenSize * queryWidth : a.queryRank * (a.hiddenSize + queryWidth);
  const keyValue = a.hiddenSize * (a.kvRank + a.rotaryHeadDim) + a.kvRank * a.heads * (a.plainHeadDim + a.valueHeadDim);
  const output = a.heads * a.valueHeadDim * a.hiddenSize;
  const norms = (a.queryRank ?? 0) + a.kvRank;
  const biases = a.bias ? (a.queryRank ?? 0) + a.kvRank + a.rotaryHeadDim + a.hiddenSize : 0;
  // Queries of the indexer come from the compressed query; keys and head weights from the hidden state.
  const indexer =
    a.indexer === null
      ? 0
      : (a.queryRank ?? a.hiddenSize) * a.indexer.heads * a.indexer.headDim +
        a.hiddenSize * (a.indexer.headDim + a.indexer.heads);
  const indexerNorm = a.indexer === null ? 0 : 2 * a.indexer.headDim;
  return {
    shape: {
      kind: 'latent',
      heads: a.heads,
      kvHeads: a.heads,
      headDim,
      valueHeadDim: a.valueHeadDim,
      window: null,
      cacheElementsPerToken: a.kvRank + a.rotaryHeadDim + (a.indexer?.headDim ?? 0),
    },
    matrixParameters: query + keyValue + output + indexer,
    smallParameters: norms + biases + indexerNorm,
  };
}

export interface GatedDeltaAttention {
  readonly hiddenSize: number;
  readonly keyHeads: number;
  readonly valueHeads: number;
  readonly keyHeadDim: number;
  readonly valueHeadDim: number;
  readonly convolutionWidth: number;
}

/** Linear attention of Qwen3-Next and Qwen3.5 (gated delta rule): a fixed state per request instead of a cache. */
export function gatedDeltaAttention(a: GatedDeltaAttention): AttentionBlock {
  const keyWidth = a.keyHeads * a.keyHeadDim;
  const valueWidth = a.valueHeads * a.valueHeadDim;
  const convolved = 2 * keyWidth + valueWidth;
  // Query, key, value and gate; then decay and write strength per value head; then the way back.
  const matrixParameters =
    a.hiddenSize * (2 * keyWidth + 2 * valueWidth) + a.hiddenSize * 2 * a.valueHeads + valueWidth * a.hiddenSize;
  const decayRates = 2 * a.valueHeads;
  return {
    shape: {
      kind: 'linear',
      heads: a.valueHeads,
      kvHeads: a.keyHeads,
      headDim: a.keyHeadDim,
      valueHeadDim: a.valueHeadDim,
      window: null,
      cacheElementsPerToken: 0,
      stateElementsPerRequest: a.valueHeads * a.keyHeadDim * a.valueHeadDim + convolved * (a.convolutionWidth - 1),
    },
    matrixParameters,
    smallParameters: convolved * a.convolutionWidth + decayRates + a.valueHeadDim,
  };
}

export interface LightningAttention {
  readonly hiddenSize: number;
  readonly heads: number;
  readonly headDim: number;
}

/** Linear attention of MiniMax-Text-01 and M1 (lightning attention): query, key, value, a gate, and the way back. */
export function lightningAttention(a: LightningAttention): AttentionBlock {
  const width = a.heads * a.headDim;
  return {
    shape: {
      kind: 'linear',
      heads: a.heads,
      kvHeads: a.heads,
      headDim: a.headDim,
      valueHeadDim: a.headDim,
      window: null,
      cacheElementsPerToken: 0,
      stateElementsPerRequest: a.heads * a.headDim * a.headDim,
    },
    matrixParameters: 5 * a.hiddenSize * width,
    smallParameters: width,
  };
}
