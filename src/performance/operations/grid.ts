/** Seconds of an operation over a grid of sizes, both kept as logarithms: between its points times follow power laws. */
export interface Grid {
  /** Logarithms of the sizes along each axis, ascending. */
  readonly axes: readonly Float64Array[];
  /** Logarithms of seconds, the last axis running fastest. */
  readonly values: Float32Array;
}

/**
 * Seconds at these sizes, one per axis. Below the smallest size it takes as long as at the smallest; beyond the largest
 * time grows in proportion, as work does once an accelerator is busy.
 */
export function secondsAt(grid: Grid, ...sizes: readonly number[]): number {
  const { axes, values } = grid;
  let beyond = 0;
  /** Corners of the cell so far: their offsets and weights. */
  let offsets = [0];
  let weights = [1];
  for (const [index, axis] of axes.entries()) {
    const size = Math.log(Math.max(1e-9, sizes[index] ?? 1));
    const last = axis.length - 1;
    const length = axis.length;
    const low = at(axis, 0);
    const high = at(axis, last);
    if (size <= low || last === 0 || size >= high) {
      const edge = size <= low || last === 0 ? 0 : last;
      if (edge === last && last > 0) beyond += size - high;
      offsets = offsets.map((offset) => offset * length + edge);
      continue;
    }
    const upper = firstAbove(axis, size);
    const share = (size - at(axis, upper - 1)) / (at(axis, upper) - at(axis, upper - 1));
    const nextOffsets: number[] = [];
    const nextWeights: number[] = [];
    for (const [corner, offset] of offsets.entries()) {
      const weight = at(weights, corner);
      nextOffsets.push(offset * length + upper - 1, offset * length + upper);
      nextWeights.push(weight * (1 - share), weight * share);
    }
    offsets = nextOffsets;
    weights = nextWeights;
  }
  let logarithm = beyond;
  for (const [corner, offset] of offsets.entries()) logarithm += at(weights, corner) * at(values, offset);
  return Math.exp(logarithm);
}

/** Index of the first value above `size`, which lies between the first and the last. */
function firstAbove(axis: Float64Array, size: number): number {
  let low = 0;
  let high = axis.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(axis, middle) > size) high = middle;
    else low = middle;
  }
  return high;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

/**
 * A grid over cells, each with its sizes and seconds. Where a combination was not measured, its nearest along the last
 * axis counts, then along those before.
 */
export function gridOf(cells: readonly { readonly sizes: readonly number[]; readonly seconds: number }[]): Grid {
  const dimensions = cells[0]?.sizes.length ?? 0;
  const sizes = Array.from({ length: dimensions }, (_, axis) =>
    [...new Set(cells.map((cell) => cell.sizes[axis] ?? 0))].sort((one, other) => one - other),
  );
  const total = sizes.reduce((product, axis) => product * axis.length, 1);
  const values = new Float32Array(total).fill(Number.NaN);
  const positions = sizes.map((axis) => new Map(axis.map((size, position) => [size, position])));
  for (const cell of cells) {
    let offset = 0;
    for (const [axis, of] of positions.entries()) {
      offset = offset * of.size + (of.get(cell.sizes[axis] ?? 0) ?? 0);
    }
    values[offset] = Math.log(cell.seconds);
  }
  const lengths = sizes.map((axis) => axis.length);
  for (let axis = dimensions - 1; axis >= 0; axis -= 1) fillAlong(values, lengths, axis);
  return { axes: sizes.map((axis) => Float64Array.from(axis, Math.log)), values };
}

/** Fills what is unknown from its neighbours along one axis: from below first. */
function fillAlong(values: Float32Array, lengths: readonly number[], axis: number): void {
  const stride = lengths.slice(axis + 1).reduce((product, length) => product * length, 1);
  const length = lengths[axis] ?? 1;
  for (let offset = 0; offset < values.length; offset += 1) {
    if (Math.floor(offset / stride) % length > 0 && Number.isNaN(at(values, offset))) {
      values[offset] = at(values, offset - stride);
    }
  }
  for (let offset = values.length - 1; offset >= 0; offset -= 1) {
    if (Math.floor(offset / stride) % length < length - 1 && Number.isNaN(at(values, offset))) {
      values[offset] = at(values, offset + stride);
    }
  }
}
