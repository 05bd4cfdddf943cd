import { describe, expect, it } from 'vitest';
import { findModel, weightBytes } from '../catalog/index.js';
import { denseModel, expertModel } from './hardware.fixture.js';
import {
  endsOfStage,
  largestStageShare,
  multipliedParameters,
  parametersByPart,
  routedExpertParameters,
  weightBytesByPart,
} from './model-weights.js';

function shipped(name: string) {
  const model = findModel(name);
  if (!model) throw new Error(`${name} is not shipped`);
  return model;
}

describe('the parts of a model', () => {
  it('are the routed experts, the layers without them, and the two ends', () => {
    expect(parametersByPart(denseModel())).toEqual({ experts: 0, layers: 8e9, input: 1e9, output: 1e9 });
    expect(parametersByPart(expertModel())).toEqual({ experts: 6e9, layers: 2e9, input: 1e9, output: 1e9 });
  });

  it('have one end only where the embedding is the output layer too', () => {
    const tied = denseModel({
      tiedEmbeddings: true,
      totalParameters: 9e9,
      embeddingParameters: 1e9,
      weights: { lookupParameters: 0, keptIn16BitParameters: 1e9, nativeBytes: 18e9, visionParameters: 0 },
    });
    expect(parametersByPart(tied)).toEqual({ experts: 0, layers: 8e9, input: 0, output: 1e9 });
    expect(endsOfStage(parametersByPart(tied), 1)).toBe(1e9);
    expect(endsOfStage(parametersByPart(tied), 4)).toBe(1e9);
  });

  it('keep embeddings in 16 bit when the layers are quantized', () => {
    expect(weightBytesByPart(denseModel(), 'fp8')).toEqual({ experts: 0, layers: 8e9, input: 2e9, output: 2e9 });
    // Four bits, and a scale and a zero point of 16 bit for each group of 128: 0.53 bytes.
    const { layers } = weightBytesByPart(denseModel(), 'int4');
    expect(layers).toBeCloseTo(8e9 * 0.53, 0);
  });

  it('add up to what the catalog counts, for every precision', () => {
    for (const name of [
      'llama-3.1-70b',
      'mixtral-8x7b',
      'deepseek-v3',
      'gpt-oss-120b',
      'gemma-2-27b',
      'qwen3-30b-a3b',
    ]) {
      const model = shipped(name);
      for (const precision of ['bf16', 'fp8', 'int4', 'fp4'] as const) {
        const parts = Object.values(weightBytesByPart(model, precision)) as number[];
        const sum = parts.reduce((total, part) => total + part, 0);
        expect(sum / weightBytes(model, precision), `${name} in ${precision}`).toBeCloseTo(1, 9);
      }
    }
  });

  it('leave gpt-oss its attention and output layer, though its experts are packed tighter than four-bit blocks', () => {
    const model = shipped('gpt-oss-120b');
    const { experts, layers, input, output } = weightBytesByPart(model, 'fp4');
    // 36 layers × 128 experts × 24.9 million parameters at four and a quarter bits; all else in 16.
    expect(layers + input + output).toBeCloseTo(2 * (model.totalParameters - routedExpertParameters(model)), 0);
    expect((8 * experts) / routedExpertParameters(model)).toBeCloseTo(4.25, 1);
  });

  it('count as multiplied what is not only looked up', () => {
    expect(multipliedParameters(denseModel())).toBe(9e9);
    expect(multipliedParameters(expertModel())).toBe(4.5e9);
    expect(multipliedParameters(shipped('llama-3.1-8b'))).toBe(8_030_261_248 - 128_256 * 4096);
  });
});

describe('the fullest stage of a pipeline', () => {
  it('has its share of the layers, rounded up', () => {
    expect(largestStageShare(10, 1)).toBe(1);
    expect(largestStageShare(10, 5)).toBe(0.2);
    expect(largestStageShare(61, 2)).toBe(31 / 61);
    expect(largestStageShare(61, 16)).toBe(4 / 61);
  });

  it('has both ends when it is the only one, and the larger of them otherwise', () => {
    expect(endsOfStage({ experts: 0, layers: 0, input: 3, output: 2 }, 1)).toBe(5);
    expect(endsOfStage({ experts: 0, layers: 0, input: 3, output: 2 }, 2)).toBe(3);
  });
});
