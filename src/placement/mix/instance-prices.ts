import type { Bounds } from './bounds.js';

/** Relative: values closer than this are equal. */
export const SAME = 1e-10;
/** Price of an instance beyond the limit of its type, as a multiple of the dearest type's cost. */
const BEYOND = 1e5;

/**
 * What so many instances of a type cost. The price bends where the bounds are: nothing is saved below the least, and
 * beyond the most everything costs so much that no mix does it which can do otherwise.
 */
export class InstancePrices {
  private readonly beyond: number;

  constructor(private readonly costs: Float64Array) {
    this.beyond = BEYOND * costs.reduce((most, cost) => Math.max(most, cost), SAME);
  }

  of(type: number, needed: number, { least, most }: Bounds): number {
    const high = most[type] ?? 0;
    const paid = Math.max(least[type] ?? 0, Math.min(high, needed));
    return (this.costs[type] ?? 0) * paid + this.beyond * Math.max(0, needed - high);
  }

  /** What one more instance costs where so many are needed, and what one fewer saves; they differ at the bends. */
  slopes(type: number, needed: number, { least, most }: Bounds): { up: number; down: number } {
    const slack = SAME * (1 + Math.abs(needed));
    const cost = this.costs[type] ?? 0;
    const low = least[type] ?? 0;
    const high = most[type] ?? 0;
    return {
      up: needed >= high - slack ? this.beyond : needed >= low - slack ? cost : 0,
      down: needed <= low + slack ? 0 : needed <= high + slack ? cost : this.beyond,
    };
  }

  /** The slope that a value stands for: at a bend that of its side within the bounds. */
  slopeAt(type: number, needed: number, bounds: Bounds): number {
    const { up, down } = this.slopes(type, needed, bounds);
    return up === this.beyond ? down : up;
  }

  /** How far it is to the next bend, upwards or downwards. */
  nextBend(type: number, needed: number, sign: 1 | -1, { least, most }: Bounds): number {
    const slack = SAME * (1 + Math.abs(needed));
    const low = least[type] ?? 0;
    const high = most[type] ?? 0;
    if (sign < 0) {
      if (needed > high + slack) return needed - high;
      return needed > low + slack ? needed - low : Number.POSITIVE_INFINITY;
    }
    if (needed < low - slack) return low - needed;
    return needed < high - slack ? high - needed : Number.POSITIVE_INFINITY;
  }
}
