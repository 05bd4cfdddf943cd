import { expect, test } from 'vitest';
import { shippedOperations } from '../operations/shipped-operations.js';
import { shippedLearnt } from '../serving/shipped-learnt.js';
import { crossCheckRows, widthsFrom, type CrossChecked } from './cross-check.js';
import type { MeasuredRun } from './learn.js';

const [measured] = shippedLearnt().runs;
if (measured === undefined) throw new Error('The shipped table has runs.');

/** A run that was predicted e^off times as long as measured, next to measured ones of its kind or of its model only. */
function checked(off: number, nearest: number): CrossChecked<MeasuredRun> {
  if (measured === undefined) throw new Error('unreachable');
  const { ttftSeconds, tpotSeconds } = measured;
  return {
    measured: { ...measured, run: { ...measured.run, prompts: null } },
    predicted: {
      ttftSeconds: ttftSeconds * Math.exp(2 * off),
      tpotSeconds: tpotSeconds * Math.exp(-off),
      uncorrected: { ttftSeconds, tpotSeconds, promptSeconds: 1, promptShare: 0 },
      correction: { tpot: 0, ttft: 0, nearest, modelMeasured: true },
    },
  };
}

test('intervals are as wide as nine in ten runs of their class need', () => {
  // Off by 1, 2, … 100 % in logarithms: 90 of a hundred are within 0.9.
  const near = Array.from({ length: 100 }, (_, index) => checked((index + 1) / 100, 0.5));
  const far = Array.from({ length: 100 }, (_, index) => checked((index + 1) / 50, 0));
  const { together } = widthsFrom([...near, ...far]);
  expect(together.interpolated.tpot).toBeCloseTo(0.9, 6);
  expect(together.interpolated.ttft).toBeCloseTo(1.8, 6);
  expect(together.measured).toEqual(together.interpolated);
  expect(together.model_measured.tpot).toBeCloseTo(1.8, 6);
  expect(together.model_measured.ttft).toBeCloseTo(3.6, 6);
});

test('a class with too few runs is as wide as the next nearer one', () => {
  const near = Array.from({ length: 100 }, (_, index) => checked((index + 1) / 100, 0.5));
  const { together } = widthsFrom([...near, checked(5, 0)]);
  expect(together.model_measured).toEqual(together.interpolated);
});

test('every run is predicted once, by what the others taught', { timeout: 60_000 }, () => {
  const runs = shippedLearnt().runs.slice(0, 60);
  const found = crossCheckRows(runs, shippedOperations());
  expect(new Set(found.map((check) => check.measured))).toEqual(new Set(runs));
  expect(found.every(({ predicted }) => predicted !== null)).toBe(true);
});
