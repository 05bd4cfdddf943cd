import { describe, expect, it } from 'vitest';
import type { ModelArchitecture } from '../catalog/index.js';
import type { ServingCoefficients } from './coefficients.js';
import { denseModel, efficiency, expertModel, FRICTIONLESS, hardware } from './hardware.fixture.js';
import { layReplica, type Replica } from './replica.js';
import { decodeRooflineSeconds, decodeSeconds, prefillSeconds } from './step-time.js';
import type { Parallelism } from './types.js';

/** At half the datasheet: 500 GB/s and 50 TFLOP/s. */
function replicaOf(
  model: ModelArchitecture,
  parallelism: Partial<Parallelism> = {},
  coefficients: Partial<ServingCoefficients> = {},
): Replica {
  const all = { ...FRICTIONLESS, ...coefficients };
  const replica = layReplica(model, hardware(parallelism), 'bf16', efficiency(), all);
  if (!replica) throw new Error('cannot be laid');
  return replica;
}

describe('a step that generates', () => {
  it('takes the time to read weights and cache while few requests are in flight', () => {
    // 9 billion weights that are read, in 16 bit, and 40 kB for each of 1000 tokens, at 500 GB/s.
    expect(decodeSeconds(replicaOf(denseModel()), 1, 1000)).toBeCloseTo((18e9 + 40e6) / 500e9, 12);
    expect(decodeSeconds(replicaOf(denseModel()), 50, 1000)).toBeCloseTo((18e9 + 2e9) / 500e9, 12);
  });

  it('takes the time to multiply once that is longer', () => {
    // Two operations per weight, and 320 kFLOP for each of 1000 tokens of context, at 50 TFLOP/s.
    expect(decodeSeconds(replicaOf(denseModel()), 400, 1000)).toBeCloseTo((400 * (18e9 + 0.32e9)) / 50e12, 12);
  });

  it('reads the experts that its tokens touch: 1 − (1 − k/E)^b of them', () => {
    const replica = replicaOf(expertModel());
    const bytes = (touched: number) => 6e9 + 12e9 * touched;
    expect(decodeRooflineSeconds(replica, 1, 0)).toBeCloseTo(bytes(1 / 4) / 500e9, 12);
    expect(decodeRooflineSeconds(replica, 2, 0)).toBeCloseTo(bytes(1 - (3 / 4) ** 2) / 500e9, 12);
    expect(decodeRooflineSeconds(replica, 8, 0)).toBeCloseTo(bytes(1 - (3 / 4) ** 8) / 500e9, 12);
    // At last all, and then it multiplies: 4.5 billion active weights twice.
    expect(decodeRooflineSeconds(replica, 1000, 0)).toBeCloseTo((1000 * 9e9) / 50e12, 12);
  });

  it('launches kernels per layer, routes per layer with experts, and schedules per request', () => {
    const costs = { launchSecondsPerLayer: 0.001, routingSecondsPerLayer: 0.01, secondsPerRequestInStep: 0.1 };
    const added = (model: ModelArchitecture, requests: number) =>
      decodeSeconds(replicaOf(model, {}, costs), requests, 0) - decodeSeconds(replicaOf(model), requests, 0);
    expect(added(denseModel(), 3)).toBeCloseTo(10 * 0.001 + 3 * 0.1, 12);
    expect(added(expertModel(), 3)).toBeCloseTo(10 * 0.001 + 10 * 0.01 + 3 * 0.1, 12);
  });

  it('reads half on each of two accelerators, which add up their results twice per layer', () => {
    const latency = { allReduceLatencySeconds: 1e-5 };
    const replica = replicaOf(denseModel(), { tensor: 2 }, latency);
    // An all-reduce between two moves the 20 kB of a token's activations once, at 80 GB/s.
    const reduced = 2 * 10 * (1e-5 + 20_000 / 80e9);
    expect(decodeSeconds(replica, 1, 0)).toBeCloseTo(9e9 / 500e9 + reduced, 12);
  });

  it('reads everything one stage after another in a pipeline, for as many micro-batches as stages', () => {
    const replica = replicaOf(denseModel(), { pipeline: 2 });
    const sent = (requests: number) => (2 * requests * 20_000) / 80e9;
    expect(decodeSeconds(replica, 1, 0)).toBeCloseTo(18e9 / 500e9 + sent(1), 12);
    expect(decodeSeconds(replica, 100, 1000)).toBeCloseTo((18e9 + 50 * 40e6) / 500e9 + sent(50), 12);
  });

  it('waits for the slowest stage: of ten layers in three stages, one has four', () => {
    const replica = replicaOf(denseModel(), { pipeline: 3 }, { launchSecondsPerLayer: 0.001 });
    const sent = (3 * 20_000) / 80e9;
    expect(decodeSeconds(replica, 3, 0)).toBeCloseTo((18e9 / 500e9 + 0.01) * 1.2 + sent, 12);
  });
});

describe('a prompt', () => {
  it('takes the time to multiply each of its tokens, and attention to those before', () => {
    // 1000 tokens: two operations per weight, 320 kFLOP for each of half a million pairs.
    expect(prefillSeconds(replicaOf(denseModel()), 1000)).toBeCloseTo((18e12 + 0.16e12) / 50e12, 12);
  });

  it('takes no less than reading the weights', () => {
    expect(prefillSeconds(replicaOf(denseModel()), 1)).toBeCloseTo(18e9 / 500e9, 12);
  });

  it('is multiplied faster by a tensor-parallel group, which adds its results up', () => {
    const reduced = (2 * 10 * 1000 * 20_000) / 80e9;
    expect(prefillSeconds(replicaOf(denseModel(), { tensor: 2 }), 1000)).toBeCloseTo(9.08e12 / 50e12 + reduced, 12);
  });
});
