import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from '../catalog/index.js';
import { denseModel, expertModel, FRICTIONLESS_TRAINING } from './hardware.fixture.js';
import { trainingJob } from './training-job.js';
import type { TrainingLayout } from './training-layout.js';
import type { TrainingMachine } from './training-machine.js';
import { stepSeconds } from './training-time.js';
import type { TrainingMethod } from './types.js';

/** Eight micro-batches of 1000 tokens at 50 GFLOP on 50 TFLOP/s: one second each. */
function step(
  more: Partial<TrainingLayout>,
  machine: Partial<TrainingMachine> = {},
  model: ModelArchitecture = denseModel(),
  method: TrainingMethod = 'pretraining',
) {
  const job = {
    ...trainingJob({ model, method, sequenceLength: 1000 }, 100),
    flops: { layers: 50e9, experts: 0, output: 0, attention: 0 },
    forwardFlops: { layers: 15e9, experts: 0, output: 0, attention: 0 },
  };
  const layout: TrainingLayout = {
    data: 1,
    tensor: 1,
    pipeline: 1,
    context: 1,
    expert: 1,
    chunks: 1,
    microBatchSequences: 1,
    microBatches: 8,
    zeroStage: 0,
    recomputedShare: 0,
    ...more,
  };
  return stepSeconds(job, layout, {
    layerFlopsPerSecond: 50e12,
    outputFlopsPerSecond: 50e12,
    attentionFlopsPerSecond: 50e12,
    casts: false,
    memoryBytesPerSecond: Number.POSITIVE_INFINITY,
    coefficients: FRICTIONLESS_TRAINING,
    intra: { latencySeconds: 0, bytesPerSecond: 80e9 },
    nodeBytesPerSecond: null,
    acceleratorsPerNode: 8,
    ...machine,
  });
}

describe('the arithmetic of a step', () => {
  it('is that of its micro-batches, and a forward pass more of each where activations are recomputed', () => {
    expect(step({})).toBeCloseTo(8, 9);
    expect(step({ recomputedShare: 1 })).toBeCloseTo(8 * 1.3, 9);
  });

  it('is shared by tensor-parallel accelerators, which add up four times per layer', () => {
    // 20 MB of activations between two, at 80 GB/s: 0.25 ms, forty times.
    expect(step({ tensor: 2 })).toBeCloseTo(8 * (0.5 + 0.01), 9);
  });

  it('leaves a pipeline idle for the time of one micro-batch less than it has stages', () => {
    // Activations forward and gradients backward, 0.25 ms each.
    expect(step({ pipeline: 2 })).toBeCloseTo((8 + 1) * (0.5 + 0.0005), 9);
    expect(step({ pipeline: 5 })).toBeCloseTo((8 + 4) * (0.2 + 0.0005), 9);
  });

  it('goes at the pace of the slowest stage: of ten layers in three, four', () => {
    expect(step({ pipeline: 3 })).toBeCloseTo((8 + 2) * (0.4 + 0.0005), 9);
  });

  it('waits less, and sends more, where stages take their layers in turns', () => {
    expect(step({ pipeline: 2, chunks: 5 })).toBeCloseTo((8 + 1 / 5) * (0.5 + 5 * 0.0005), 9);
  });
});

describe('the exchange between copies', () => {
  /** Two nodes of one accelerator; 1 GB/s between them, of which 0.8 are reached. */
  const slow = { nodeBytesPerSecond: 1e9, acceleratorsPerNode: 1 };
  const HOP = 20e-6;

  it('hides behind half of the arithmetic', () => {
    // 20 GB of gradients at 80 GB/s are a quarter of a second.
    expect(step({ data: 2 }, { nodeBytesPerSecond: 100e9, acceleratorsPerNode: 1 })).toBeCloseTo(8, 9);
    expect(step({ data: 2 }, slow)).toBeCloseTo(8 + (25 + HOP) - 4, 9);
  });

  it('costs the same where the optimizer is split: gradients one way, weights the other', () => {
    expect(step({ data: 2, zeroStage: 1 }, slow)).toBeCloseTo(8 + (25 + HOP) - 4, 9);
  });

  it('comes after every micro-batch where gradients are split', () => {
    // Half an all-reduce of 20 GB eight times, and of the weights once.
    expect(step({ data: 2, zeroStage: 2 }, slow)).toBeCloseTo(8 + ((8 * 25 + 25) / 2 + HOP) - 4, 9);
  });

  it('gathers weights twice per micro-batch where they are split as well', () => {
    expect(step({ data: 2, zeroStage: 3 }, slow)).toBeCloseTo(8 + ((8 * 25 + 8 * 2 * 25) / 2 + HOP) - 4, 9);
  });

  it('is nothing to speak of where only adapters are trained', () => {
    expect(step({ data: 2 }, slow, denseModel(), 'lora')).toBeCloseTo(8, 9);
  });

  it('stays within a node where all copies do', () => {
    const within = { nodeBytesPerSecond: 1e9, acceleratorsPerNode: 8 };
    expect(step({ data: 2 }, within)).toBeCloseTo(8, 9);
  });

  it('passes an expert only among the copies that hold it', () => {
    // Eight gigabytes beside the experts, twelve in experts; each of two copies holds half of them, nobody else the same.
    expect(step({ data: 2, expert: 2 }, slow, expertModel())).toBeCloseTo(8 + (8 / 0.8 + HOP) - 4, 9);
  });

  it('shares a node among its rings: dealing experts out moves no fewer bytes between nodes', () => {
    const nodes = { nodeBytesPerSecond: 1e9, acceleratorsPerNode: 2 };
    const dealt = step({ data: 4, expert: 2 }, nodes, expertModel());
    // Beside: 8 GB among four, 3/2 of it. Experts: 6 GB among two at half the rate, as 12 GB among two would take.
    expect(dealt).toBeCloseTo(8 + 1.5 * (8 / 0.8) + 6 / 0.4 + 2 * HOP - 4, 9);
  });
});
