import { describe, expect, it } from 'vitest';
import { denseModel, expertModel } from './hardware.fixture.js';
import { memoryFit } from './memory-fit.js';

const GIB = 2 ** 30;
const alone = { tensor: 1, pipeline: 1 };
/** A whole number of cache blocks. */
const shape = { inputTokens: 2000, outputTokens: 48 };

describe('memory of a replica', () => {
  it('is weights, a tenth and the activations of a chunk for the engine, and cache', () => {
    const memory = memoryFit(denseModel(), 'bf16', alone, 100, shape);
    expect(memory.weightsGiB).toBeCloseTo(20e9 / GIB, 9);
    expect(memory.reserveGiB).toBeCloseTo(10 + (8192 * 10_000 * 8 * 2) / GIB, 9);
    expect(memory.kvCacheGiBPerRequest).toBeCloseTo((10 * 2000 * 2 * 2048) / GIB, 9);
    // 107.374 GB less 10.737 and 1.311 for the engine and 20 of weights leave 75.326, of 0.08192 for a request.
    expect(memory.largestConcurrency).toBe(919);
    expect(memory.fits).toBe(true);
    expect(memory.reason).toBeNull();
  });

  it('hands cache out in blocks of sixteen tokens', () => {
    const of = (inputTokens: number) =>
      memoryFit(denseModel(), 'bf16', alone, 100, { inputTokens, outputTokens: 1 }).kvCacheGiBPerRequest;
    expect(of(1)).toBeCloseTo((40_000 * 16) / GIB, 12);
    expect(of(15)).toBe(of(1));
    expect(of(16)).toBeCloseTo((40_000 * 32) / GIB, 12);
  });

  it('splits weights and heads over a tensor-parallel group', () => {
    const memory = memoryFit(denseModel(), 'bf16', { tensor: 4, pipeline: 1 }, 100, shape);
    expect(memory.weightsGiB).toBeCloseTo(5e9 / GIB, 9);
    expect(memory.kvCacheGiBPerRequest).toBeCloseTo((40_000 * 2048) / 4 / GIB, 9);
  });

  it('holds a stage of five layers and one end of the model on each half of a pipeline', () => {
    const memory = memoryFit(denseModel(), 'bf16', { tensor: 2, pipeline: 2 }, 100, shape);
    expect(memory.weightsGiB).toBeCloseTo(((4e9 + 1e9) * 2) / 2 / GIB, 9);
    expect(memory.kvCacheGiBPerRequest).toBeCloseTo((40_000 * 2048) / 2 / 2 / GIB, 9);
  });

  it('goes by the fullest stage: of ten layers in three, four', () => {
    const memory = memoryFit(denseModel(), 'bf16', { tensor: 1, pipeline: 3 }, 100, shape);
    expect(memory.weightsGiB).toBeCloseTo((0.4 * 8e9 + 1e9) * (2 / GIB), 9);
    expect(memory.kvCacheGiBPerRequest).toBeCloseTo((0.4 * 40_000 * 2048) / GIB, 9);
  });

  it('holds all experts, however few a token takes', () => {
    expect(memoryFit(expertModel(), 'bf16', alone, 100, shape).weightsGiB).toBeCloseTo(20e9 / GIB, 9);
  });

  it('says with its figures what does not fit', () => {
    const memory = memoryFit(denseModel(), 'bf16', alone, 20, shape);
    expect(memory).toMatchObject({ fits: false, largestConcurrency: 0 });
    expect(memory.reason).toBe(
      '18.6 GiB of weights, 3.22 GiB reserved for the engine and 0.08 GiB of cache for one request do not fit in the ' +
        '20.0 GiB of an accelerator (tensor 1, pipeline 1).',
    );
  });

  it('is no limit to a model without a cache that fits', () => {
    const [layers] = denseModel().attention;
    if (!layers) throw new Error('no attention');
    const cacheless = denseModel({ attention: [{ ...layers, cacheElementsPerToken: 0 }] });
    expect(memoryFit(cacheless, 'bf16', alone, 100, shape).largestConcurrency).toBe(Number.MAX_SAFE_INTEGER);
  });
});
