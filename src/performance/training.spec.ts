import { describe, expect, it } from 'vitest';
import { accelerator, denseModel, efficiency, expertModel } from './hardware.fixture.js';
import type { MeasuredPower } from './power.js';
import { train } from './training.js';
import type { Efficiency, TrainingQuestion } from './types.js';

const KNOWN = efficiency();

interface World {
  readonly efficiency?: Efficiency | null;
  readonly experts?: { readonly bf16?: number; readonly fp8?: number };
  readonly power?: MeasuredPower;
}

function ask(more: Partial<TrainingQuestion> = {}, world: World = {}) {
  const question: TrainingQuestion = {
    model: denseModel(),
    accelerator: accelerator({ memoryGiB: 400 }),
    acceleratorsPerNode: 8,
    nodes: 1,
    interNodeGBps: null,
    method: 'pretraining',
    precision: 'bf16',
    sequenceLength: 4096,
    globalBatchSequences: 64,
    ...more,
  };
  return train(question, {
    efficiency: () => (world.efficiency === undefined ? KNOWN : world.efficiency),
    coefficients: { expertUtilizationShare: world.experts ?? { bf16: 0.8 } },
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
    expect(best.parallelism).toEqual({ data: 8, tensor: 1, pipeline: 1, expert: 1, chunksPerStage: 1 });
  });

  it('goes slower for a mixture of experts, by what was measured in that precision', () => {
    const best = predicted({ model: expertModel() });
    expect(best.modelFlopUtilization).toBeCloseTo(0.8 * 0.5, 9);
    expect(failure({ model: expertModel(), precision: 'fp8' })).toMatchObject({
      failedOn: 'unknown_performance',
      reason: 'No training run of a mixture of experts in fp8 is known.',
    });
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
    expect(predicted({ accelerator: accelerator({ memoryGiB: 400, idleWatts: null }) }).wattsPerAccelerator).toBeNull();
  });

  it('states interval, basis and source of training, not of serving', () => {
    expect(predicted()).toMatchObject({
      basis: 'interpolated',
      errorPercent: 30,
      source: 'training runs made for a test',
    });
    const borrowed = efficiency({ trainingBasis: 'extrapolated' });
    expect(predicted({}, { efficiency: borrowed }).basis).toBe('extrapolated');
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
    expect(failure({}, { efficiency: null }).failedOn).toBe('unknown_performance');
    expect(failure({}, { efficiency: efficiency({ trainingMfu: null }) }).failedOn).toBe('unknown_performance');
  });

  it('where the memory, or the network between several nodes, is not known', () => {
    expect(failure({ accelerator: accelerator({ memoryGiB: null }) }).failedOn).toBe('unknown_performance');
    expect(failure({ nodes: 2 }).reason).toContain('network');
    expect(ask({ nodes: 2, interNodeGBps: 50 }).ok).toBe(true);
  });

  it('where it does not fit', () => {
    expect(failure({ acceleratorsPerNode: 1, accelerator: accelerator() }).failedOn).toBe('memory');
  });
});
