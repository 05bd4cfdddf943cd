import { expect, test } from 'vitest';
import { gridOf, secondsAt } from './grid.js';

/** 1 s at size 1 and 100 s at size 100, for either width; twice that for width 4. */
const grid = gridOf([
  { sizes: [1, 1], seconds: 1 },
  { sizes: [1, 100], seconds: 100 },
  { sizes: [4, 1], seconds: 2 },
  { sizes: [4, 100], seconds: 200 },
]);

test('between measured sizes time follows the power law through them', () => {
  expect(secondsAt(grid, 1, 10)).toBeCloseTo(10, 4);
  // Half way from width 1 to 4 in logarithms: √2 times the narrow one.
  expect(secondsAt(grid, 2, 10)).toBeCloseTo(10 * Math.SQRT2, 4);
});

test('below the smallest size it takes as long as there, beyond the largest it grows in proportion', () => {
  expect(secondsAt(grid, 1, 0.01)).toBeCloseTo(1, 5);
  expect(secondsAt(grid, 1, 300)).toBeCloseTo(300, 2);
  expect(secondsAt(grid, 8, 300)).toBeCloseTo(2 * 2 * 300, 2);
});

test('a combination that was not measured takes after its nearest along the last axis', () => {
  const holed = gridOf([
    { sizes: [1, 1], seconds: 3 },
    { sizes: [1, 8], seconds: 5 },
    { sizes: [2, 8], seconds: 7 },
  ]);
  expect(secondsAt(holed, 2, 1)).toBeCloseTo(7, 5);
});

test('an axis with one size only takes no part', () => {
  const line = gridOf([
    { sizes: [5, 1], seconds: 1 },
    { sizes: [5, 2], seconds: 2 },
  ]);
  expect(secondsAt(line, 1, 2)).toBeCloseTo(2, 5);
  expect(secondsAt(line, 50, 2)).toBeCloseTo(2, 5);
});
