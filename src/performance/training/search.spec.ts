import { describe, expect, it } from 'vitest';
import { denseModel, expertModel, FRICTIONLESS_TRAINING } from '../hardware.fixture.js';
import { fastestLayout } from './search.js';
import type { TrainingMachine } from './machine.js';
import { trainingQuestion } from './training.fixture.js';
import type { TrainingQuestion } from '../types.js';

const MACHINE: TrainingMachine = {
  layerFlopsPerSecond: 50e12,
  outputFlopsPerSecond: 50e12,
  attentionFlopsPerSecond: 50e12,
  casts: false,
  memoryBytesPerSecond: Number.POSITIVE_INFINITY,
  coefficients: FRICTIONLESS_TRAINING,
  intra: { latencySeconds: 1e-5, bytesPerSecond: 80e9 },
  nodeBytesPerSecond: null,
  acceleratorsPerNode: 8,
};

function found(more: Partial<TrainingQuestion>, memoryGiB: number, machine: Partial<TrainingMachine> = {}) {
  const outcome = fastestLayout(trainingQuestion(more), { ...MACHINE, ...machine }, memoryGiB);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

describe('the fastest layout', () => {
  it('only copies the model where it fits with all that training keeps', () => {
    // 160 GB of state, and 16 of activations.
    expect(found({}, 400).layout).toMatchObject({ data: 8, tensor: 1, pipeline: 1, zeroStage: 0, expert: 1 });
    expect(found({}, 400).layout.recomputedShare).toBe(0);
  });

  it('splits the optimizer where that is enough, since it costs no time', () => {
    // 40 GB of weights and gradients, 15 of optimizer, 16 of activations: 71 of 85.9 less a tenth.
    const { layout } = found({ globalBatchSequences: 8 }, 80);
    expect(layout).toMatchObject({ data: 8, tensor: 1, pipeline: 1, zeroStage: 1, recomputedShare: 0 });
  });

  it('works off a step as its copies of the model share it', () => {
    const { layout, seconds } = found({}, 400);
    expect(layout.data * layout.microBatchSequences * layout.microBatches).toBe(64);
    // Eight sequences on each of eight copies: 6 × 9 billion and attention, at 50 TFLOP/s; the exchange is hidden.
    const flopsPerToken = 54e9 + 3 * 320_000 * 2048;
    expect(seconds).toBeCloseTo((8 * 4096 * flopsPerToken) / 50e12, 9);
  });

  it('recomputes activations, or splits the model, only where memory asks for it', () => {
    const tight = found({ globalBatchSequences: 8 }, 40);
    expect(tight.memory.availableGiB).toBe(40);
    const { layout } = tight;
    expect(layout.zeroStage > 0 || layout.tensor > 1 || layout.pipeline > 1).toBe(true);
    expect(tight.seconds).toBeGreaterThanOrEqual(found({ globalBatchSequences: 8 }, 400).seconds);
  });

  it('deals experts out within a node', () => {
    expect(found({ model: expertModel() }, 400).layout).toMatchObject({ data: 8, expert: 8 });
  });

  it('keeps tensor parallelism within a node', () => {
    const nodes = { nodes: 4, acceleratorsPerNode: 2, interNodeGBps: 50 };
    const machine = { nodeBytesPerSecond: 50e9, acceleratorsPerNode: 2 };
    expect(found(nodes, 60, machine).layout.tensor).toBeLessThanOrEqual(2);
  });

  it('does not exist where the model fits no way, and says what the closest would take', () => {
    const outcome = fastestLayout(
      trainingQuestion({ acceleratorsPerNode: 1 }),
      { ...MACHINE, acceleratorsPerNode: 1 },
      80,
    );
    expect(outcome).toMatchObject({ ok: false });
    // 160 GB of state, 0.82 of inputs, 1.39 of a layer and 2.46 of logits, and 8 GiB of reserve.
    if (!outcome.ok) expect(outcome.reason).toContain('need at least 161.4 GiB of the 80 GiB of an accelerator');
  });

  it('does not exist where a step has fewer sequences than copies, however the model is split', () => {
    // 4 nodes of one accelerator, 2 layers: at least two copies.
    const [layers] = denseModel().attention;
    if (!layers) throw new Error('no attention');
    const shallow = denseModel({ layers: 2, attention: [{ ...layers, layers: 2 }] });
    const outcome = fastestLayout(
      trainingQuestion({
        model: shallow,
        acceleratorsPerNode: 1,
        nodes: 4,
        interNodeGBps: 50,
        globalBatchSequences: 1,
      }),
      { ...MACHINE, acceleratorsPerNode: 1, nodeBytesPerSecond: 50e9 },
      400,
    );
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('fewer sequences') as string });
  });
});
