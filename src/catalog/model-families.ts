import type { ActiveCount } from './model-architecture.js';
import type { AttentionBlock } from './model-attention.js';
import { gatedHybrid, grouped, latent } from './model-attention-readers.js';
import type { ConfigReader } from './model-config-reader.js';
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
  /** How active parameters are counted to agree with the family's model cards; absent: with embeddings. */
  readonly publisherCountsActive?: ActiveCount;
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
/** Its card states 3 billion active of 80: 3.25 without embeddings, 3.9 with them. */
const qwen3Next: ModelFamily = { ...qwenHybridMoe, publisherCountsActive: 'without_embeddings' };

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

/**
 * DeepSeek states 36.7 billion active parameters for V3 (37 in short) and 2.4 for V2-Lite, Moonshot 32 for Kimi K2.
 * Without the input embedding we count 36.6, 2.45 and 31.7; with it 37.6, 2.66 and 32.9.
 */
const deepseekV3: ModelFamily = {
  attention: latent(),
  feedForward: expertsAfterDenseLayers(() => true),
  publisherCountsActive: 'without_input_embedding',
  note: MTP_NOTE,
};

const deepseekSparse: ModelFamily = { ...deepseekV3, attention: latent(true) };

/** GLM-4.5 and GLM-5 state 32 and 40 billion: what is left without any embedding. */
const glmCount = { publisherCountsActive: 'without_embeddings' } as const;

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
  ['qwen3_next', qwen3Next],
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
      ...glmCount,
    },
  ],
  [
    'gpt_oss',
    {
      attention: grouped({ bias: 'unless-denied', sinks: true, windows: everyNthLayerFull(2) }),
      feedForward: uniformExperts({ bias: true, routerBias: () => true }),
      defaults: { head_dim: 64 },
      publisherCountsActive: 'without_input_embedding',
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
      publisherCountsActive: 'without_input_embedding',
    },
  ],
  ['deepseek_v3', deepseekV3],
  ['kimi_k2', deepseekV3],
  ['glm4_moe_lite', { ...deepseekV3, ...glmCount }],
  ['deepseek_v32', deepseekSparse],
  ['glm_moe_dsa', { ...deepseekSparse, ...glmCount }],
  [
    'minimax_m2',
    {
      attention: grouped({ norm: (reader) => (reader.flag('use_qk_norm', true) ? 'per-head' : 'none') }),
      feedForward: uniformExperts({ routerBias: (reader) => reader.flag('use_routing_bias', true) }),
      publisherCountsActive: 'without_embeddings',
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

/** Fields that tell of layers other than Llama's: experts, latent or linear attention, states, convolutions. */
const FOREIGN_FIELDS =
  /expert|moe|lora_rank|mamba|ssm|conv|linear_|hybrid|rnn|recurrent|cross_attention|block|altup|index_/;

/**
 * The Llama layout for a `model_type` that is not known but whose config has Llama's fields, a gated activation and
 * no sign of anything else; null otherwise. The note says that nobody has checked it.
 */
export function llamaLikeFamily(reader: ConfigReader, modelType: string): ModelFamily | null {
  const needed = ['hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'vocab_size'];
  const activation = reader.has('hidden_act') ? reader.text('hidden_act') : '';
  const gatedActivation = activation === 'silu' || activation === 'swish';
  if (!gatedActivation || !needed.every((key) => reader.has(key))) return null;
  if (reader.keys().some((key) => FOREIGN_FIELDS.test(key))) return null;
  const note =
    `"${modelType}" is no model_type that Pennywatt knows: its fields are those of Llama, so it is counted as one. ` +
    'Hold the total against the model card. A sliding window, if there is one, is not taken into account.';
  return { ...llama, note };
}

/** Every `model_type` that can be counted, in alphabetical order. */
export function knownModelTypes(): string[] {
  return [...FAMILIES.keys(), ...SAME_AS.keys()].sort();
}
