import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from '../../catalog/index.js';
import { denseModel, expertModel } from '../hardware.fixture.js';
import { trainingJob } from './job.js';
import type { TrainingLayout } from './layout.js';
import { fitsInMemory, leastRecomputedShare, neededGiB, trainingMemory } from './memory.js';
import { layout } from './training.fixture.js';
import type { TrainingMethod } from '../types.js';

const GIB = 2 ** 30;

function memoryOf(more: Partial<TrainingLayout>, model = denseModel(), method: TrainingMethod = 'pretraining') {
  return trainingMemory(trainingJob({ model, method, sequenceLength: 4096 }, 200), layout(more));
}

/** In bytes, rounded away from the arithmetic of floats. */
function stateOf(more: Partial<TrainingLayout>, model?: ModelArchitecture, method?: TrainingMethod) {
  const { weightsGiB, gradientsGiB, optimizerGiB } = memoryOf(more, model, method);
  return [weightsGiB, gradientsGiB, optimizerGiB].map((gib) => Math.round(gib * GIB));
}

describe('weights, gradients and optimizer', () => {
  it('take 2, 2 and 12 bytes per parameter', () => {
    expect(stateOf({})).toEqual([20e9, 20e9, 120e9]);
  });

  it('are split over the copies stage by stage of ZeRO: optimizer, gradients, weights', () => {
    expect(stateOf({ data: 4, zeroStage: 0 })).toEqual([20e9, 20e9, 120e9]);
    expect(stateOf({ data: 4, zeroStage: 1 })).toEqual([20e9, 20e9, 30e9]);
    expect(stateOf({ data: 4, zeroStage: 2 })).toEqual([20e9, 5e9, 30e9]);
    expect(stateOf({ data: 4, zeroStage: 3 })).toEqual([5e9, 5e9, 30e9]);
  });

  it('are split over tensor-parallel accelerators and stages, of which one has an end of the model', () => {
    expect(stateOf({ tensor: 2 })).toEqual([10e9, 10e9, 60e9]);
    // Half of the 8 billion in layers, and one of the two ends.
    expect(stateOf({ pipeline: 2 })).toEqual([10e9, 10e9, 60e9]);
    // Four of ten layers.
    expect(stateOf({ pipeline: 3 })).toEqual([8.4e9, 8.4e9, 50.4e9]);
  });

  it('are those of adapters under LoRA, beside the frozen weights', () => {
    // One per cent of the parameters at 16 bytes.
    expect(stateOf({}, denseModel(), 'lora')).toEqual([20.2e9, 0.2e9, 1.2e9]);
    expect(stateOf({ data: 4, zeroStage: 3 }, denseModel(), 'lora')).toEqual([5.05e9, 0.05e9, 0.3e9]);
  });

  it('hold the frozen layers in four bits under QLoRA, and the embeddings in 16', () => {
    expect(stateOf({}, denseModel(), 'qlora')).toEqual([8e9 * 0.53 + 4e9 + 0.2e9, 0.2e9, 1.2e9]);
  });

  it('have each expert once among the copies that deal them out', () => {
    // Four billion beside the experts on each copy, and a quarter of the six billion in experts.
    expect(stateOf({ data: 4, expert: 4 }, expertModel())).toEqual([11e9, 11e9, 66e9]);
    // Then ZeRO has nothing to split of an expert that only one copy holds; over eight copies, two hold it.
    expect(stateOf({ data: 4, expert: 4, zeroStage: 1 }, expertModel())).toEqual([11e9, 11e9, 12e9 + 18e9]);
    expect(stateOf({ data: 8, expert: 4, zeroStage: 1 }, expertModel())).toEqual([11e9, 11e9, 6e9 + 9e9]);
  });
});

/** 34 bytes for each of 10,000 elements of 4096 tokens; the input alone takes 2. */
const LAYER = 34 * 10_000 * 4096;
const INPUT = 2 * 10_000 * 4096;
/** 100,000 logits of a token in 16 bit, with their gradient in 32. */
const LOGITS = 6 * 100_000 * 4096;

