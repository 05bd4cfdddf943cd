import { describe, expect, it } from 'vitest';
import { accelerator, expertModel, FRICTIONLESS_TRAINING, trainingRate } from '../hardware.fixture.js';
import type { MeasuredPower } from '../power.js';
import { train } from './train.js';
import type { TrainingCoefficients } from './coefficients.js';
import type { TrainingRate } from './rates.js';
import { trainingQuestion } from './training.fixture.js';
import type { TrainingQuestion } from '../types.js';

interface World {
  readonly rate?: TrainingRate | null;
  readonly coefficients?: Partial<TrainingCoefficients>;
  readonly power?: MeasuredPower;
}

const BANDS = {
  measured: { low: 0.9, high: 1.2 },
  interpolated: { low: 0.8, high: 1.3 },
  extrapolated: { low: 0.6, high: 1.5 },
};

/** Whose memory takes no time. */
const HARDWARE = accelerator({ memoryGiB: 400, memoryBandwidthGBps: Number.POSITIVE_INFINITY });

function ask(more: Partial<TrainingQuestion> = {}, world: World = {}) {
  return train(trainingQuestion({ accelerator: HARDWARE, ...more }), {
    rates: () => (world.rate === undefined ? trainingRate() : world.rate),
    coefficients: { ...FRICTIONLESS_TRAINING, ...world.coefficients },
    bands: BANDS,
    power: () => world.power ?? null,
  });
}

function predicted(more: Partial<TrainingQuestion> = {}, world: World = {}) {
  const outcome = ask(more, world);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.prediction;
}

function failure(more: Partial<TrainingQuestion> = {}, world: World = {}) {
  const outcome = ask(more, world);
  if (outcome.ok) throw new Error('it can be trained');
  return outcome;
}

/** Six per multiplied weight, and attention: half of 4096 tokens, forward once and backward twice. */
const FLOPS = 6 * 9e9 + 3 * 320_000 * 2048;

