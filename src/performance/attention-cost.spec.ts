import { describe, expect, it } from 'vitest';
import { findModel, type AttentionLayers } from '../catalog/index.js';
import {
  attentionCost,
  cacheBytes,
  causalPairs,
  decodeAttentionFlops,
  prefillAttentionFlops,
} from './attention-cost.js';
import { denseModel } from './hardware.fixture.js';

const GROUPED: AttentionLayers = {
  kind: 'full',
  layers: 10,
  heads: 64,
  kvHeads: 8,
  headDim: 125,
  valueHeadDim: 125,
  window: null,
  cacheElementsPerToken: 2 * 8 * 125,
};

const costOf = (layers: Partial<AttentionLayers>, tensor: number) =>
  attentionCost(denseModel({ attention: [{ ...GROUPED, ...layers }] }), tensor);

function shipped(name: string) {
  const model = findModel(name);
  if (!model) throw new Error(`${name} is not shipped`);
  return model;
}

describe('the cache of a token', () => {
  it('holds keys and values of all layers in 16 bit', () => {
    expect(cacheBytes(costOf({}, 1), 1)).toBe(10 * 2 * 8 * 125 * 2);
    expect(cacheBytes(attentionCost(shipped('llama-3.1-8b'), 1), 1)).toBe(32 * 2 * 8 * 128 * 2);
  });

  it('is split by key-value heads, and copied where there are more accelerators than heads', () => {
    expect(cacheBytes(costOf({}, 4), 1)).toBe(40_000 / 4);
    expect(cacheBytes(costOf({}, 8), 1)).toBe(40_000 / 8);
    expect(cacheBytes(costOf({}, 16), 1)).toBe(40_000 / 8);
  });

  it('is dealt out in whole heads: of ten heads over four accelerators, one has three', () => {
    expect(cacheBytes(costOf({ kvHeads: 10, cacheElementsPerToken: 2500 }, 4), 1)).toBeCloseTo(10 * 2500 * 2 * 0.3, 6);
  });

  it('lies whole on every accelerator where it is latent', () => {
    const deepseek = shipped('deepseek-v3');
    for (const tensor of [1, 8, 16]) {
      expect(cacheBytes(attentionCost(deepseek, tensor), 1000)).toBe(61 * (512 + 64) * 2 * 1000);
    }
  });

  it('stops growing at the window of sliding layers', () => {
    const cost = costOf({ kind: 'sliding', window: 1024 }, 1);
    expect(cacheBytes(cost, 1000)).toBe(40_000 * 1000);
    expect(cacheBytes(cost, 8192)).toBe(40_000 * 1024);
  });

  it('is a state in 32 bit that does not grow under linear attention', () => {
    const linear = {
      kind: 'linear',
      kvHeads: 16,
      cacheElementsPerToken: 0,
      stateElementsPerRequest: 1_000_000,
    } as const;
    expect(cacheBytes(costOf(linear, 1), 10)).toBe(10 * 1_000_000 * 4);
    expect(cacheBytes(costOf(linear, 1), 100_000)).toBe(10 * 1_000_000 * 4);
    expect(cacheBytes(costOf(linear, 8), 10)).toBe((10 * 1_000_000 * 4) / 8);
  });
});

describe('the arithmetic of attention', () => {
  it('is a product with each key and each value while generating', () => {
    // 10 layers × 64 heads × (125 + 125) elements × multiply and add × 100 tokens of context.
    expect(decodeAttentionFlops(costOf({}, 1), 100)).toBe(10 * 64 * 250 * 2 * 100);
    expect(decodeAttentionFlops(costOf({}, 8), 100)).toBe(10 * 8 * 250 * 2 * 100);
  });

  it('reads a latent cache as it is while generating, and expands it for a prompt', () => {
    const cost = attentionCost(shipped('deepseek-v3'), 1);
    // 61 layers × 128 heads; the latent of 576 twice, or 192 and 128 elements of a head.
    expect(decodeAttentionFlops(cost, 1)).toBe(61 * 128 * 2 * 2 * 576);
    expect(prefillAttentionFlops(cost, 100)).toBe(61 * 128 * 2 * (192 + 128) * (100 * 50));
  });

  it('looks back over half of a prompt, and no further than a window', () => {
    expect(causalPairs(4, Number.POSITIVE_INFINITY)).toBe(8);
    expect(causalPairs(10, 4)).toBe(8 + 6 * 4);
    expect(prefillAttentionFlops(costOf({}, 1), 1000)).toBe(10 * 64 * 250 * 2 * 500_000);
    expect(prefillAttentionFlops(costOf({ kind: 'sliding', window: 4 }, 1), 10)).toBe(10 * 64 * 250 * 2 * 32);
  });

  it('costs the same for each token under linear attention', () => {
    const cost = costOf({ kind: 'linear', kvHeads: 64, cacheElementsPerToken: 0 }, 1);
    // Seven operations per element of a state of 125 × 125 per head.
    expect(decodeAttentionFlops(cost, 5)).toBe(10 * 64 * 7 * 125 * 125);
    expect(decodeAttentionFlops(cost, 5000)).toBe(10 * 64 * 7 * 125 * 125);
    expect(prefillAttentionFlops(cost, 3)).toBe(3 * 10 * 64 * 7 * 125 * 125);
  });
});
