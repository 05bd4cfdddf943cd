import { expect, test } from 'vitest';
import { solveSymmetric } from './cholesky.js';

test('solves several right sides at once', () => {
  // (4 2; 2 3) x = b, whose inverse is (3 −2; −2 4) / 8.
  const first = Float64Array.of(8, 7);
  const second = Float64Array.of(0, 8);
  solveSymmetric(Float64Array.of(4, 2, 2, 3), 2, [first, second]);
  expect([...first]).toEqual([expect.closeTo(1.25, 12), expect.closeTo(1.5, 12)]);
  expect([...second]).toEqual([expect.closeTo(-2, 12), expect.closeTo(4, 12)]);
});

test('a matrix that is not positive definite is refused', () => {
  expect(() => solveSymmetric(Float64Array.of(1, 2, 2, 1), 2, [])).toThrow(RangeError);
});
