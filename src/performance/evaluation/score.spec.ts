import { expect, test } from 'vitest';
import { evaluation, type EvaluatedRun } from './evaluation.js';
import { score } from './score.js';

test('errors are shares of what was measured', () => {
  const pair = (predicted: number) => ({ predicted, measured: 100, low: predicted / 1.2, high: predicted * 1.2 });
  // Off by 10, 20, 50 and 100 %; the intervals of the first two hold 100.
  expect(score([pair(110), pair(120), pair(50), pair(200)])).toEqual({
    medianAbsolutePercentageError: 35,
    meanAbsolutePercentageError: 45,
    within20Percent: 50,
    intervalCoverage: 50,
  });
});

test('nothing to compare is null, not 0', () => {
  expect(score([])).toEqual({
    medianAbsolutePercentageError: null,
    meanAbsolutePercentageError: null,
    within20Percent: null,
    intervalCoverage: null,
  });
});

test('throughput is compared by the time of whole requests', () => {
  const run: EvaluatedRun = {
    labels: { model: 'm', accelerator: 'h100', engine: 'vllm', precision: 'fp8' },
    outputTokens: 11,
    // 1 s and ten times 0.1 s are 2 s measured; 2 s and ten times 0.05 s are 2.5 s predicted: 0.8 of the throughput.
    measured: { ttftSeconds: 1, tpotSeconds: 0.1 },
    predicted: { ttftSeconds: 2, tpotSeconds: 0.05, ttftFactor: 2.1, tpotFactor: 1.5, requestFactor: 1.3 },
  };
  const { rows, predicted, overall, byModel } = evaluation([run], 3);
  expect({ rows, predicted }).toEqual({ rows: 3, predicted: 1 });
  expect(overall.throughput).toMatchObject({ medianAbsolutePercentageError: 20, intervalCoverage: 100 });
  expect(overall.tpot).toMatchObject({ medianAbsolutePercentageError: 50, intervalCoverage: 0 });
  expect(overall.ttft).toMatchObject({ medianAbsolutePercentageError: 100, intervalCoverage: 100 });
  expect(byModel).toEqual({ m: overall });
});
