import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakFlopsPerSecond } from '../compute-precision.js';
import { createPerformanceModel } from '../performance-model.js';
import { SHIPPED_HARDWARE, SHIPPED_MODELS } from '../shipped-world.fixture.js';
import { shippedEfficiency } from '../shipped-performance.js';
import { trainingLevers } from './levers.js';
import { shippedTrainingRates } from './shipped.js';
import { TRAINING_METHODS, type TrainingQuestion } from '../types.js';

const rates = shippedTrainingRates();
const performance = createPerformanceModel(shippedEfficiency());

const anyModel = fc.constantFrom(...SHIPPED_MODELS);
const anyHardware = fc.constantFrom(...SHIPPED_HARDWARE);

const anyQuestion: fc.Arbitrary<TrainingQuestion> = fc
  .record({
    model: anyModel,
    on: anyHardware,
    acceleratorsPerNode: fc.constantFrom(1, 2, 4, 8, 16),
    nodes: fc.integer({ min: 1, max: 64 }),
    interNodeGBps: fc.option(fc.double({ min: 0.1, max: 400, noNaN: true }), { freq: 10 }),
    method: fc.constantFrom(...TRAINING_METHODS),
    sequenceLength: fc.integer({ min: 1, max: 32_768 }),
    globalBatchSequences: fc.integer({ min: 1, max: 4096 }),
  })
  .map(({ on, ...rest }) => ({ ...rest, ...on }));

describe('training any model on any hardware', () => {
  it('is predicted in finite figures, or refused with a sentence', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const outcome = performance.training(question);
        if (!outcome.ok) {
          expect(outcome.reason).toMatch(/\.$/);
          expect(outcome.reason).not.toMatch(/NaN|Infinity|undefined/);
          return;
        }
        const { prediction } = outcome;
        const numbers = { ...prediction, ...prediction.memory, ...prediction.parallelism };
        for (const [name, figure] of Object.entries(numbers)) {
          if (typeof figure !== 'number') continue;
          expect(Number.isFinite(figure), name).toBe(true);
          expect(figure, name).toBeGreaterThanOrEqual(0);
        }
        expect(prediction.tokensPerSecond).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('lies in an interval that is stated with it, on a basis', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const outcome = performance.training(question);
        fc.pre(outcome.ok);
        if (!outcome.ok) return;
        const { tokensPerSecond, tokensPerSecondLow = 0, tokensPerSecondHigh = 0, errorPercent } = outcome.prediction;
        expect(tokensPerSecondLow).toBeGreaterThan(0);
        expect(tokensPerSecondLow).toBeLessThan(tokensPerSecond);
        expect(tokensPerSecondHigh).toBeGreaterThan(tokensPerSecond);
        const farther = Math.max(tokensPerSecond - tokensPerSecondLow, tokensPerSecondHigh - tokensPerSecond);
        expect(errorPercent).toBeCloseTo((100 * farther) / tokensPerSecond, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('has no switch of its layout in a faster position', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const levers = trainingLevers(question, performance);
        for (const name of ['gradient_checkpointing', 'zero', 'data_sharding'] as const) {
          const positions = levers.filter(({ lever }) => lever === name);
          const chosen = positions.find((position) => position.chosen)?.tokensPerSecond;
          for (const { tokensPerSecond } of positions) {
            if (chosen != null && tokensPerSecond !== null) {
              expect(tokensPerSecond).toBeLessThanOrEqual(chosen * (1 + 1e-6));
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('fits in memory, uses every accelerator, and is no faster than was measured', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const outcome = performance.training(question);
        fc.pre(outcome.ok);
        if (!outcome.ok) return;
        const { memory, parallelism, modelFlopUtilization } = outcome.prediction;
        const { data, tensor, pipeline, context = 1, expert = 1 } = parallelism;
        expect(data * tensor * pipeline * context).toBe(question.acceleratorsPerNode * question.nodes);
        expect((data * context) % expert).toBe(0);
        const { availableGiB, weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB } = memory;
        const needed = weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB;
        expect(needed).toBeLessThanOrEqual(availableGiB);
        const measured = rates(question.accelerator.id, question.precision)?.productShare ?? 0;
        expect(peakFlopsPerSecond(question.accelerator, question.precision)).not.toBeNull();
        expect(modelFlopUtilization).toBeLessThanOrEqual(measured * (1 + 1e-9));
      }),
      { numRuns: 500 },
    );
  });

  it('is never slower on accelerators with more memory', () => {
    fc.assert(
      fc.property(anyQuestion, fc.double({ min: 1, max: 4, noNaN: true }), (question, times) => {
        const outcome = performance.training(question);
        fc.pre(outcome.ok);
        const { accelerator } = question;
        const larger = { ...accelerator, memoryGiB: (accelerator.memoryGiB ?? 0) * times };
        const there = performance.training({ ...question, accelerator: larger });
        if (!outcome.ok) return;
        expect(there.ok).toBe(true);
        const least = outcome.prediction.tokensPerSecond * (1 - 1e-6);
        if (there.ok) expect(there.prediction.tokensPerSecond).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 300 },
    );
  });
});
