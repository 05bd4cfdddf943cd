import { gatedHybrid, grouped, latent, lightningHybrid } from './model-attention-readers.js';
import { MTP_NOTE, type ModelFamily } from './model-family.js';
import { expertsAfterDenseLayers, llama4Experts, qwenExperts, uniformExperts } from './model-feed-forward-readers.js';
import { chunksInRotaryLayers, everyNthLayerFull, windowInUpperLayers, windowWhenStated } from './model-windows.js';

const qwen3Moe: ModelFamily = {
  attention: grouped({ bias: 'stated', norm: 'shared', windows: windowInUpperLayers }),
  feedForward: qwenExperts,
};

const qwenHybridMoe: ModelFamily = { attention: gatedHybrid, feedForward: qwenExperts, note: MTP_NOTE };
/** Its card states 3 billion active of 80: 3.25 without embeddings, 3.9 with them. */
const qwen3Next: ModelFamily = { ...qwenHybridMoe, publisherCountsActive: 'without_embeddings' };

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

/** MiniMax states 45.9 billion for Text-01 and M1: what is left without any embedding. */
const minimaxHybrid: ModelFamily = {
  attention: lightningHybrid,
  feedForward: uniformExperts(),
  publisherCountsActive: 'without_embeddings',
};

/** Families with routed experts, by `model_type`. */
export const EXPERT_FAMILIES: readonly (readonly [modelType: string, family: ModelFamily])[] = [
  ['mixtral', { attention: grouped({ windows: windowWhenStated }), feedForward: uniformExperts() }],
  [
    'qwen2_moe',
    { attention: grouped({ bias: 'query-key-value', windows: windowInUpperLayers }), feedForward: qwenExperts },
  ],
  ['qwen3_moe', qwen3Moe],
  ['qwen3_next', qwen3Next],
  ['qwen3_5_moe_text', qwenHybridMoe],
  [
    'olmoe',
    {
      attention: grouped({ bias: 'stated', norm: 'per-head', keyValueHeadsDefaultToHeads: true }),
      feedForward: uniformExperts(),
    },
  ],
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
  ['minimax', minimaxHybrid],
  ['minimax_text_01', minimaxHybrid],
  ['minimax_m1', minimaxHybrid],
  [
    'phimoe',
    {
      attention: grouped({ bias: 'stated', windows: windowWhenStated }),
      feedForward: uniformExperts(),
      normBias: true,
      outputBias: (reader) => reader.flag('lm_head_bias', false),
    },
  ],
  [
    'granitemoe',
    {
      attention: grouped({ bias: 'stated' }),
      feedForward: uniformExperts(),
      tiedByDefault: true,
      publisherCountsActive: 'without_embeddings',
    },
  ],
  [
    'dots1',
    {
      attention: grouped({ bias: 'stated', norm: 'shared' }),
      feedForward: expertsAfterDenseLayers(() => true),
    },
  ],
];
