import fc from 'fast-check';
import { describe, it, expect } from 'vitest';
import { PRECISIONS, type Precision } from '../catalog/index.js';
import { memoryFit } from './memory-fit.js';
import { SHIPPED_MODELS } from './shipped-world.fixture.js';
import type { MemoryFit } from './types.js';

const anyModel = fc.constantFrom(...SHIPPED_MODELS);
const anyPrecision = fc.constantFrom(...PRECISIONS);
const anyParallelism = fc.record({
  tensor: fc.constantFrom(1, 2, 4, 8, 16),
  pipeline: fc.integer({ min: 1, max: 16 }),
});
/** From a word to a book, answered with anything from a word to a chapter. */
const anyShape = fc.record({
  inputTokens: fc.integer({ min: 1, max: 100_000 }),
  outputTokens: fc.integer({ min: 1, max: 10_000 }),
});
const anyMemoryGiB = fc.double({ min: 1, max: 300, noNaN: true });

/** Bits of a weight without its scales: formats with the same number can be packed more or less tightly. */
const BITS: Readonly<Record<Precision, number>> = { fp32: 32, bf16: 16, fp8: 8, int8: 8, int4: 4, fp4: 4 };

const figures = ({ weightsGiB, kvCacheGiBPerRequest, reserveGiB, largestConcurrency }: MemoryFit) => [
  weightsGiB,
  kvCacheGiBPerRequest,
  reserveGiB,
  largestConcurrency,
];

describe('memory of any model on any hardware', () => {
  it('is finite and not negative', () => {
    fc.assert(
      fc.property(
        anyModel,
        anyPrecision,
        anyParallelism,
        anyMemoryGiB,
        anyShape,
        (model, precision, layout, gib, shape) => {
          for (const figure of figures(memoryFit(model, precision, layout, gib, shape))) {
            expect(Number.isFinite(figure)).toBe(true);
            expect(figure).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it('holds the largest number of requests, and not one more', () => {
    fc.assert(
      fc.property(
        anyModel,
        anyPrecision,
        anyParallelism,
        anyMemoryGiB,
        anyShape,
        (model, precision, layout, gib, shape) => {
          const memory = memoryFit(model, precision, layout, gib, shape);
          const with_ = (requests: number) =>
            memory.weightsGiB + memory.reserveGiB + requests * memory.kvCacheGiBPerRequest;
          const rounding = 1e-9 * gib;
          expect(memory.fits).toBe(memory.largestConcurrency >= 1);
          expect(memory.reason === null).toBe(memory.fits);
          if (memory.fits) expect(with_(memory.largestConcurrency)).toBeLessThanOrEqual(gib + rounding);
          expect(with_(memory.largestConcurrency + 1)).toBeGreaterThan(gib - rounding);
        },
      ),
    );
  });

  it('never holds less on more accelerators', () => {
    fc.assert(
      fc.property(
        anyModel,
        anyPrecision,
        anyParallelism,
        anyMemoryGiB,
        anyShape,
        (model, precision, layout, gib, shape) => {
          const most = (tensor: number, pipeline: number) =>
            memoryFit(model, precision, { tensor, pipeline }, gib, shape).largestConcurrency;
          const { tensor, pipeline } = layout;
          expect(most(2 * tensor, pipeline)).toBeGreaterThanOrEqual(most(tensor, pipeline));
          expect(most(tensor, pipeline + 1)).toBeGreaterThanOrEqual(most(tensor, pipeline));
        },
      ),
    );
  });

  it('never needs less for a longer context', () => {
    fc.assert(
      fc.property(
        anyModel,
        anyPrecision,
        anyParallelism,
        anyShape,
        fc.nat(100_000),
        fc.nat(10_000),
        (model, precision, layout, shape, moreIn, moreOut) => {
          const longer = { inputTokens: shape.inputTokens + moreIn, outputTokens: shape.outputTokens + moreOut };
          const short = memoryFit(model, precision, layout, 80, shape);
          const long = memoryFit(model, precision, layout, 80, longer);
          expect(long.kvCacheGiBPerRequest).toBeGreaterThanOrEqual(short.kvCacheGiBPerRequest);
          expect(long.largestConcurrency).toBeLessThanOrEqual(short.largestConcurrency);
        },
      ),
    );
  });

  it('never needs more in a lower precision', () => {
    fc.assert(
      fc.property(
        anyModel,
        anyPrecision,
        anyPrecision,
        anyParallelism,
        anyShape,
        (model, one, other, layout, shape) => {
          fc.pre(BITS[one] < BITS[other]);
          const low = memoryFit(model, one, layout, 80, shape);
          const high = memoryFit(model, other, layout, 80, shape);
          expect(low.weightsGiB).toBeLessThanOrEqual(high.weightsGiB);
          expect(low.largestConcurrency).toBeGreaterThanOrEqual(high.largestConcurrency);
        },
      ),
    );
  });
});
