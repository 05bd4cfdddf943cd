/** Bounds of the numbers of instances to pay for, by type; whole and finite. */
export interface Bounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Of an instance. Parts of an instance that small are of no account. */
export const APART = 1e-7;

/**
 * The bends moved a little inwards of what they allow, each by another amount. Bounds are whole, so that loads would often
 * meet several bends at once, and the simplex method could go round in circles there.
 */
export function apart({ least, most }: Bounds): Bounds {
  return {
    least: least.map((low, type) => low - APART * (1 + Math.abs(Math.sin(2 * type + 1)))),
    most: most.map((high, type) => high - APART * (1 + Math.abs(Math.sin(2 * type + 2)))),
  };
}
