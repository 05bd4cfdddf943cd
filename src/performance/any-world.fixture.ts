import fc from 'fast-check';
import { PRECISIONS, readAccelerators, shippedModels, type Precision } from '../catalog/index.js';
import { shippedEfficiency } from './shipped-performance.js';
import type { RequestShape } from './types.js';

const efficiency = shippedEfficiency();

/** Every shipped model: dense, experts, latent, sliding and linear attention, published in 4, 8 and 16 bit. */
export const anyModel = fc.constantFrom(...shippedModels());

/** Every shipped accelerator and precision with an efficiency. */
export const anyHardware = fc.constantFrom(
  ...readAccelerators().flatMap((accelerator) =>
    PRECISIONS.filter((precision) => efficiency(accelerator.id, precision) !== null).map((precision) => ({
      accelerator,
      precision,
    })),
  ),
);

export const anyPrecision: fc.Arbitrary<Precision> = fc.constantFrom(...PRECISIONS);

export const anyParallelism = fc.record({
  tensor: fc.constantFrom(1, 2, 4, 8, 16),
  pipeline: fc.integer({ min: 1, max: 16 }),
});

/** From a word to a book, answered with anything from a word to a chapter. */
export const anyShape: fc.Arbitrary<RequestShape> = fc.record({
  inputTokens: fc.integer({ min: 1, max: 100_000 }),
  outputTokens: fc.integer({ min: 1, max: 10_000 }),
});
