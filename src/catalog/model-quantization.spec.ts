import { describe, expect, it } from 'vitest';
import { findModel } from './model-catalog.js';
import { parseModelConfig } from './model-config.js';
import { weightBytes } from './model-memory.js';

/** One layer, 64 wide, four heads of 16, feed-forward 128 wide, 100 tokens. */
const TOY = {
  model_type: 'llama',
  hidden_size: 64,
  num_hidden_layers: 1,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  intermediate_size: 128,
  vocab_size: 100,
  torch_dtype: 'bfloat16',
};
const ATTENTION = 4 * 64 * 64;
const FEED_FORWARD = 3 * 64 * 128;
/** Two embeddings and three norms. */
const KEPT = 2 * 6400 + 3 * 64;

function quantized(quantization_config: object) {
  return parseModelConfig({ ...TOY, quantization_config });
}

describe('the format of the published weights', () => {
  it('is 16 bit where the config says so, or says nothing, which is noted', () => {
    const stated = parseModelConfig(TOY);
    expect(stated.nativePrecision).toBe('bf16');
    expect(stated.weights?.nativeBytes).toBe(2 * stated.totalParameters);
    const silent = parseModelConfig({ ...TOY, torch_dtype: undefined });
    expect(silent.nativePrecision).toBe('bf16');
    expect(silent.notes?.join(' ')).toContain('states no "dtype"');
  });

  it('is 32 bit where the config says so', () => {
    const model = parseModelConfig({ ...TOY, torch_dtype: 'float32' });
    expect(model.nativePrecision).toBe('fp32');
    expect(model.weights?.nativeBytes).toBe(4 * model.totalParameters);
  });

  it.each([
    ['fp8 in blocks', { quant_method: 'fp8', weight_block_size: [128, 128] }, 'fp8', 1 + 4 / 16384],
    ['fp8 per tensor', { quant_method: 'fp8' }, 'fp8', 1],
    ['mxfp4', { quant_method: 'mxfp4' }, 'fp4', 4.25 / 8],
    ['GPTQ', { quant_method: 'gptq', bits: 4, group_size: 128, sym: true }, 'int4', 0.5 + 2 / 128],
    ['AWQ, whose zero points are in the standard figure', { quant_method: 'awq', bits: 4 }, 'int4', 0.53],
    ['8-bit bitsandbytes', { quant_method: 'bitsandbytes', load_in_8bit: true }, 'int8', 1],
    ['NVFP4', { quant_method: 'modelopt', quant_algo: 'NVFP4' }, 'fp4', 0.5625],
    [
      'compressed tensors',
      { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } } },
      'fp8',
      1,
    ],
  ])('is read from %s, embeddings and norms staying in 16 bit', (_, config, precision, bytesPerWeight) => {
    const model = quantized(config);
    expect(model.nativePrecision).toBe(precision);
    expect(model.weights?.keptIn16BitParameters).toBe(KEPT);
    const bytes = Math.round(2 * KEPT + (ATTENTION + FEED_FORWARD) * bytesPerWeight);
    expect(model.weights?.nativeBytes).toBe(bytes);
    expect(weightBytes(model, model.nativePrecision)).toBe(bytes);
  });

  it('leaves in 16 bit what the config names as a whole', () => {
    const everywhere = quantized({ quant_method: 'fp8', modules_to_not_convert: ['model.layers.*.self_attn'] });
    expect(everywhere.weights?.keptIn16BitParameters).toBe(KEPT + ATTENTION);
    const oneLayer = quantized({ quant_method: 'fp8', ignored_layers: ['model.layers.0.mlp'] });
    expect(oneLayer.weights?.keptIn16BitParameters).toBe(KEPT + FEED_FORWARD);
    const pattern = quantized({
      quant_method: 'compressed-tensors',
      ignore: ['lm_head', 're:.*self_attn.*'],
      config_groups: { group_0: { weights: { num_bits: 4, type: 'int', group_size: 32, symmetric: true } } },
    });
    expect(pattern.weights?.keptIn16BitParameters).toBe(KEPT + ATTENTION);
  });

  it.each([
    ['a method', { quant_method: 'novel' }, /"quant_method" is not one of/],
    ['a number of bits', { quant_method: 'gptq', bits: 3 }, /weights of 3 bits are not known/],
    [
      'compressed tensors without groups',
      { quant_method: 'compressed-tensors' },
      /"config_groups" states no "weights"/,
    ],
    ['an algorithm', { quant_method: 'modelopt', quant_algo: 'X' }, /"quant_algo" is neither FP8 nor NVFP4/],
  ])('is refused, with the next step, where %s is not known', (_, config, message) => {
    expect(() => quantized(config)).toThrow(message);
    expect(() => quantized(config)).toThrow(/quantization_config/);
  });
});

describe('the size of published files', () => {
  // Sizes of the safetensors of the repositories, in GB.
  it.each([
    ['openai/gpt-oss-120b', 65.2],
    ['openai/gpt-oss-20b', 13.8],
    ['meta-llama/Meta-Llama-3.1-8B', 16.06],
  ])('%s takes what its repository holds, within 1 %%', (name, gigabytes) => {
    const bytes = findModel(name)?.weights?.nativeBytes ?? 0;
    expect(Math.abs(bytes / (gigabytes * 1e9) - 1)).toBeLessThan(0.01);
  });
});