describe('training', () => {
  it('goes at the measured share of the peak where nothing is in its way', () => {
    const best = predicted();
    expect(best.modelFlopUtilization).toBeCloseTo(0.5, 9);
    expect(best.tokensPerSecond).toBeCloseTo((8 * 0.5 * 100e12) / FLOPS, 6);
    expect(best.parallelism).toEqual({ data: 8, tensor: 1, pipeline: 1, context: 1, expert: 1, chunksPerStage: 1 });
  });

  it('goes slower for a mixture of experts, by what their narrower products reach', () => {
    const best = predicted({ model: expertModel() }, { coefficients: { expertRate: 0.5 } });
    // A token meets 3 billion weights beside the experts and 1.5 in them, which take as long as 3.
    const asLongAs = 6 * (3e9 + 3e9) + 3 * 320_000 * 2048;
    expect(best.tokensPerSecond).toBeCloseTo((8 * 0.5 * 100e12) / asLongAs, 6);
  });

  it('keeps output layer and attention in 16 bit where the layers are multiplied in 8', () => {
    const best = predicted({ precision: 'fp8' });
    // 8 of the 9 billion weights at half of 200 TFLOP/s; one billion and attention at half of 100.
    const seconds = (6 * 8e9) / 100e12 + (6 * 1e9 + 3 * 320_000 * 2048) / 50e12;
    expect(best.tokensPerSecond).toBeCloseTo(8 / seconds, 6);
  });

  it('takes its time where activations go through the memory', () => {
    const slower = { accelerator: accelerator({ memoryGiB: 400 }), layout: { zeroStage: 0 } } as const;
    const best = predicted(slower, { coefficients: { trafficPerActivationByte: 5 } });
    // Ten layers of 10,000 elements at 34 bytes, 100,000 logits at 6; 1000 GB/s. The update moves 28 bytes for each of
    // ten billion parameters, once in a step of 8 × 4096 tokens on each accelerator.
    const traffic = (5 * (10 * 10_000 * 34 + 100_000 * 6)) / 1000e9;
    const update = (28 * 10e9) / 1000e9 / (8 * 4096);
    expect(best.tokensPerSecond).toBeCloseTo(8 / (FLOPS / 50e12 + traffic + update), 6);
  });

  it('counts the utilisation of what a method needs: four per frozen weight', () => {
    const best = predicted({ method: 'lora' });
    expect(best.tokensPerSecond).toBeCloseTo((8 * 0.5 * 100e12) / (4 * 9e9 + 3 * 320_000 * 2048), 6);
    expect(best.modelFlopUtilization).toBeCloseTo(0.5, 9);
  });

  it('draws what large products do where that was measured, else by what of the peak it reaches', () => {
    expect(predicted().wattsPerAccelerator).toBeCloseTo(100 + 400 * 0.5, 6);
    const power = {
      acceleratorId: 'test-accelerator',
      powerLimitWatts: 500,
      memoryBoundWatts: 300,
      computeBoundWatts: 450,
      source: 'made for a test',
    };
    expect(predicted({}, { power }).wattsPerAccelerator).toBe(450);
    expect(predicted({ accelerator: { ...HARDWARE, idleWatts: null } }).wattsPerAccelerator).toBeNull();
  });

  it('states an interval by what was measured: this model here, others here, or only relatives', () => {
    const { tokensPerSecond, ...stated } = predicted();
    expect(stated).toMatchObject({ basis: 'interpolated', source: 'training runs made for a test' });
    expect(stated.tokensPerSecondLow).toBeCloseTo(0.8 * tokensPerSecond, 6);
    expect(stated.tokensPerSecondHigh).toBeCloseTo(1.3 * tokensPerSecond, 6);
    expect(stated.errorPercent).toBeCloseTo(30, 9);
    const seen = predicted({}, { rate: trainingRate({ models: ['other', 'dense'] }) });
    expect(seen.basis).toBe('measured');
    expect(seen.errorPercent).toBeCloseTo(20, 9);
    const borrowed = predicted({}, { rate: trainingRate({ basis: 'extrapolated' }) });
    expect(borrowed.basis).toBe('extrapolated');
    expect(borrowed.errorPercent).toBeCloseTo(50, 9);
  });

  it('keeps to what of a layout is given', () => {
    const layout = { tensor: 2, pipeline: 2, context: 2, chunksPerStage: 1, microBatchSequences: 4 };
    const best = predicted({ layout: { ...layout, zeroStage: 1, gradientCheckpointing: true } });
    expect(best.parallelism).toEqual({ data: 1, tensor: 2, pipeline: 2, context: 2, expert: 1, chunksPerStage: 1 });
    expect(best).toMatchObject({ microBatchSequences: 4, zeroStage: 1, recomputedShare: 1 });
    expect(failure({ layout: { tensor: 3 } }).failedOn).toBe('memory');
  });
});

describe('training is refused', () => {
  it('in integers, and in a format that the hardware has no rate for', () => {
    expect(failure({ precision: 'int8' }).failedOn).toBe('precision');
    expect(failure({ precision: 'int4' }).failedOn).toBe('precision');
    // Weights in fp4 can be unpacked to serve; gradients cannot.
    expect(failure({ precision: 'fp4' })).toMatchObject({
      failedOn: 'precision',
      reason: 'Test Accelerator cannot train in fp4.',
    });
  });

  it('where no run was measured, nor one of a relative', () => {
    expect(failure({}, { rate: null }).failedOn).toBe('unknown_performance');
  });

  it('where the memory, or the network between several nodes, is not known', () => {
    expect(failure({ accelerator: accelerator({ memoryGiB: null }) }).failedOn).toBe('unknown_performance');
    const unknown = accelerator({ memoryGiB: 400, memoryBandwidthGBps: null });
    expect(failure({ accelerator: unknown }).failedOn).toBe('unknown_performance');
    expect(failure({ nodes: 2 }).reason).toContain('network');
    expect(ask({ nodes: 2, interNodeGBps: 50 }).ok).toBe(true);
  });

  it('where it does not fit', () => {
    expect(failure({ acceleratorsPerNode: 1, accelerator: accelerator() }).failedOn).toBe('memory');
  });
});
