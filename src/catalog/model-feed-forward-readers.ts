import type { ConfigReader } from './model-config-reader.js';
import {
  expertBlock,
  gatedFeedForward,
  plainFeedForward,
  type ExpertBlock,
  type FeedForward,
} from './model-feed-forward.js';
import type { ModelFrame, PerLayer } from './model-plan.js';

/** A layer's feed-forward part: a dense block or routed experts. */
export type FeedForwardPlan =
  { readonly dense: FeedForward; readonly experts: null } | { readonly dense: null; readonly experts: ExpertBlock };

function dense(block: FeedForward): FeedForwardPlan {
  return { dense: block, experts: null };
}

function routed(block: ExpertBlock): FeedForwardPlan {
  return { dense: null, experts: block };
}

/** Experts chosen by one token, never more than there are. */
function expertCounts(
  reader: ConfigReader,
  ...countFields: [string, ...string[]]
): { count: number; perToken: number } {
  const count = reader.size(...countFields);
  const perToken = reader.size('num_experts_per_tok', 'experts_per_token', 'num_experts_per_token');
  if (perToken > count) throw reader.error(`a token cannot go to ${perToken} of ${count} experts. Correct the fields.`);
  return { count, perToken };
}

function denseOfWidth(reader: ConfigReader, frame: ModelFrame, field: string): FeedForwardPlan {
  return dense(gatedFeedForward(frame.hiddenSize, reader.size(field)));
}

/** SwiGLU or GeGLU in every layer. */
export const gated: PerLayer<FeedForwardPlan> = (reader, frame) => {
  const width = reader.size('intermediate_size');
  const block = dense(gatedFeedForward(frame.hiddenSize, width, reader.flag('mlp_bias', false)));
  return () => block;
};

/** Two projections with biases in every layer. */
export const plain: PerLayer<FeedForwardPlan> = (reader, frame) => {
  const block = dense(
    plainFeedForward(frame.hiddenSize, reader.size('intermediate_size'), reader.flag('use_bias', true)),
  );
  return () => block;
};

export interface UniformExperts {
  readonly bias?: boolean;
  readonly routerBias?: (reader: ConfigReader) => boolean;
}

/** Mixtral, OLMoE, gpt-oss, MiniMax-M2: the same experts in every layer, as wide as `intermediate_size`. */
export function uniformExperts(traits: UniformExperts = {}): PerLayer<FeedForwardPlan> {
  return (reader, frame) => {
    const block = routed(
      expertBlock({
        hiddenSize: frame.hiddenSize,
        ...expertCounts(reader, 'num_local_experts', 'num_experts'),
        width: reader.size('intermediate_size'),
        bias: traits.bias,
        routerBias: traits.routerBias?.(reader),
      }),
    );
    return () => block;
  };
}

/** Qwen: experts at every nth layer except those listed as dense; Qwen2-MoE and later hybrids share one gated expert. */
export const qwenExperts: PerLayer<FeedForwardPlan> = (reader, frame) => {
  const block = routed(
    expertBlock({
      hiddenSize: frame.hiddenSize,
      ...expertCounts(reader, 'num_experts', 'num_local_experts'),
      width: reader.size('moe_intermediate_size'),
      sharedWidth: reader.optionalSize('shared_expert_intermediate_size') ?? 0,
      sharedGate: reader.has('shared_expert_intermediate_size'),
    }),
  );
  const step = reader.optionalSize('decoder_sparse_step') ?? 1;
  const denseLayers = new Set(reader.optionalCounts('mlp_only_layers') ?? []);
  const isDense = (layer: number): boolean => denseLayers.has(layer) || (layer + 1) % step !== 0;
  // Configs without dense layers may leave the dense width out.
  return (layer) => (isDense(layer) ? denseOfWidth(reader, frame, 'intermediate_size') : block);
};

/** DeepSeek and its heirs (Kimi, GLM): the first layers dense, then routed beside shared experts. */
export function expertsAfterDenseLayers(routerBias: (reader: ConfigReader) => boolean): PerLayer<FeedForwardPlan> {
  return (reader, frame) => {
    const width = reader.size('moe_intermediate_size');
    const sharedCount = reader.optionalCount('n_shared_experts') ?? 0;
    const block = routed(
      expertBlock({
        hiddenSize: frame.hiddenSize,
        ...expertCounts(reader, 'n_routed_experts'),
        width,
        sharedCount,
        sharedWidth: sharedCount * width,
        routerBias: routerBias(reader),
      }),
    );
    const denseLayers = reader.optionalCount('first_k_dense_replace') ?? 0;
    const step = reader.optionalSize('moe_layer_freq') ?? 1;
    const isDense = (layer: number): boolean => layer < denseLayers || layer % step !== 0;
    return (layer) => (isDense(layer) ? denseOfWidth(reader, frame, 'intermediate_size') : block);
  };
}

/** Llama 4: experts at every nth layer beside one shared expert; the layers between are wider and dense. */
export const llama4Experts: PerLayer<FeedForwardPlan> = (reader, frame) => {
  const width = reader.size('intermediate_size');
  const block = routed(
    expertBlock({
      hiddenSize: frame.hiddenSize,
      ...expertCounts(reader, 'num_local_experts'),
      width,
      sharedWidth: width,
    }),
  );
  const listed = reader.optionalCounts('moe_layers');
  const listedLayers = new Set(listed ?? []);
  const step = listed === null ? reader.size('interleave_moe_layer_step') : 1;
  const hasExperts = (layer: number): boolean => (listed === null ? (layer + 1) % step === 0 : listedLayers.has(layer));
  return (layer) => (hasExperts(layer) ? block : denseOfWidth(reader, frame, 'intermediate_size_mlp'));
};
