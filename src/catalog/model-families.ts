import type { AttentionBlock } from './model-attention.js';
import { gatedHybrid, grouped, latent } from './model-attention-readers.js';
import {
  expertsAfterDenseLayers,
  gated,
  llama4Experts,
  plain,
  qwenExperts,
  uniformExperts,
  type FeedForwardPlan,
} from './model-feed-forward-readers.js';
import type { PerLayer } from './model-plan.js';
import { chunksInRotaryLayers, everyNthLayerFull, windowInUpperLayers, windowWhenStated } from './model-windows.js';

/** What sets one family of decoders apart; everything else is the same for all of them. */
export interface ModelFamily {
  readonly attention: PerLayer<AttentionBlock>;
  readonly feedForward: PerLayer<FeedForwardPlan>;
  /** Norms as wide as the model in each layer (default 2). */
  readonly normsPerLayer?: number;
  /** LayerNorm with a bias beside its scale; else one vector per norm. */
  readonly normBias?: boolean;
  readonly outputBias?: boolean;
  /** What a config means that does not state `tie_word_embeddings`. */
  readonly tiedByDefault?: boolean;
  /** Values that published configs of the family leave out. */
  readonly defaults?: Readonly<Record<string, number>>;
  readonly note?: string;
}

const MTP_NOTE = 'Multi-token-prediction heads are not counted.';

const llama: ModelFamily = {
  attention: grouped({ bias: 'stated', keyValueHeadsDefaultToHeads: true }),
  feedForward: gated,
};

const qwen2: ModelFamily = {
  attention: grouped({ bias: 'query-key-value', windows: windowInUpperLayers }),
  feedForward: gated,
};

const qwen3: ModelFamily = {
  attention: grouped({ bias: 'stated', norm: 'shared', windows: windowInUpperLayers }),
  feedForward: gated,
  defaults: { head_dim: 128 },
};

const qwen3Moe: ModelFamily = {
  attention: grouped({ bias: 'stated', norm: 'shared', windows: windowInUpperLayers }),
  feedForward: qwenExperts,
};

const qwenHybridDense: ModelFamily = { attention: gatedHybrid, feedForward: gated, note: MTP_NOTE };
const qwenHybridMoe: ModelFamily = { attention: gatedHybrid, feedForward: qwenExperts, note: MTP_NOTE };

const gemma3: ModelFamily = {
  attention: grouped({
    bias: 'stated',
    norm: 'shared',
    windows: everyNthLayerFull(6, 'sliding_window_pattern', '_sliding_window_pattern'),
  }),
  feedForward: gated,
  normsPerLayer: 4,
  tiedByDefault: true,
  defaults: { vocab_size: 262208, num_attention_heads: 8, num_key_value_heads: 4, head_dim: 256, sliding_window: 4096 },
};

const cohere: ModelFamily = {
  attention: grouped({
    bias: 'stated',
    norm: (reader) => (reader.flag('use_qk_norm', false) ? 'per-head' : 'none'),
    keyValueHeadsDefaultToHeads: true,
  }),
  feedForward: gated,
  normsPerLayer: 1,
  tiedByDefault: true,
};

const deepseekV3: ModelFamily = {
  attention: latent(),
  feedForward: expertsAfterDenseLayers(() => true),
  note: MTP_NOTE,
};

const deepseekSparse: ModelFamily = { ...deepseekV3, attention: latent(true) };

