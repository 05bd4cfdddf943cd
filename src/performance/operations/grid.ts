/** Seconds of an operation over a grid of sizes, both kept as logarithms: between its points times follow power laws. */
export interface Grid {
  /** Logarithms of the sizes along each axis, ascending. */
  readonly axes: readonly Float64Array[];
  /** Logarithms of seconds, the last axis running fastest. */
  readonly values: Float32Array;
}

/**
 * Seconds at these sizes, one per axis, of which there are one to three. Below the smallest size it takes as long as at
 * the smallest; beyond the largest time grows in proportion, as work does once an accelerator is busy.
 */
export function secondsAt({ axes, values }: Grid, first: number, second = 1, third = 1): number {
  const [one, two, three] = axes;
  if (one === undefined) return Number.NaN;
  const firstLog = Math.log(first);
  let beyond = beyondLast(one, firstLog);
  const x = position(one, firstLog);
  if (two === undefined) return Math.exp(beyond + along(values, 0, x));
  const secondLog = Math.log(second);
  beyond += beyondLast(two, secondLog);
  const y = position(two, secondLog);
  if (three === undefined) return Math.exp(beyond + across(values, 0, x, y, two.length));
  const thirdLog = Math.log(third);
  beyond += beyondLast(three, thirdLog);
  const z = position(three, thirdLog);
  const plane = two.length * three.length;
  const lower = Math.floor(x);
  const share = x - lower;
  const below = across(values, lower * plane, y, z, three.length);
  if (share === 0) return Math.exp(beyond + below);
  const above = across(values, (lower + 1) * plane, y, z, three.length);
  return Math.exp(beyond + below * (1 - share) + above * share);
}

/** Where a size lies on an axis: the index below it, and the share of the way to the next; an end beyond the ends. */
function position(axis: Float64Array, size: number): number {
  const last = axis.length - 1;
  if (!(size > at(axis, 0))) return 0;
  if (size >= at(axis, last)) return last;
  const upper = firstAbove(axis, size);
  const lower = at(axis, upper - 1);
  return upper - 1 + (size - lower) / (at(axis, upper) - lower);
}

/** An axis with one size only takes no part. */
function beyondLast(axis: Float64Array, size: number): number {
  const last = axis.length - 1;
  return last === 0 ? 0 : Math.max(0, size - at(axis, last));
}

function along(values: Float32Array, from: number, x: number): number {
  const lower = Math.floor(x);
  const share = x - lower;
  const below = at(values, from + lower);
  return share === 0 ? below : below * (1 - share) + at(values, from + lower + 1) * share;
}

/** Over a plane whose lines are `width` long. */
function across(values: Float32Array, from: number, x: number, y: number, width: number): number {
  const lower = Math.floor(x);
  const share = x - lower;
  const below = along(values, from + lower * width, y);
  return share === 0 ? below : below * (1 - share) + along(values, from + (lower + 1) * width, y) * share;
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

/** The faster of grids over the same sizes, point by point; null where their sizes differ. */
export function fastestGrid(grids: readonly Grid[]): Grid | null {
  const [first, ...others] = grids;
  if (first === undefined) return null;
  const sameAxes = others.every(({ axes }) =>
    axes.every((axis, index) => {
      const own = first.axes[index];
      return own?.length === axis.length && axis.every((size, position) => size === own[position]);
    }),
  );
  if (!sameAxes) return null;
  const values = first.values.map((value, index) => Math.min(value, ...others.map((other) => at(other.values, index))));
  return { axes: first.axes, values };
}
