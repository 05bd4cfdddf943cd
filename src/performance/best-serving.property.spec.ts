import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakFlopsPerSecond } from './compute-precision.js';
import { multipliedParameters } from './model-weights.js';
import { createPerformanceModel, shippedKernels } from './performance-model.js';
import { operatingLine, type OperatingLine } from './pace/operating-line.js';
import { paceOf, reachOf } from './pace/pace-of-question.js';
import { SHIPPED_HARDWARE, SHIPPED_MODELS } from './shipped-world.fixture.js';
import { shippedCoefficients, shippedEfficiency } from './shipped-performance.js';
import type { ServingQuestion } from './types.js';

const efficiency = shippedEfficiency();
const coefficients = shippedCoefficients().serving;
const performance = createPerformanceModel(efficiency);
const knowledge = { efficiency, coefficients, kernels: shippedKernels(), own: null };

/** Requests in flight that are asked for. */
const MOST = 4000;

const anyModel = fc.constantFrom(...SHIPPED_MODELS);
const anyHardware = fc.constantFrom(...SHIPPED_HARDWARE);
const anyParallelism = fc.record({
  tensor: fc.constantFrom(1, 2, 4, 8, 16),
  pipeline: fc.integer({ min: 1, max: 16 }),
});
/** From a word to a book, answered with anything from a word to a chapter. */
const anyShape = fc.record({
  inputTokens: fc.integer({ min: 1, max: 100_000 }),
  outputTokens: fc.integer({ min: 1, max: 10_000 }),
});
const anyLimit = fc.option(fc.double({ min: 0.1, max: 100_000, noNaN: true }));

const anyQuestion: fc.Arbitrary<ServingQuestion> = fc
  .record({
    model: anyModel,
    on: anyHardware,
    parallelism: anyParallelism,
    nodes: fc.constantFrom(1, 2),
    interNodeGBps: fc.option(fc.double({ min: 1, max: 400, noNaN: true })),
    shape: anyShape,
    ttftMs: anyLimit,
    tpotMs: anyLimit,
    maxConcurrency: fc.integer({ min: 1, max: 2000 }),
  })
  .map(({ model, on, parallelism, nodes, interNodeGBps, shape, ttftMs, tpotMs, maxConcurrency }) => ({
    model,
    hardware: { accelerator: on.accelerator, parallelism, nodes, interNodeGBps },
    precision: on.precision,
    shape,
    limits: { ttftMs, tpotMs },
    maxConcurrency,
  }));

/** A question's line of operating points, whether or not it fits in memory. */
function lineOf(question: ServingQuestion, most = MOST): OperatingLine | null {
  const pace = paceOf(question, reachOf(question, knowledge), knowledge);
  return pace && operatingLine(question, pace, most);
}

describe('serving any model on any hardware', () => {
  it('is predicted in finite figures, or refused with a sentence', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const outcome = performance.bestServing(question);
        if (!outcome.ok) {
          expect(outcome.reason).toMatch(/\.$/);
          expect(outcome.reason).not.toMatch(/NaN|Infinity|undefined/);
          return;
        }
        const { prediction } = outcome;
        for (const [name, figure] of Object.entries(prediction)) {
          if (typeof figure !== 'number') continue;
          expect(Number.isFinite(figure), name).toBe(true);
          if (name === 'outputTokensPerSecondLow') expect(figure).toBeGreaterThanOrEqual(0);
          else expect(figure, name).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('holds the limits and the memory, and would break one of them with one request more', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const outcome = performance.bestServing(question);
        fc.pre(outcome.ok);
        if (!outcome.ok) return;
        const most = Math.max(1, Math.min(outcome.memory.largestConcurrency, question.maxConcurrency ?? Infinity));
        const line = lineOf(question, most);
        if (line === null) throw new Error('What was predicted has a line.');
        const { ttftMs, tpotMs } = question.limits;
        const holds = (requests: number) => {
          const point = line(requests);
          return point.ttftSeconds * 1000 <= (ttftMs ?? Infinity) && point.tpotSeconds * 1000 <= (tpotMs ?? Infinity);
        };
        const { concurrency } = outcome.prediction;
        expect(concurrency).toBeLessThanOrEqual(most);
        expect(holds(concurrency)).toBe(true);
        if (concurrency < most) expect(holds(concurrency + 1)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('never yields less with more requests in flight, nor answers any of them faster', () => {
    fc.assert(
      fc.property(anyQuestion, fc.integer({ min: 1, max: 2000 }), fc.nat(2000), (question, requests, more) => {
        const line = lineOf(question);
        fc.pre(line !== null);
        if (line === null) return;
        const few = line(requests);
        const many = line(requests + more);
        const rounding = 1 - 1e-12;
        expect(many.requestsPerSecond).toBeGreaterThanOrEqual(few.requestsPerSecond * rounding);
        expect(many.ttftSeconds).toBeGreaterThanOrEqual(few.ttftSeconds * rounding);
        expect(many.tpotSeconds).toBeGreaterThanOrEqual(few.tpotSeconds * rounding);
      }),
      { numRuns: 1000 },
    );
  });

  it('never multiplies faster than all its accelerators can', () => {
    fc.assert(
      fc.property(anyQuestion, fc.integer({ min: 1, max: 2000 }), (question, requests) => {
        const line = lineOf(question);
        fc.pre(line !== null);
        if (line === null) return;
        const { hardware, precision, model, shape } = question;
        const peak = peakFlopsPerSecond(hardware.accelerator, precision) ?? 0;
        const all = peak * hardware.parallelism.tensor * hardware.parallelism.pipeline;
        const flopsPerRequest = 2 * multipliedParameters(model) * (shape.inputTokens + shape.outputTokens - 1);
        expect(line(requests).requestsPerSecond * flopsPerRequest).toBeLessThanOrEqual(all * (1 + 1e-9));
      }),
      { numRuns: 1000 },
    );
  });
});
