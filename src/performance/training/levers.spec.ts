import { describe, expect, it } from 'vitest';
import { accelerator, denseModel, FRICTIONLESS_TRAINING, trainingRate } from '../hardware.fixture.js';
import { train } from './train.js';
import { trainingLevers, type TrainingLever } from './levers.js';
import type { TrainingQuestion } from '../types.js';

const BAND = { low: 0.8, high: 1.2 };
const performance = {
  training: (question: TrainingQuestion) =>
    train(question, {
      rates: () => trainingRate(),
      coefficients: FRICTIONLESS_TRAINING,
      bands: { measured: BAND, interpolated: BAND, extrapolated: BAND },
      power: () => null,
    }),
};

/** Eight accelerators whose memory takes no time. */
function levers(memoryGiB: number, more: Partial<TrainingQuestion> = {}): readonly TrainingLever[] {
  const question: TrainingQuestion = {
    model: denseModel(),
    accelerator: accelerator({ memoryGiB, memoryBandwidthGBps: Number.POSITIVE_INFINITY }),
    acceleratorsPerNode: 8,
    nodes: 1,
    interNodeGBps: 100,
    method: 'full_fine_tuning',
    precision: 'bf16',
    sequenceLength: 4096,
    globalBatchSequences: 64,
    ...more,
  };
  return trainingLevers(question, performance);
}

const of = (all: readonly TrainingLever[], lever: TrainingLever['lever']) => all.filter((row) => row.lever === lever);
/** Six FLOPs per weight and attention, as elsewhere in these tests. */
const FLOPS = 54e9 + 3 * 320_000 * 2048;
const GIB = 2 ** 30;

describe('the switches of a training run', () => {
  it('are marked where the run has them', () => {
    for (const lever of ['gradient_checkpointing', 'mixed_precision', 'zero', 'data_sharding', 'adapters'] as const) {
      expect(of(levers(400), lever).filter(({ chosen }) => chosen)).toHaveLength(1);
    }
  });

  it('gradient checkpointing: spares activations and costs a forward pass', () => {
    const [off, all] = of(levers(400), 'gradient_checkpointing');
    expect(off?.tokensPerSecond).toBeCloseTo((8 * 50e12) / FLOPS, 3);
    expect(all?.tokensPerSecond).toBeCloseTo((8 * 50e12) / (FLOPS + 2 * 9e9 + 320_000 * 2048), 3);
    // Of ten layers the inputs, 2 bytes of 34 for each element, and one layer whole; sixteen sequences at once at most.
    expect((off?.memoryGiB ?? 0) - (all?.memoryGiB ?? 0)).toBeGreaterThan(0);
  });

  it('mixed precision: twice the rate in 8 bit, of the same memory', () => {
    const [sixteen, eight, four] = of(levers(400), 'mixed_precision');
    expect(eight?.memoryGiB).toBeCloseTo(sixteen?.memoryGiB ?? 0, 9);
    // 8 of 9 billion weights at twice the rate; the output layer and attention stay.
    const seconds = (6 * 8e9) / 100e12 + (6e9 + 3 * 320_000 * 2048) / 50e12;
    expect(eight?.tokensPerSecond).toBeCloseTo(8 / seconds, 3);
    expect(four).toMatchObject({
      tokensPerSecond: null,
      memoryGiB: null,
      reason: expect.stringContaining('fp4') as string,
    });
  });

  it('ZeRO: splits optimizer, gradients and weights over eight copies, stage by stage', () => {
    const needed = of(levers(400), 'zero').map(({ memoryGiB }) => (memoryGiB ?? 0) * GIB);
    const [none = 0, optimizer = 0, gradients = 0, weights = 0] = needed;
    // 12, 2 and 2 bytes of ten billion parameters, of which an eighth stays.
    expect((none - optimizer) / (7 / 8)).toBeCloseTo(120e9, -3);
    expect((optimizer - gradients) / (7 / 8)).toBeCloseTo(20e9, -3);
    expect((gradients - weights) / (7 / 8)).toBeCloseTo(20e9, -3);
  });

  it('what does not fit has its memory and the reason, and no speed', () => {
    const [none] = of(levers(100), 'zero');
    expect(none?.tokensPerSecond).toBeNull();
    expect(none?.memoryGiB).toBeGreaterThan(160e9 / GIB);
    expect(none?.reason).toContain('of the 100 GiB');
  });

  it('elastic scaling: twice the nodes, twice the speed where nothing is in the way', () => {
    const [one, two] = of(levers(400), 'elastic_scaling');
    expect([one?.accelerators, two?.accelerators]).toEqual([8, 16]);
    expect((two?.tokensPerSecond ?? 0) / (one?.tokensPerSecond ?? 1)).toBeCloseTo(2, 2);
  });

  it('data sharding: off is one copy of the model over all accelerators', () => {
    const [off, on] = of(levers(400), 'data_sharding');
    expect(on).toMatchObject({ chosen: true, setting: 'on: 8 copies' });
    expect(off?.memoryGiB).toBeLessThan(on?.memoryGiB ?? 0);
    expect(off?.tokensPerSecond).toBeLessThan(on?.tokensPerSecond ?? 0);
  });

  it('adapters: four FLOPs per weight instead of six, and hardly a gradient', () => {
    const [whole, lora, qlora] = of(levers(400), 'adapters');
    expect(lora?.tokensPerSecond).toBeCloseTo((8 * 50e12) / (4 * 9e9 + 3 * 320_000 * 2048), 3);
    expect(lora?.memoryGiB).toBeLessThan(whole?.memoryGiB ?? 0);
    // Eight billion weights in 0.53 bytes instead of 2.
    expect(((lora?.memoryGiB ?? 0) - (qlora?.memoryGiB ?? 0)) * GIB).toBeCloseTo(8e9 * 1.47, -3);
    expect(of(levers(400, { method: 'pretraining' }), 'adapters')).toEqual([]);
  });

  it('are none where the run itself cannot be predicted', () => {
    expect(levers(1)).toEqual([]);
  });
});
