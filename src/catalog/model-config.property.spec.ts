import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelConfigError } from './model-config-error.js';
import { parseModelConfig } from './model-config.js';
import { knownModelTypes } from './model-families.js';
import { describeModel, modelDescriptionSchema } from './model-description.js';
import {
  activeParametersAsPublished,
  kvCacheBytesPerRequest,
  kvCacheBytesPerToken,
  weightBytes,
} from './model-memory.js';
import type { Precision } from './precision.js';

const size = (most: number) => fc.integer({ min: 1, max: most });

/** Random Llamas: heads always divide, everything else is free. */
const llamaConfig = fc
  .record({
    headDim: size(64),
    kvHeads: size(8),
    queriesPerKv: size(8),
    hiddenSize: size(512),
    layers: size(40),
    width: size(2048),
    vocabulary: size(5000),
    attentionBias: fc.boolean(),
    mlpBias: fc.boolean(),
  })
  .map((shape) => ({
    shape,
    config: {
      model_type: 'llama',
      hidden_size: shape.hiddenSize,
      num_hidden_layers: shape.layers,
      num_attention_heads: shape.kvHeads * shape.queriesPerKv,
      num_key_value_heads: shape.kvHeads,
      head_dim: shape.headDim,
      intermediate_size: shape.width,
      vocab_size: shape.vocabulary,
      attention_bias: shape.attentionBias,
      mlp_bias: shape.mlpBias,
      torch_dtype: 'bfloat16',
    },
  }));

/** A mixture of experts in DeepSeek's manner. */
const expertConfig = fc
  .record({
    llama: llamaConfig,
    count: size(32),
    chosen: size(32),
    shared: fc.nat(2),
    dense: fc.nat(5),
    width: size(256),
  })
  .map(({ llama, count, chosen, shared, dense, width }) => ({
    ...llama.config,
    model_type: 'deepseek_v3',
    q_lora_rank: 16,
    kv_lora_rank: 8,
    qk_nope_head_dim: 4,
    qk_rope_head_dim: 2,
    v_head_dim: 4,
    n_routed_experts: count,
    num_experts_per_tok: Math.min(chosen, count),
    n_shared_experts: shared,
    first_k_dense_replace: dense,
    moe_intermediate_size: width,
  }));

describe('any config like Llama', () => {
  it('has as many parameters as its parts', () => {
    fc.assert(
      fc.property(llamaConfig, ({ shape, config }) => {
        const query = shape.kvHeads * shape.queriesPerKv * shape.headDim;
        const key = shape.kvHeads * shape.headDim;
        const attention = 2 * shape.hiddenSize * query + 2 * shape.hiddenSize * key;
        const attentionBias = shape.attentionBias ? query + 2 * key + shape.hiddenSize : 0;
        const feedForward = 3 * shape.hiddenSize * shape.width;
        const feedForwardBias = shape.mlpBias ? 2 * shape.width + shape.hiddenSize : 0;
        const layer = attention + attentionBias + feedForward + feedForwardBias + 2 * shape.hiddenSize;
        const ends = 2 * shape.vocabulary * shape.hiddenSize + shape.hiddenSize;
        expect(parseModelConfig(config).totalParameters).toBe(shape.layers * layer + ends);
      }),
    );
  });

  it('is smaller by one embedding when tied', () => {
    fc.assert(
      fc.property(llamaConfig, ({ shape, config }) => {
        const untied = parseModelConfig({ ...config, tie_word_embeddings: false });
        const tied = parseModelConfig({ ...config, tie_word_embeddings: true });
        expect(untied.totalParameters - tied.totalParameters).toBe(shape.vocabulary * shape.hiddenSize);
      }),
    );
  });

  it('caches two vectors per key-value head, layer and token', () => {
    fc.assert(
      fc.property(llamaConfig, fc.nat(10_000), ({ shape, config }, tokens) => {
        const model = parseModelConfig(config);
        const perToken = 2 * 2 * shape.kvHeads * shape.headDim * shape.layers;
        expect(kvCacheBytesPerToken(model)).toBe(perToken);
        expect(kvCacheBytesPerRequest(model, tokens)).toBe(perToken * tokens);
      }),
    );
  });
});

describe('any mixture of experts', () => {
  it('activates a part of itself, whichever way it is counted', () => {
    fc.assert(
      fc.property(expertConfig, (config) => {
        const model = parseModelConfig(config);
        const asPublished = activeParametersAsPublished(model);
        expect(asPublished).toBeGreaterThan(0);
        expect(asPublished).toBeLessThanOrEqual(model.activeParameters);
        expect(model.activeParameters).toBeLessThanOrEqual(model.totalParameters);
        const { experts } = model;
        const idle = experts ? (experts.count - experts.perToken) * experts.layers * experts.parametersPerExpert : 0;
        expect(model.totalParameters - model.activeParameters).toBe(idle);
      }),
    );
  });

  it('takes no more memory in a narrower format, and describes itself within its schema', () => {
    fc.assert(
      fc.property(expertConfig, (config) => {
        const model = parseModelConfig(config);
        const bytes = (precision: Precision) => weightBytes(model, precision);
        expect(bytes('bf16')).toBe(2 * model.totalParameters);
        expect(bytes('fp8')).toBeLessThanOrEqual(bytes('bf16'));
        expect(bytes('int4')).toBeLessThanOrEqual(bytes('fp8'));
        const description = describeModel(model);
        expect(modelDescriptionSchema.parse(description)).toEqual(description);
      }),
    );
  });
});

/** Configs gone wrong: known types and real fields with any JSON in place of their values. */
const brokenConfig = fc.record({
  type: fc.constantFrom(...knownModelTypes(), 'unknown'),
  base: fc.oneof(
    llamaConfig.map(({ config }) => config as Record<string, unknown>),
    expertConfig.map((config) => config as Record<string, unknown>),
  ),
  field: fc.constantFrom(
    'hidden_size',
    'head_dim',
    'layer_types',
    'sliding_window',
    'num_experts',
    'num_local_experts',
    'n_routed_experts',
    'quantization_config',
    'text_config',
    'vision_config',
    'torch_dtype',
    'mlp_only_layers',
    'no_rope_layers',
    'interleave_moe_layer_step',
    'hidden_act',
    'tie_word_embeddings',
  ),
  value: fc.jsonValue(),
});

function parsesOrExplains(config: unknown): void {
  try {
    const description = describeModel(parseModelConfig(config));
    expect(modelDescriptionSchema.safeParse(description).success).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelConfigError);
  }
}

describe('any JSON at all', () => {
  it('is either counted or explained', () => {
    fc.assert(fc.property(fc.jsonValue(), parsesOrExplains));
  });

  it('is explained with one field gone wrong', () => {
    fc.assert(
      fc.property(brokenConfig, ({ type, base, field, value }) => {
        parsesOrExplains({ ...base, model_type: type, [field]: value });
      }),
      { numRuns: 1000 },
    );
  });
});
