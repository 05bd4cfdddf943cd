import { describe, expect, it } from 'vitest';
import { findModel } from '../../catalog/index.js';
import { denseModel, expertModel } from '../hardware.fixture.js';
import { forwardFlops, stepFlops, trainingFlopsPerToken } from './flops.js';

/** Forward, a token of 4096 attends to 2048 on average: 10 layers × 64 heads × 250 elements × 2. */
const ATTENTION = 320_000 * 2048;

describe('FLOPs of a token in training', () => {
  it('are six per weight that is multiplied, and attention three times', () => {
    expect(trainingFlopsPerToken(denseModel(), 'pretraining', 4096)).toBe(6 * 9e9 + 3 * ATTENTION);
    expect(trainingFlopsPerToken(denseModel(), 'full_fine_tuning', 4096)).toBe(6 * 9e9 + 3 * ATTENTION);
  });

  it('are four per weight of a frozen model, which needs no gradients of its own', () => {
    for (const method of ['lora', 'qlora'] as const) {
      expect(trainingFlopsPerToken(denseModel(), method, 4096)).toBe(4 * 9e9 + 3 * ATTENTION);
    }
  });

  it('are those of the experts that a token takes', () => {
    expect(trainingFlopsPerToken(expertModel(), 'pretraining', 4096)).toBe(6 * 4.5e9 + 3 * ATTENTION);
  });

  it('are two per weight forward, of layers, experts and the output layer each on its own', () => {
    const forward = { layers: 2 * 8e9, experts: 0, output: 2 * 1e9, attention: ATTENTION };
    expect(forwardFlops(denseModel(), 4096)).toEqual(forward);
    // Two of eight experts of 75 million in each of ten layers; two billion of the eight lie beside them.
    const dealt = { layers: 2 * 2e9, experts: 2 * 1.5e9, output: 2 * 1e9, attention: ATTENTION };
    expect(forwardFlops(expertModel(), 4096)).toEqual(dealt);
  });

  it('are three times the forward pass in a step, and twice where weights are frozen', () => {
    const forward = { layers: 10, experts: 20, output: 30, attention: 40 };
    expect(stepFlops(forward, 'pretraining')).toEqual({ layers: 30, experts: 60, output: 90, attention: 120 });
    expect(stepFlops(forward, 'qlora')).toEqual({ layers: 20, experts: 40, output: 60, attention: 120 });
  });

  it('agree with 6 N + 6 L d s for a published model', () => {
    const model = findModel('llama-3.1-8b');
    if (!model) throw new Error('not shipped');
    const multiplied = 8_030_261_248 - 128_256 * 4096;
    expect(trainingFlopsPerToken(model, 'pretraining', 8192)).toBe(6 * multiplied + 6 * 32 * 4096 * 8192);
  });
});
