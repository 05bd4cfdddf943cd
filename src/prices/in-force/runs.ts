import { amountFloat } from './exact-amount.js';
import type { OfferColumns } from './offer-columns.js';

/** Rows of the same instance type and way to pay that stand together, the cheapest first. */
export interface Run {
  readonly type: number;
  readonly way: number;
  readonly start: number;
  readonly end: number;
}

/** Rows in an order of runs, the runs in an order of groups. */
export class Runs {
  /** Price of each row as a float, for comparing. */
  readonly prices: Float64Array;
  private readonly ways: number;
  /** Where each run begins in `rows`, and one more that is their end. */
  private readonly starts: Uint32Array;
  /** Type and way of each run as one number, in the order in which they are gone over. */
  private readonly kinds: Uint32Array;
  /** The first run of each group, and one more that is their end. */
  private readonly firsts: Uint32Array;

  /**
   * @param groupOf by row: which group it is in; `rows` has them one after the other
   * @param groups how many there are
   */
  constructor(
    readonly rows: Uint32Array,
    columns: OfferColumns,
    groupOf: Uint32Array | null,
    groups: number,
  ) {
    const { type, way, usd, usdFraction } = columns;
    this.ways = columns.repeated.ways.length;
    this.prices = new Float64Array(rows.length);
    this.firsts = new Uint32Array(groups + 1);
    const starts = new Uint32Array(rows.length + 1);
    const kinds = new Uint32Array(rows.length);
    let count = 0;
    let before = -1;
    let groupBefore = -1;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0;
      this.prices[at] = amountFloat(usd[row] ?? 0, usdFraction[row] ?? 0);
      const group = groupOf === null ? 0 : (groupOf[row] ?? 0);
      const kind = (type[row] ?? 0) * this.ways + (way[row] ?? 0);
      if (kind === before && group === groupBefore) continue;
      for (let next = groupBefore + 1; next <= group; next += 1) this.firsts[next] = count;
      starts[count] = at;
      kinds[count] = kind;
      count += 1;
      before = kind;
      groupBefore = group;
    }
    for (let next = groupBefore + 1; next <= groups; next += 1) this.firsts[next] = count;
    starts[count] = rows.length;
    this.starts = starts.slice(0, count + 1);
    this.kinds = kinds.slice(0, count);
  }

  run(at: number): Run {
    const kind = this.kinds[at] ?? 0;
    return {
      type: Math.floor(kind / this.ways),
      way: kind % this.ways,
      start: this.starts[at] ?? 0,
      end: this.starts[at + 1] ?? 0,
    };
  }

  /** The runs of a group, as places for `run`; of these only such as both tables have a 1 for. */
  *matching(group: number, types: Uint8Array, ways: Uint8Array): Generator<number> {
    const end = this.firsts[group + 1] ?? 0;
    for (let at = this.firsts[group] ?? 0; at < end; at += 1) {
      const kind = this.kinds[at] ?? 0;
      if (types[Math.floor(kind / this.ways)] === 1 && ways[kind % this.ways] === 1) yield at;
    }
  }

  /** All runs of a group. */
  *ofGroup(group: number): Generator<Run> {
    const end = this.firsts[group + 1] ?? 0;
    for (let at = this.firsts[group] ?? 0; at < end; at += 1) yield this.run(at);
  }
}
