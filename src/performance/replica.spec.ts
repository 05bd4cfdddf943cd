import { describe, expect, it } from 'vitest';
import { accelerator, denseModel, efficiency, expertModel, FRICTIONLESS, hardware } from './hardware.fixture.js';
import { layReplica } from './replica.js';

describe('a replica', () => {
  it('reads layers and output layer in every step, of its experts what is chosen, and multiplies what is active', () => {
    const replica = layReplica(expertModel(), hardware({ tensor: 2 }), 'bf16', efficiency(), FRICTIONLESS);
    expect(replica).toMatchObject({
      everyStepBytes: ((2e9 + 1e9) * 2) / 2,
      routedExpertBytes: (6e9 * 2) / 2,
      flopsPerToken: (2 * 4.5e9) / 2,
      expertLayers: 10,
      activationBytesPerToken: 20_000,
    });
    expect(Math.exp(replica?.logUntouched ?? 0)).toBeCloseTo(6 / 8, 12);
  });

  it('reaches its measured share of the datasheet', () => {
    const coefficients = { ...FRICTIONLESS, decodeComputeRatio: 0.6 };
    expect(layReplica(denseModel(), hardware(), 'bf16', efficiency(), coefficients)).toMatchObject({
      bytesPerSecond: 500e9,
      prefillFlopsPerSecond: 50e12,
      decodeFlopsPerSecond: 30e12,
    });
  });

  it('cannot be laid without a matrix rate or a bandwidth', () => {
    const without = (more: Parameters<typeof accelerator>[0]) =>
      layReplica(denseModel(), hardware({}, { accelerator: accelerator(more) }), 'bf16', efficiency(), FRICTIONLESS);
    expect(without({ peakTflops: {} })).toBeNull();
    expect(without({ memoryBandwidthGBps: null })).toBeNull();
  });

  it('sends between nodes over the network that its tensor-parallel group shares', () => {
    const apart = hardware({ tensor: 4, pipeline: 2 }, { nodes: 2, interNodeGBps: 50 });
    const replica = layReplica(denseModel(), apart, 'bf16', efficiency(), FRICTIONLESS);
    expect(replica?.pipelineLink.bytesPerSecond).toBe((50e9 / 4) * 0.8);
    expect(replica?.tensorLink.bytesPerSecond).toBe(80e9);
  });
});
