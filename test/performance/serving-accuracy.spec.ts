import { expect, test } from 'vitest';
import { crossCheckGroups } from '../../src/performance/calibration/cross-check.js';
import { scores, withIntervals, type EvaluatedRun } from '../../src/performance/evaluation/evaluation.js';
import { shippedOperations } from '../../src/performance/operations/shipped-operations.js';
import { shippedLearnt } from '../../src/performance/serving/shipped-learnt.js';

/**
 * Errors in per cent that predictions keep within, of runs whose model and accelerator were not seen together; measured
 * values are in docs/performance-accuracy.md. A change that makes them worse has to say so there.
 */
const LIMITS = {
  together: { ttft: 27, tpot: 11, throughput: 11 },
  all: { ttft: 32, tpot: 13.5, throughput: 13.5 },
} as const;
const FIGURES = ['ttft', 'tpot', 'throughput'] as const;

test('runs are predicted as well as documented, model and accelerator not seen together', { timeout: 900_000 }, () => {
  const { runs, widths } = shippedLearnt();
  const checked = crossCheckGroups(runs, ({ model, run }) => `${model}|${run.accelerator.id}`, shippedOperations());
  const evaluated = checked.flatMap(({ measured, predicted }): (EvaluatedRun & { readonly apart: boolean })[] => {
    if (predicted === null) return [];
    const { run, ttftSeconds, tpotSeconds, model } = measured;
    const apart = run.prompts !== null;
    return [
      {
        apart,
        labels: { model, accelerator: run.accelerator.id, engine: run.engine, precision: run.precision },
        outputTokens: run.outputTokens,
        measured: { ttftSeconds, tpotSeconds },
        predicted: withIntervals(predicted, widths, apart),
      },
    ];
  });
  expect(evaluated).toHaveLength(runs.length);
  for (const [name, of] of [
    ['all', evaluated],
    ['together', evaluated.filter(({ apart }) => !apart)],
  ] as const) {
    const found = scores(of);
    for (const figure of FIGURES) {
      expect(found[figure].medianAbsolutePercentageError, `${figure} of ${name}`).toBeLessThan(LIMITS[name][figure]);
      expect(found[figure].intervalCoverage, `interval of ${figure} of ${name}`).toBeGreaterThan(84);
      expect(found[figure].intervalCoverage, `interval of ${figure} of ${name}`).toBeLessThan(94);
    }
  }
});
