/**
 * Solves A x = b for several b, A symmetric and positive definite, given by rows. A and the right sides are overwritten
 * with the factor and the solutions.
 *
 * @throws RangeError where A is not positive definite
 */
export function solveSymmetric(matrix: Float64Array, size: number, rightSides: readonly Float64Array[]): void {
  factor(matrix, size);
  for (const right of rightSides) {
    for (let row = 0; row < size; row += 1) {
      right[row] = (at(right, row) - dot(matrix, row * size, right, 0, row)) / at(matrix, row * size + row);
    }
    for (let row = size - 1; row >= 0; row -= 1) {
      let sum = at(right, row);
      for (let below = row + 1; below < size; below += 1) sum -= at(matrix, below * size + row) * at(right, below);
      right[row] = sum / at(matrix, row * size + row);
    }
  }
}

/** Cholesky's: the lower triangle becomes L of A = L Lᵀ. */
function factor(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const sum = at(matrix, row * size + column) - dot(matrix, row * size, matrix, column * size, column);
      if (row !== column) {
        matrix[row * size + column] = sum / at(matrix, column * size + column);
      } else if (sum > 0) {
        matrix[row * size + row] = Math.sqrt(sum);
      } else {
        throw new RangeError('The matrix is not positive definite.');
      }
    }
  }
}

function dot(one: Float64Array, from: number, other: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += at(one, from + index) * at(other, start + index);
  return sum;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