describe('activations', () => {
  const activations = (more: Partial<TrainingLayout>, model?: ModelArchitecture) =>
    memoryOf(more, model).activationsGiB * GIB;

  it('are those of every layer, and the logits', () => {
    expect(activations({})).toBeCloseTo(10 * LAYER + LOGITS, 0);
    expect(activations({ microBatchSequences: 2 })).toBeCloseTo(2 * (10 * LAYER + LOGITS), 0);
    expect(activations({ tensor: 2 })).toBeCloseTo((10 * LAYER + LOGITS) / 2, 0);
  });

  it('are the inputs of the layers, and one layer at work, where the rest is recomputed', () => {
    expect(activations({ recomputedShare: 1 })).toBeCloseTo(10 * INPUT + LAYER + LOGITS, 0);
  });

  it('are in between where only a part of the layers is recomputed', () => {
    expect(activations({ recomputedShare: 0.4 })).toBeCloseTo(6 * LAYER + 4 * INPUT + LAYER + LOGITS, 0);
  });

  it('hold the copies for the experts as well: two of them to and from, in 16 bit', () => {
    // 1.5 of 4.5 billion per token in experts; a plain layer's 34 bytes, and 2 × 2 × 2 for the copies.
    const perElement = 34 + 8;
    expect(activations({}, expertModel())).toBeCloseTo(10 * 4096 * 10_000 * perElement + LOGITS, 0);
  });

  it('are cut where a sequence is', () => {
    expect(activations({ context: 2 })).toBeCloseTo((10 * LAYER + LOGITS) / 2, 0);
  });

  it('are held on the first stage for as many micro-batches as there are stages, no more than there are', () => {
    expect(activations({ pipeline: 2 })).toBeCloseTo(2 * 5 * LAYER + LOGITS, 0);
    expect(activations({ pipeline: 5, microBatches: 3 })).toBeCloseTo(3 * 2 * LAYER + LOGITS, 0);
  });

  it('are a few more where stages take their layers in turns', () => {
    expect(activations({ pipeline: 2, chunks: 5 })).toBeCloseTo((2 + 1 / 5) * 5 * LAYER + LOGITS, 0);
  });
});

describe('what fits', () => {
  it('is what leaves a tenth of the memory free', () => {
    const memory = memoryOf({ recomputedShare: 1 });
    expect(memory.reserveGiB).toBe(20);
    expect(neededGiB(memory)).toBeCloseTo(160e9 / GIB + memory.activationsGiB + 20, 9);
    expect(fitsInMemory(memory)).toBe(true);
    expect(fitsInMemory({ ...memory, availableGiB: neededGiB(memory) - 0.001 })).toBe(false);
  });
});

describe('the least that has to be recomputed', () => {
  const share = (availableGiB: number) => {
    const job = trainingJob({ model: denseModel(), method: 'pretraining', sequenceLength: 4096 }, availableGiB);
    return leastRecomputedShare(job, layout());
  };

  it('is nothing where all activations fit', () => {
    expect(share(200)).toBe(0);
  });

  it('is what makes the rest fit, rounded up to per mille', () => {
    // Nine tenths of 180 GiB are 173.95 GB; 160 GB of state, 1.39 of the layer at work and 2.46 of logits leave 10.1 for
    // ten layers of 1.39 or, recomputed, of 0.08.
    const left = 0.9 * 180 * GIB - 160e9 - LAYER - LOGITS;
    const exactly = (10 * LAYER - left) / (10 * (LAYER - INPUT));
    expect(share(180)).toBeGreaterThanOrEqual(exactly);
    expect(share(180)).toBeLessThan(exactly + 0.001);
  });

  it('does not exist where all of them are not enough', () => {
    expect(share(160)).toBeNull();
  });
});
