import { APART, apart, type Bounds } from './bounds.js';
import { InstancePrices, SAME } from './instance-prices.js';
import type { MixProblem } from './mix-problem.js';

/** Far more than any mix has needed; a bound is one after any number of steps. */
const MOST_STEPS = 1000;

export interface Relaxation {
  /** No whole numbers within the bounds cost less; proven by the worths, whatever the rounding of floats. */
  readonly bound: number;
  /** What an instance of each type is worth: the multipliers that prove the bound. */
  readonly worths: Float64Array;
  /** Instances of each type to pay for, not whole; below zero where fewer than the owned ones do. */
  readonly needed: Float64Array;
  /** How that serves the buckets: patterns, and the weight of each. */
  readonly patterns: readonly Weighted[];
}

export interface Weighted {
  readonly pattern: Pattern;
  readonly weight: number;
}

/** Which type serves each bucket, and the instances of each type that this keeps busy. */
export interface Pattern {
  readonly types: Int32Array;
  readonly loads: Float64Array;
}

/**
 * The linear program of a mix: shares of every bucket over the types, as many instances as that keeps busy. It is solved
 * over patterns, in each of which every bucket is served by one type; shares are weights of patterns. So the basis of the
 * simplex method has a row per type and one for the weights, however many buckets there are, and the pattern that
 * helps most is found by letting every bucket take the type that is cheapest at the present worths (Dantzig and Wolfe, 1960).
 *
 * A variable per type, what is needed of it, has a cost that bends where the bounds are: nothing is saved below the least,
 * and beyond the most everything costs far more. That keeps every basis feasible when bounds change.
 */
export class LoadProgram {
  private readonly types: number;
  /** Row by row: the inverse of the basis. */
  private inverse: Float64Array;
  /** What is basic in each row: the number of a type, for what is needed of it, or a pattern. */
  private basis: (number | Pattern)[];
  private values: Float64Array;
  /** Of each type: what is needed of it, where that is not basic. */
  private readonly fixed: Float64Array;

  private readonly prices: InstancePrices;
  /** Bucket by bucket: the loads on all types. */
  private readonly loads: Float64Array;
  private readonly costs: Float64Array;
  private readonly owned: Float64Array;

  /** @param from a program of the same problem, whose basis is a good start */
  constructor(problem: MixProblem, from?: LoadProgram) {
    this.types = problem.types.length;
    this.loads = from?.loads ?? Float64Array.from(problem.loads.flat());
    this.costs = from?.costs ?? Float64Array.from(problem.types, ({ cost }) => cost);
    this.owned = from?.owned ?? Float64Array.from(problem.types, ({ owned }) => owned);
    this.prices = from?.prices ?? new InstancePrices(this.costs);
    if (from !== undefined) {
      this.inverse = from.inverse.slice();
      this.basis = [...from.basis];
      this.values = from.values.slice();
      this.fixed = from.fixed.slice();
      return;
    }
    const { pattern } = this.cheapestPattern(this.costs);
    const rows = this.types + 1;
    this.inverse = new Float64Array(rows * rows);
    this.basis = [];
    this.values = new Float64Array(rows);
    this.fixed = new Float64Array(this.types).fill(Number.NaN);
    for (let type = 0; type < this.types; type += 1) {
      const load = pattern.loads[type] ?? 0;
      this.inverse[type * rows + type] = -1;
      this.inverse[type * rows + this.types] = load;
      this.basis.push(type);
      this.values[type] = load - (this.owned[type] ?? 0);
    }
    this.inverse[rows * rows - 1] = 1;
    this.basis.push(pattern);
    this.values[this.types] = 1;
  }