const FAMILIES = new Map<string, ModelFamily>([
  ['llama', llama],
  ['smollm3', llama],
  ['granite', llama],
  ['mistral', { attention: grouped({ windows: windowWhenStated }), feedForward: gated }],
  ['mixtral', { attention: grouped({ windows: windowWhenStated }), feedForward: uniformExperts() }],
  ['qwen2', qwen2],
  ['qwen3', qwen3],
  ['mimo', { ...qwen2, note: MTP_NOTE }],
  [
    'qwen2_moe',
    { attention: grouped({ bias: 'query-key-value', windows: windowInUpperLayers }), feedForward: qwenExperts },
  ],
  ['qwen3_moe', qwen3Moe],
  ['qwen3_next', qwenHybridMoe],
  ['qwen3_5_text', qwenHybridDense],
  ['qwen3_5_moe_text', qwenHybridMoe],
  [
    'gemma',
    { attention: grouped({ bias: 'stated' }), feedForward: gated, tiedByDefault: true, defaults: { head_dim: 256 } },
  ],
  [
    'gemma2',
    {
      attention: grouped({ bias: 'stated', windows: everyNthLayerFull(2) }),
      feedForward: gated,
      normsPerLayer: 4,
      tiedByDefault: true,
      defaults: { head_dim: 256, sliding_window: 4096 },
    },
  ],
  ['gemma3_text', gemma3],
  [
    'phi',
    {
      attention: grouped({ bias: 'use-bias', keyValueHeadsDefaultToHeads: true }),
      feedForward: plain,
      normsPerLayer: 1,
      normBias: true,
      outputBias: true,
    },
  ],
  [
    'phi3',
    { attention: grouped({ windows: windowWhenStated, keyValueHeadsDefaultToHeads: true }), feedForward: gated },
  ],
  [
    'starcoder2',
    {
      attention: grouped({ bias: 'use-bias', windows: windowWhenStated }),
      feedForward: plain,
      normBias: true,
      tiedByDefault: true,
    },
  ],
  [
    'olmo2',
    { attention: grouped({ bias: 'stated', norm: 'per-head', keyValueHeadsDefaultToHeads: true }), feedForward: gated },
  ],
  [
    'olmoe',
    {
      attention: grouped({ bias: 'stated', norm: 'per-head', keyValueHeadsDefaultToHeads: true }),
      feedForward: uniformExperts(),
    },
  ],
  ['cohere', cohere],
  [
    'cohere2',
    {
      ...cohere,
      attention: grouped({
        bias: 'stated',
        windows: everyNthLayerFull(4, 'sliding_window_pattern', '_sliding_window_pattern'),
      }),
    },
  ],
  ['glm4', { attention: grouped({ bias: 'stated-query-key-value' }), feedForward: gated, normsPerLayer: 4 }],
  [
    'glm4_moe',
    {
      attention: grouped({
        bias: 'stated-query-key-value',
        norm: (reader) => (reader.flag('use_qk_norm', false) ? 'shared' : 'none'),
      }),
      feedForward: expertsAfterDenseLayers(() => true),
      note: MTP_NOTE,
    },
  ],
  [
    'gpt_oss',
    {
      attention: grouped({ bias: 'unless-denied', sinks: true, windows: everyNthLayerFull(2) }),
      feedForward: uniformExperts({ bias: true, routerBias: () => true }),
      defaults: { head_dim: 64 },
    },
  ],
  [
    'llama4_text',
    { attention: grouped({ bias: 'stated', windows: chunksInRotaryLayers }), feedForward: llama4Experts },
  ],
  [
    'deepseek_v2',
    {
      attention: latent(),
      feedForward: expertsAfterDenseLayers((reader) => reader.optionalText('topk_method') === 'noaux_tc'),
    },
  ],
  ['deepseek_v3', deepseekV3],
  ['kimi_k2', deepseekV3],
  ['glm4_moe_lite', deepseekV3],
  ['deepseek_v32', deepseekSparse],
  ['glm_moe_dsa', deepseekSparse],
  [
    'minimax_m2',
    {
      attention: grouped({ norm: (reader) => (reader.flag('use_qk_norm', true) ? 'per-head' : 'none') }),
      feedForward: uniformExperts({ routerBias: (reader) => reader.flag('use_routing_bias', true) }),
      note: MTP_NOTE,
    },
  ],
]);

/** Types whose language model is laid out like another family's: wrappers with images or sound, and renamed types. */
const SAME_AS = new Map<string, string>([
  ['qwen2_vl', 'qwen2'],
  ['qwen2_vl_text', 'qwen2'],
  ['qwen2_5_vl', 'qwen2'],
  ['qwen2_5_vl_text', 'qwen2'],
  ['qwen3_vl', 'qwen3'],
  ['qwen3_vl_text', 'qwen3'],
  ['qwen3_vl_moe', 'qwen3_moe'],
  ['qwen3_vl_moe_text', 'qwen3_moe'],
  ['qwen3_5', 'qwen3_5_text'],
  ['qwen3_5_moe', 'qwen3_5_moe_text'],
  ['gemma3', 'gemma3_text'],
  ['llama4', 'llama4_text'],
  ['mistral3', 'mistral'],
  ['kimi_k25', 'kimi_k2'],
]);

/** The family of a `model_type`; null when Pennywatt does not know how its layers are built. */
export function modelFamily(modelType: string): ModelFamily | null {
  return FAMILIES.get(modelType) ?? FAMILIES.get(SAME_AS.get(modelType) ?? '') ?? null;
}

/** Every `model_type` that can be counted, in alphabetical order. */
export function knownModelTypes(): string[] {
  return [...FAMILIES.keys(), ...SAME_AS.keys()].sort();
}
