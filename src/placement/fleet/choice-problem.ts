import { GrowingFloats, GrowingInts } from './growing.js';

/**
 * The bare choice problem of a fleet: exactly one option for every workload, within the capacities of pools that the
 * options share, at the least total cost. A pool is whatever runs out: a quota in accelerators, the hours of an owned
 * commitment (whose options cost nothing), a budget in money. An option may use several at once.
 *
 * Columns instead of objects: thousands of workloads have millions of options.
 */
export interface ChoiceProblem {
  /** Units of each pool. */
  readonly capacities: Float64Array;
  /** The options of workload w are those from `optionStart[w]` up to, but without, `optionStart[w + 1]`. */
  readonly optionStart: Int32Array;
  /** Of each option. */
  readonly costs: Float64Array;
  /** The uses of option o are those from `useStart[o]` up to, but without, `useStart[o + 1]`; each of another pool. */
  readonly useStart: Int32Array;
  readonly usePools: Int32Array;
  readonly useUnits: Float64Array;
  /**
   * What it costs to leave out each workload; `Infinity` where it must be placed. The higher the priority of a workload,
   * the higher its penalty.
   */
  readonly penalties: Float64Array;
}

/** Collects a problem option by option. */
export class ChoiceProblemBuilder {
  private readonly capacities: number[] = [];
  private readonly optionStart = new GrowingInts(1024);
  private readonly costs = new GrowingFloats(4096);
  private readonly useStart = new GrowingInts(4096);
  private readonly usePools = new GrowingInts(4096);
  private readonly useUnits = new GrowingFloats(4096);
  private readonly penalties: number[] = [];

  /** @returns the number of the pool, for the uses of options */
  addPool(capacity: number): number {
    this.capacities.push(capacity);
    return this.capacities.length - 1;
  }

  /** The options that are added from here on are this workload's. @returns its number */
  addWorkload(penalty = Number.POSITIVE_INFINITY): number {
    this.optionStart.push(this.costs.length);
    this.penalties.push(penalty);
    return this.penalties.length - 1;
  }

  /** An option of the workload added last; {@link addUse} says what it takes. */
  addOption(cost: number): void {
    this.useStart.push(this.usePools.length);
    this.costs.push(cost);
  }

  /** What the option added last takes of a pool; taken twice from the same pool it adds up. */
  addUse(pool: number, units: number): void {
    if (units === 0) return;
    for (let use = this.useStart.last(); use < this.usePools.length; use += 1) {
      if (this.usePools.at(use) === pool) return this.useUnits.add(use, units);
    }
    this.usePools.push(pool);
    this.useUnits.push(units);
  }

  build(): ChoiceProblem {
    this.optionStart.push(this.costs.length);
    this.useStart.push(this.usePools.length);
    return {
      capacities: Float64Array.from(this.capacities),
      optionStart: this.optionStart.taken(),
      costs: this.costs.taken(),
      useStart: this.useStart.taken(),
      usePools: this.usePools.taken(),
      useUnits: this.useUnits.taken(),
      penalties: Float64Array.from(this.penalties),
    };
  }
}
