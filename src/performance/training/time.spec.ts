import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from '../../catalog/index.js';
import { denseModel, expertModel, FRICTIONLESS_TRAINING } from '../hardware.fixture.js';
import { trainingJob } from './job.js';
import type { TrainingLayout } from './layout.js';
import type { TrainingMachine } from './machine.js';
import { stepSeconds } from './time.js';
import { layout } from './training.fixture.js';
import type { TrainingMethod } from '../types.js';

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
  return stepSeconds(job, layout(more), {
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

describe('what else takes time', () => {
  const costs = (coefficients: Partial<TrainingMachine['coefficients']>) => ({
    coefficients: { ...FRICTIONLESS_TRAINING, ...coefficients },
  });

  it('is the ramp of each micro-batch, as if it had so many tokens more', () => {
    // Eight times 1100 tokens instead of 1000.
    expect(step({}, costs({ rampTokens: 100 }))).toBeCloseTo(8.8, 9);
  });

  it('is the host that launches kernels, where it is slower than they are', () => {
    // Ten layers at a tenth of a second are the second that they work; at two tenths, two.
    expect(step({}, costs({ launchSecondsPerLayer: 0.1 }))).toBeCloseTo(8, 9);
    expect(step({}, costs({ launchSecondsPerLayer: 0.2 }))).toBeCloseTo(16, 9);
    expect(step({}, costs({ launchSecondsPerExpertLayer: 0.3 }), expertModel())).toBeCloseTo(24, 9);
  });

  it('is what happens once per step', () => {
    expect(step({}, costs({ secondsPerStep: 0.5 }))).toBeCloseTo(8.5, 9);
  });

  it('is the wait for the slowest of many nodes', () => {
    const nodes = { ...costs({ waitPerDoubledNodes: 0.01 }), acceleratorsPerNode: 1, nodeBytesPerSecond: 1e15 };
    // Four nodes are two doublings.
    expect(step({ data: 4 }, nodes)).toBeCloseTo(8 * 1.02, 3);
  });

  it('is the part of tensor parallelism that does not hide', () => {
    // Of the hundredth of a second of each micro-batch half.
    expect(step({ tensor: 2 }, costs({ tensorExchangeExposed: 0.5 }))).toBeCloseTo(8 * (0.5 + 0.005), 9);
  });

  it('is the way of keys and values between the parts of a sequence', () => {
    // 1000 tokens × 10 layers × 2000 elements × 2 bytes, half of them elsewhere, three times, at 80 GB/s; the gradients
    // of 20 GB at 80 GB/s hide.
    const exchanged = (3 * (1000 * 10 * 2000 * 2)) / 2 / 80e9;
    expect(step({ context: 2 })).toBeCloseTo(8 * (0.5 + exchanged), 9);
  });

  it('is the way to experts of the node and back', () => {
    const within = costs({ routingWithinNodeExposed: 0.5 });
    // Four times in ten layers two copies of 1000 tokens of 20 kB, half of them to the other accelerator, at 80 GB/s.
    const routed = (4 * 10 * 2 * 1000 * 20e3) / 2 / 80e9;
    expect(step({ data: 2, expert: 2 }, within, expertModel())).toBeCloseTo(8 * (1 + 0.5 * routed), 9);
  });

  it('is the way to experts of other nodes, one copy to each node that has some', () => {
    const between = { ...costs({ routingBetweenNodesExposed: 1 }), nodeBytesPerSecond: 1e12, acceleratorsPerNode: 1 };
    // Of two nodes the other one has an expert of two with 1 − 1/4; 20 MB at 0.8 TB/s, four times in ten layers.
    const routed = 4 * 10 * (1 * (1 - 1 / 4)) * (20e6 / 0.8e12);
    expect(step({ data: 2, expert: 2 }, between, expertModel())).toBeCloseTo(8 * (1 + routed), 6);
  });

  it('is the optimizer, which goes through its states once and is shared by the copies from ZeRO 1 on', () => {
    // 28 bytes of ten billion parameters at 1000 GB/s.
    expect(step({}, { memoryBytesPerSecond: 1e12 })).toBeCloseTo(8 + 0.28, 9);
    expect(step({ data: 2, zeroStage: 1 }, { memoryBytesPerSecond: 1e12 })).toBeCloseTo(8 + 0.14, 9);
  });

  it('is the activations’ way through the memory, and casts where products are narrower than 16 bit', () => {
    const memory = { memoryBytesPerSecond: 1e15, ...costs({ trafficPerActivationByte: 2, trafficPerCastByte: 3 }) };
    // Ten layers of 10,000 elements of 34 bytes, and 100,000 logits of 6; the update is 0.28 milliseconds.
    const layers = 10 * 10_000 * 34;
    const kept = (2 * (layers + 600_000)) / 1e15;
    expect(step({}, memory)).toBeCloseTo(8 * (1 + 1000 * kept) + 0.000_28, 9);
    const cast = (3 * layers) / 1e15;
    expect(step({}, { ...memory, casts: true })).toBeCloseTo(8 * (1 + 1000 * (kept + cast)) + 0.000_28, 9);
  });
});
