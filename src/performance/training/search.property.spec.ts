import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SHIPPED_MODELS } from '../shipped-world.fixture.js';
import { readAccelerators } from '../../catalog/index.js';
import type { TrainingQuestion } from '../types.js';
import { visitLayouts } from './choices.js';
import { trainingJob } from './job.js';
import { trainingMachine } from './machine.js';
import { leastRecomputedShare } from './memory.js';
import { fastestLayout } from './search.js';
import { shippedSharedTraining, shippedTrainingRates } from './shipped.js';
import { stepSeconds } from './time.js';

const MEMORY_GIB = 80;
const rates = shippedTrainingRates();
const { coefficients } = shippedSharedTraining();
const hardware = readAccelerators().filter(({ id }) => rates(id, 'bf16') !== null);

const anyQuestion: fc.Arbitrary<TrainingQuestion> = fc.record({
  model: fc.constantFrom(...SHIPPED_MODELS),
  accelerator: fc.constantFrom(...hardware),
  acceleratorsPerNode: fc.constantFrom(1, 4, 8),
  nodes: fc.integer({ min: 1, max: 16 }),
  interNodeGBps: fc.double({ min: 1, max: 400, noNaN: true }),
  method: fc.constantFrom('pretraining' as const, 'lora' as const),
  precision: fc.constant('bf16' as const),
  sequenceLength: fc.constantFrom(512, 4096, 65_536),
  globalBatchSequences: fc.integer({ min: 1, max: 512 }),
});

/** Tries every layout and passes nothing over. */
function leastSeconds(question: TrainingQuestion): number {
  const known = trainingMachine(question, rates, coefficients);
  if (!known.ok) throw new Error(known.reason);
  const job = trainingJob(question, MEMORY_GIB);
  let least = Number.POSITIVE_INFINITY;
  visitLayouts(
    question,
    () => true,
    (layout) => {
      for (const zeroStage of layout.data * layout.context === 1 ? ([0] as const) : ([0, 1, 2, 3] as const)) {
        const recomputedShare = leastRecomputedShare(job, { ...layout, zeroStage });
        if (recomputedShare === null) continue;
        least = Math.min(least, stepSeconds(job, { ...layout, zeroStage, recomputedShare }, known.machine));
      }
    },
  );
  return least;
}

it('what the search passes over is never faster than what it finds', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const known = trainingMachine(question, rates, coefficients);
      if (!known.ok) return;
      const found = fastestLayout(question, known.machine, MEMORY_GIB);
      const least = leastSeconds(question);
      if (found.ok) expect(found.seconds).toBeCloseTo(least, Math.max(0, 6 - Math.ceil(Math.log10(least))));
      else expect(least).toBe(Number.POSITIVE_INFINITY);
    }),
    { numRuns: 100 },
  );
});
