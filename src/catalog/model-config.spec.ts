import { describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import { ModelConfigError } from './model-config-error.js';
import { parseModelConfig } from './model-config.js';

/** A toy Llama whose counts fit on a sheet of paper. */
const TOY = {
  model_type: 'llama',
  hidden_size: 8,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 16,
  vocab_size: 10,
  torch_dtype: 'bfloat16',
};
// Per layer: queries and output 8·8 each, keys and values 8·4 each, gate, up and down 8·16 each, two norms of 8.
const TOY_LAYER = 2 * 64 + 2 * 32 + 3 * 128 + 2 * 8;

function without(config: object, key: string): object {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

describe('a config of Llama', () => {
  it('is counted matrix by matrix', () => {
    const model = parseModelConfig(TOY, 'toy');
    expect(model.totalParameters).toBe(2 * TOY_LAYER + 2 * 80 + 8);
    expect(model.activeParameters).toBe(model.totalParameters);
    expect(model.embeddingParameters).toBe(160);
    expect(model.experts).toBeNull();
    expect(model.attention).toEqual([
      {
        kind: 'full',
        layers: 2,
        heads: 4,
        kvHeads: 2,
        headDim: 2,
        valueHeadDim: 2,
        window: null,
        cacheElementsPerToken: 8,
      },
    ]);
  });

  it('counts tied embeddings once', () => {
    const model = parseModelConfig({ ...TOY, tie_word_embeddings: true });
    expect(model.totalParameters).toBe(2 * TOY_LAYER + 80 + 8);
    expect(model.weights?.lookupParameters).toBe(0);
  });

  it('counts biases where the config asks for them', () => {
    const model = parseModelConfig({ ...TOY, attention_bias: true, mlp_bias: true });
    const biases = 8 + 4 + 4 + 8 + (16 + 16 + 8);
    expect(model.totalParameters).toBe(2 * (TOY_LAYER + biases) + 168);
  });

  it('takes the head width that is stated over the one that follows', () => {
    const model = parseModelConfig({ ...TOY, head_dim: 4 });
    expect(model.attention[0]?.headDim).toBe(4);
    expect(model.totalParameters).toBe(2 * (TOY_LAYER + 2 * 64 + 2 * 32) + 168);
  });
});

describe('other layouts', () => {
  it('counts routed experts in the total, and only the chosen ones as active', () => {
    const model = parseModelConfig({ ...TOY, model_type: 'mixtral', num_local_experts: 4, num_experts_per_tok: 1 });
    const expert = 3 * 8 * 16;
    const rest = 2 * (TOY_LAYER - expert + 8 * 4) + 168;
    expect(model.totalParameters).toBe(rest + 2 * 4 * expert);
    expect(model.activeParameters).toBe(rest + 2 * expert);
    expect(model.experts).toEqual({ count: 4, perToken: 1, shared: 0, layers: 2, parametersPerExpert: expert });
  });

  it('groups layers by window: Gemma 2 alternates', () => {
    const gemma = { ...TOY, model_type: 'gemma2', head_dim: 2, sliding_window: 64, num_hidden_layers: 5 };
    const groups = parseModelConfig(gemma).attention.map(({ kind, layers, window }) => ({ kind, layers, window }));
    expect(groups).toEqual([
      { kind: 'sliding', layers: 3, window: 64 },
      { kind: 'full', layers: 2, window: null },
    ]);
  });

  it('finds the language model inside a wrapper, and says what is left out', () => {
    const wrapped = parseModelConfig({
      model_type: 'mistral3',
      text_config: { ...TOY, model_type: 'mistral' },
      vision_config: {},
    });
    expect(wrapped.totalParameters).toBe(2 * TOY_LAYER + 168);
    expect(wrapped.notes?.join(' ')).toContain('Only the language model is counted');
  });

  it('keeps a fixed state instead of a cache for linear attention', () => {
    const hybrid = parseModelConfig({
      ...TOY,
      model_type: 'qwen3_next',
      num_hidden_layers: 4,
      head_dim: 2,
      num_experts: 2,
      num_experts_per_tok: 1,
      moe_intermediate_size: 4,
      linear_num_key_heads: 2,
      linear_num_value_heads: 4,
      linear_key_head_dim: 3,
      linear_value_head_dim: 5,
      linear_conv_kernel_dim: 4,
    });
    const linear = hybrid.attention.find((group) => group.kind === 'linear');
    expect(linear?.layers).toBe(3);
    expect(linear?.cacheElementsPerToken).toBe(0);
    // Four value heads hold 3 × 5 each; the convolution remembers 3 steps of 2·6 + 20 channels.
    expect(linear?.stateElementsPerRequest).toBe(4 * 15 + 32 * 3);
  });
});

describe('a model_type that is not known', () => {
  const unknown = { ...TOY, model_type: 'novel', hidden_act: 'silu' };

  it('is counted as Llama where all else is like it, with a note', () => {
    const model = parseModelConfig(unknown);
    expect(model.totalParameters).toBe(parseModelConfig(TOY).totalParameters);
    expect(model.notes?.[0]).toContain('"novel" is no model_type that Pennywatt knows');
  });

  it.each([
    ['experts', { ...unknown, num_experts: 8 }],
    ['a state', { ...unknown, mamba_d_state: 16 }],
    ['an activation without a gate', { ...unknown, hidden_act: 'gelu' }],
    ['no activation', without(unknown, 'hidden_act')],
    ['a missing width', without(unknown, 'intermediate_size')],
  ])('is refused with %s', (_, config) => {
    expect(() => parseModelConfig(config)).toThrow(/will not guess its size.*It knows: .*llama/s);
  });
});

describe('a config that cannot be used', () => {
  it.each(['model_type', 'hidden_size', 'num_hidden_layers', 'num_attention_heads', 'intermediate_size', 'vocab_size'])(
    'names the missing field %s and the next step',
    (field) => {
      const parse = () => parseModelConfig(without(TOY, field), 'toy');
      expect(parse).toThrow(ModelConfigError);
      expect(parse).toThrow(InputError);
      expect(parse).toThrow(new RegExp(`^config\\.json of toy: the field "${field}".* is missing\\. Add it`));
    },
  );

  it.each([
    ['a text for a number', { ...TOY, hidden_size: '8' }, /"hidden_size" must be a whole number.*is "8"/],
    ['a negative size', { ...TOY, vocab_size: -1 }, /"vocab_size" must be a whole number from 1/],
    ['a fraction', { ...TOY, intermediate_size: 1.5 }, /"intermediate_size" must be a whole number.*1\.5/],
    ['heads that do not divide', { ...TOY, num_key_value_heads: 3 }, /4 "num_attention_heads" cannot share 3/],
    ['a width that heads do not divide', { ...TOY, hidden_size: 9 }, /"head_dim" is missing\. Add "head_dim"/],
    ['more layers than any model', { ...TOY, num_hidden_layers: 5000 }, /taken for a mistake/],
    ['an odd format', { ...TOY, torch_dtype: 'float7' }, /"dtype" is not one of/],
    ['a list', [], /must be a JSON object, but is a list/],
    ['nothing', null, /must be a JSON object/],
    [
      'sizes beyond any model',
      { ...TOY, hidden_size: 1e9, head_dim: 1, vocab_size: 1e9 },
      /more parameters than any model/,
    ],
    [
      'layer types for other layers',
      {
        ...TOY,
        model_type: 'gpt_oss',
        num_local_experts: 2,
        num_experts_per_tok: 1,
        sliding_window: 8,
        layer_types: ['full_attention'],
      },
      /"layer_types" names 1 layers/,
    ],
    [
      'more chosen experts than there are',
      { ...TOY, model_type: 'mixtral', num_local_experts: 2, num_experts_per_tok: 3 },
      /cannot go to 3 of 2 experts/,
    ],
  ])('says what is wrong with %s', (_, config, message) => {
    expect(() => parseModelConfig(config)).toThrow(message);
    expect(() => parseModelConfig(config)).toThrow(ModelConfigError);
  });
});