  /**
   * Solves the program within bounds.
   *
   * @param enough stops once the bound is as high as this
   */
  solve(exact: Bounds, enough: number): Relaxation {
    const bounds = apart(exact);
    this.moveTo(bounds);
    let bound = Number.NEGATIVE_INFINITY;
    let worths = new Float64Array(this.types);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const multipliers = this.multipliers(bounds);
      // Negative worths prove nothing.
      const priced = multipliers.subarray(0, this.types).map((worth) => Math.max(0, worth));
      const { pattern, charge } = this.cheapestPattern(priced);
      const proven = this.proven(charge, priced, exact);
      if (proven > bound) {
        bound = proven;
        worths = priced;
      }
      const cost = this.cost(bounds);
      if (bound >= enough || cost - bound <= SAME * Math.abs(cost)) break;
      if (!this.step(multipliers, pattern, bounds)) break;
    }
    this.moveTo(exact);
    const patterns = this.weighted();
    return { bound, worths, needed: this.neededBy(patterns), patterns };
  }

  /** Brings what is not basic to the bends of these bounds where it is next to one, and what is basic to what follows. */
  private moveTo({ least, most }: Bounds): void {
    const rows = this.types + 1;
    for (let type = 0; type < this.types; type += 1) {
      const needed = this.fixed[type] ?? 0;
      const low = least[type] ?? 0;
      const high = most[type] ?? 0;
      if (Math.abs(needed - low) < 4 * APART) this.fixed[type] = low;
      else if (Math.abs(needed - high) < 4 * APART) this.fixed[type] = high;
    }
    for (let row = 0; row < rows; row += 1) {
      let value = this.inverse[row * rows + this.types] ?? 0;
      for (let type = 0; type < this.types; type += 1) {
        const needed = this.fixed[type] ?? 0;
        const taken = (this.owned[type] ?? 0) + (Number.isNaN(needed) ? 0 : needed);
        value += (this.inverse[row * rows + type] ?? 0) * taken;
      }
      this.values[row] = value;
    }
  }

  /** What one more unit in each row is worth: an instance of each type, and in the last row a pattern. */
  private multipliers(bounds: Bounds): Float64Array {
    const rows = this.types + 1;
    const multipliers = new Float64Array(rows);
    this.basis.forEach((basic, row) => {
      if (typeof basic !== 'number') return;
      const slope = this.prices.slopeAt(basic, this.values[row] ?? 0, bounds);
      if (slope === 0) return;
      for (let of = 0; of < rows; of += 1) {
        multipliers[of] = (multipliers[of] ?? 0) - slope * (this.inverse[row * rows + of] ?? 0);
      }
    });
    return multipliers;
  }

  /** Every bucket takes the type on which it costs least at these worths. @returns also what that charges all together */
  private cheapestPattern(worths: Float64Array): { pattern: Pattern; charge: number } {
    const buckets = this.loads.length / this.types;
    const types = new Int32Array(buckets);
    const loads = new Float64Array(this.types);
    let charge = 0;
    for (let bucket = 0, at = 0; bucket < buckets; bucket += 1, at += this.types) {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let type = 0; type < this.types; type += 1) {
        // No number where it is worth nothing and cannot serve: not below anything, as it should be.
        const cost = (worths[type] ?? 0) * (this.loads[at + type] ?? 0);
        if (cost < least) {
          least = cost;
          best = type;
        }
      }
      types[bucket] = best;
      charge += least;
      loads[best] = (loads[best] ?? 0) + (this.loads[at + best] ?? 0);
    }
    return { pattern: { types, loads }, charge };
  }

  /** The Lagrangian bound: all load charged at the worths, and every instance bought that is worth more than it costs. */
  private proven(charge: number, worths: Float64Array, { least, most }: Bounds): number {
    let bound = charge;
    for (let type = 0; type < this.types; type += 1) {
      const worth = worths[type] ?? 0;
      const dearness = (this.costs[type] ?? 0) - worth;
      bound -= worth * (this.owned[type] ?? 0);
      if (dearness !== 0) bound += dearness * ((dearness > 0 ? least[type] : most[type]) ?? 0);
    }
    return bound;
  }

  private cost(bounds: Bounds): number {
    let total = 0;
    const add = (type: number, needed: number) => {
      total += this.prices.of(type, needed, bounds);
    };
    this.basis.forEach((basic, row) => {
      if (typeof basic === 'number') add(basic, this.values[row] ?? 0);
    });
    this.fixed.forEach((needed, type) => {
      if (!Number.isNaN(needed)) add(type, needed);
    });
    return total;
  }

  /** One step of the simplex method. @returns false where nothing makes it cheaper */
  private step(multipliers: Float64Array, pattern: Pattern, bounds: Bounds): boolean {
    let entering: Entering = { pattern };
    let gain = -(multipliers[this.types] ?? 0);
    for (let type = 0; type < this.types; type += 1) gain -= (multipliers[type] ?? 0) * (pattern.loads[type] ?? 0);
    for (let type = 0; type < this.types; type += 1) {
      const needed = this.fixed[type] ?? 0;
      if (Number.isNaN(needed)) continue;
      const { up, down } = this.prices.slopes(type, needed, bounds);
      const worth = multipliers[type] ?? 0;
      if (worth - up > gain) {
        gain = worth - up;
        entering = { type, sign: 1 };
      }
      if (down - worth > gain) {
        gain = down - worth;
        entering = { type, sign: -1 };
      }
    }
    if (gain <= SAME * (1 + Math.abs(multipliers[this.types] ?? 0))) return false;
    this.enter(entering, bounds);
    return true;
  }

  /** Raises what enters until something basic reaches zero or a bend, or it reaches its own next bend. */
  private enter(entering: Entering, bounds: Bounds): void {
    const rows = this.types + 1;
    const change = this.changeBy(entering);
    let length = Number.POSITIVE_INFINITY;
    let leaving = -1;
    let pivot = 0;
    for (let row = 0; row < rows; row += 1) {
      const rate = change[row] ?? 0;
      if (Math.abs(rate) < SAME) continue;
      const room = this.room(row, rate, bounds) / Math.abs(rate);
      // Of equal lengths the one with the larger rate, which rounds less.
      if (room > length + SAME || (room > length - SAME && Math.abs(rate) <= pivot)) continue;
      length = Math.min(length, room);
      leaving = row;
      pivot = Math.abs(rate);
    }
    const own =
      'type' in entering
        ? this.prices.nextBend(entering.type, this.fixed[entering.type] ?? 0, entering.sign, bounds)
        : Number.POSITIVE_INFINITY;
    const moved = Math.max(0, Math.min(length, own));
    for (let row = 0; row < rows; row += 1) this.values[row] = (this.values[row] ?? 0) + moved * (change[row] ?? 0);
    if (own <= length && 'type' in entering) {
      this.fixed[entering.type] = (this.fixed[entering.type] ?? 0) + entering.sign * moved;
      return;
    }
    const left = this.basis[leaving];
    if (typeof left === 'number') this.fixed[left] = this.values[leaving] ?? 0;
    if ('type' in entering) {
      this.values[leaving] = (this.fixed[entering.type] ?? 0) + entering.sign * moved;
      this.fixed[entering.type] = Number.NaN;
      this.basis[leaving] = entering.type;
    } else {
      this.values[leaving] = moved;
      this.basis[leaving] = entering.pattern;
    }
    // The change is that by one unit of `sign` times the column; the inverse is about the column itself.
    this.pivot(leaving, change, 'type' in entering ? -entering.sign : -1);
  }

  /** By how much each basic value changes when what enters is raised (or lowered, by its sign) by one. */
  private changeBy(entering: Entering): Float64Array {
    const rows = this.types + 1;
    const change = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const at = row * rows;
      if ('type' in entering) {
        change[row] = entering.sign * (this.inverse[at + entering.type] ?? 0);
        continue;
      }
      let sum = this.inverse[at + this.types] ?? 0;
      for (let type = 0; type < this.types; type += 1) {
        sum += (this.inverse[at + type] ?? 0) * (entering.pattern.loads[type] ?? 0);
      }
      change[row] = -sum;
    }
    return change;
  }

  /** How far a basic value is from its next bend in the direction of the rate; a weight, from zero. */
  private room(row: number, rate: number, bounds: Bounds): number {
    const value = this.values[row] ?? 0;
    const basic = this.basis[row];
    if (typeof basic !== 'number') return rate < 0 ? Math.max(0, value) : Number.POSITIVE_INFINITY;
    // At a bend it stands for one side of it; on the other its slope, and with it what is worth a step, is another.
    const { up, down } = this.prices.slopes(basic, value, bounds);
    if (up !== down && rate < 0 === (this.prices.slopeAt(basic, value, bounds) === up)) return 0;
    return this.prices.nextBend(basic, value, rate < 0 ? -1 : 1, bounds);
  }

  private pivot(leaving: number, change: Float64Array, factor: number): void {
    const rows = this.types + 1;
    const by = (change[leaving] ?? 0) * factor;
    for (let of = 0; of < rows; of += 1) {
      this.inverse[leaving * rows + of] = (this.inverse[leaving * rows + of] ?? 0) / by;
    }
    for (let row = 0; row < rows; row += 1) {
      const rate = (change[row] ?? 0) * factor;
      if (row === leaving || rate === 0) continue;
      for (let of = 0; of < rows; of += 1) {
        const at = row * rows + of;
        this.inverse[at] = (this.inverse[at] ?? 0) - rate * (this.inverse[leaving * rows + of] ?? 0);
      }
    }
  }

  /** The weights of the patterns, brought to a sum of exactly one. */
  private weighted(): Weighted[] {
    const patterns = this.basis.flatMap((basic, row) => {
      const weight = this.values[row] ?? 0;
      return typeof basic === 'number' || weight <= 0 ? [] : [{ pattern: basic, weight }];
    });
    const sum = patterns.reduce((total, { weight }) => total + weight, 0);
    return patterns.map(({ pattern, weight }) => ({ pattern, weight: weight / sum }));
  }

  private neededBy(patterns: readonly Weighted[]): Float64Array {
    return this.owned.map((owned, type) =>
      patterns.reduce((sum, { pattern, weight }) => sum + weight * (pattern.loads[type] ?? 0), -owned),
    );
  }
}

/** What enters the basis: a pattern, or what is needed of a type, to be raised or lowered. */
type Entering = { readonly pattern: Pattern } | { readonly type: number; readonly sign: 1 | -1 };
