import { describe, expect, it } from 'vitest';
import { modelNamed } from './model-catalog.js';
import {
  activeParametersAsPublished,
  activeParametersWithoutInputEmbedding,
  flopsPerToken,
  kvCacheBytesPerRequest,
  kvCacheBytesPerToken,
  stateBytesPerRequest,
  weightBytes,
} from './model-memory.js';

const llama8b = modelNamed('llama-3.1-8b');
const gptOss = modelNamed('gpt-oss-20b');
const deepseek = modelNamed('deepseek-v3');
const hybrid = modelNamed('qwen3-next');

describe('the key-value cache', () => {
  it('grows by 128 KiB per token for Llama-3.1-8B, half of that in 8 bit', () => {
    expect(kvCacheBytesPerToken(llama8b)).toBe(131_072);
    expect(kvCacheBytesPerToken(llama8b, 1)).toBe(65_536);
    expect(kvCacheBytesPerRequest(llama8b, 8192)).toBe(2 ** 30);
  });

  it('stops growing in sliding layers: gpt-oss keeps 128 tokens in every second one', () => {
    const perTokenAndLayer = 2 * 2 * 8 * 64;
    expect(kvCacheBytesPerRequest(gptOss, 100)).toBe(24 * perTokenAndLayer * 100);
    expect(kvCacheBytesPerRequest(gptOss, 10_000)).toBe(12 * perTokenAndLayer * (128 + 10_000));
  });

  it('is a latent of 576 elements per layer in DeepSeek-V3, whatever the number of heads', () => {
    expect(kvCacheBytesPerToken(deepseek)).toBe(61 * 576 * 2);
  });

  it('is a fixed state in linear layers, which a request of no tokens holds already', () => {
    // 36 linear layers: 32 heads of 128 × 128, and 3 steps of 2·16·128 + 32·128 convolved channels.
    expect(stateBytesPerRequest(hybrid)).toBe(36 * (32 * 128 * 128 + 3 * 8192) * 2);
    expect(kvCacheBytesPerToken(hybrid)).toBe(12 * 2 * 2 * 256 * 2);
    expect(stateBytesPerRequest(llama8b)).toBe(0);
  });
});

describe('weights', () => {
  it('take two bytes each in 16 bit, four in 32', () => {
    expect(weightBytes(llama8b, 'bf16')).toBe(16_060_522_496);
    expect(weightBytes(llama8b, 'fp32')).toBe(32_121_044_992);
  });

  it('keep embeddings and norms in 16 bit when quantized', () => {
    const kept = 2 * 128_256 * 4096 + 65 * 4096;
    expect(weightBytes(llama8b, 'fp8')).toBe(2 * kept + (8_030_261_248 - kept));
  });
});

describe('active parameters', () => {
  it('can be counted with and without the input embedding', () => {
    const embedding = 201_088 * 2880;
    expect(activeParametersWithoutInputEmbedding(gptOss)).toBe(gptOss.activeParameters - embedding);
    expect(activeParametersAsPublished(gptOss)).toBe(gptOss.activeParameters - embedding);
    expect(activeParametersAsPublished(llama8b)).toBe(llama8b.totalParameters);
  });

  it('leave out both embeddings where model cards do', () => {
    const glm = modelNamed('glm-4.5-air');
    expect(activeParametersAsPublished(glm)).toBe(glm.activeParameters - glm.embeddingParameters);
  });
});

describe('the forward pass', () => {
  it('takes two operations per multiplied weight, and attention on top', () => {
    const multiplied = 8_030_261_248 - 128_256 * 4096;
    expect(flopsPerToken(llama8b)).toBe(2 * multiplied);
    // 32 layers × 32 heads × (128 + 128) per token looked at, twice.
    expect(flopsPerToken(llama8b, 1000)).toBe(2 * multiplied + 2 * 32 * 32 * 256 * 1000);
  });

  it('looks no further back than the window', () => {
    const attention = (tokens: number) => flopsPerToken(gptOss, tokens) - flopsPerToken(gptOss);
    expect(attention(1128) - attention(128)).toBe(2 * 12 * 64 * 128 * 1000);
  });
});
