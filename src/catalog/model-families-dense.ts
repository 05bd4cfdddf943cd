import { gatedHybrid, grouped } from './model-attention-readers.js';
import { MTP_NOTE, type ModelFamily } from './model-family.js';
import { gated, plain } from './model-feed-forward-readers.js';
import { everyNthLayerFull, windowInUpperLayers, windowWhenStated } from './model-windows.js';

export const llama: ModelFamily = {
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

/** Families whose every parameter serves every token, by `model_type`. */
export const DENSE_FAMILIES: readonly (readonly [modelType: string, family: ModelFamily])[] = [
  ['llama', llama],
  ['smollm3', llama],
  ['granite', llama],
  ['mistral', { attention: grouped({ windows: windowWhenStated }), feedForward: gated }],
  ['qwen2', qwen2],
  ['qwen3', qwen3],
  ['mimo', { ...qwen2, note: MTP_NOTE }],
  ['qwen3_5_text', { attention: gatedHybrid, feedForward: gated, note: MTP_NOTE }],
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
      outputBias: () => true,
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
    'olmo3',
    {
      attention: grouped({
        bias: 'stated',
        norm: 'per-head',
        windows: everyNthLayerFull(4),
        keyValueHeadsDefaultToHeads: true,
      }),
      feedForward: gated,
    },
  ],
  ['seed_oss', { attention: grouped({ bias: 'stated-query-key-value' }), feedForward: gated }],
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
  ['glm', { attention: grouped({ bias: 'stated-query-key-value' }), feedForward: gated }],
  ['glm4', { attention: grouped({ bias: 'stated-query-key-value' }), feedForward: gated, normsPerLayer: 4 }],
];
