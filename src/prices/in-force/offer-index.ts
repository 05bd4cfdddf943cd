import type { OfferInForce } from '../offer.js';
import { amountFloat } from './exact-amount.js';
import { NOT_AVAILABLE, type OfferColumns } from './offer-columns.js';
import { orderedBy, orderedById, orderedByPrice } from './orders.js';

/** Rows of the same instance type and way to pay that stand together in an order, the cheapest first. */
export interface Run {
  readonly type: number;
  readonly way: number;
  readonly start: number;
  readonly end: number;
}

/** Rows in runs. */
export interface RunOrder {
  readonly rows: Uint32Array;
  /** Price of each as a float, for comparing. */
  readonly prices: Float64Array;
}

/** How many offers a run has, and the first and last of their dates, as places in `OfferIndex.dates`. */
export interface RunCount {
  readonly offers: number;
  readonly oldest: number;
  readonly newest: number;
}

/**
 * The offers in force, ordered so that a question looks at few of them: by type and way to pay, and the same within each
 * region. Equal prices are in the order of their ids.
 */
export class OfferIndex {
  /** Rows in the order of their ids. */
  readonly byId: Uint32Array;
  /** Place of each row in that order. */
  readonly rank: Uint32Array;
  /** In order, as text: ISO 8601, shortened dates before the days that they hold. */
  readonly dates: readonly string[];
  readonly runs: readonly Run[];
  readonly everywhere: RunOrder;
  /** Of each run, all of it and what is not known to be missing where it is listed. */
  readonly counts: readonly { readonly all: RunCount; readonly available: RunCount }[];
  readonly regions: readonly string[];
  readonly regionAt: ReadonlyMap<string, number>;
  /** The runs within a region stand in this order. */
  readonly inRegions: RunOrder;
  private readonly dateOf: Uint32Array;
  /** By region, in the order of `regions`; one more at the end. */
  private readonly regionStarts: Uint32Array;

  constructor(readonly columns: OfferColumns) {
    const { types, places, ways, statements } = columns.repeated;
    this.byId = orderedById(columns);
    this.rank = new Uint32Array(columns.length);
    for (let rank = 0; rank < columns.length; rank += 1) this.rank[this.byId[rank] ?? 0] = rank;
    this.dates = [...new Set(statements.map(({ asOf }) => asOf))].sort();
    const dates = new Map(this.dates.map((date, at) => [date, at]));
    this.dateOf = Uint32Array.from(statements, ({ asOf }) => dates.get(asOf) ?? 0);
    this.regions = [...new Set(places.map(({ region }) => region))];
    this.regionAt = new Map(this.regions.map((region, at) => [region, at]));
    const regionOfPlace = Uint32Array.from(places, ({ region }) => this.regionAt.get(region) ?? 0);

    const keys = new Uint32Array(columns.length);
    for (let row = 0; row < columns.length; row += 1) {
      keys[row] = (columns.type[row] ?? 0) * ways.length + (columns.way[row] ?? 0);
    }
    const byRun = orderedBy(orderedByPrice(this.byId, columns), types.length * ways.length, keys);
    this.everywhere = { rows: byRun, prices: pricesOf(byRun, columns) };
    this.runs = this.runsOf(this.everywhere.rows, 0, byRun.length);
    this.counts = this.runs.map((run) => ({
      all: this.count(this.everywhere, run, false),
      available: this.count(this.everywhere, run, true),
    }));

    for (let row = 0; row < columns.length; row += 1) keys[row] = regionOfPlace[columns.place[row] ?? 0] ?? 0;
    const byRegion = orderedBy(byRun, this.regions.length, keys);
    this.inRegions = { rows: byRegion, prices: pricesOf(byRegion, columns) };
    this.regionStarts = new Uint32Array(this.regions.length + 1);
    for (let row = 0; row < columns.length; row += 1) {
      const next = (keys[row] ?? 0) + 1;
      this.regionStarts[next] = (this.regionStarts[next] ?? 0) + 1;
    }
    for (let region = 0; region < this.regions.length; region += 1) {
      this.regionStarts[region + 1] = (this.regionStarts[region + 1] ?? 0) + (this.regionStarts[region] ?? 0);
    }
  }

  /** The runs of one region, in `inRegions`. */
  runsIn(region: number): Run[] {
    return this.runsOf(this.inRegions.rows, this.regionStarts[region] ?? 0, this.regionStarts[region + 1] ?? 0);
  }

  /** What a run has. @param availableOnly without what is known to be missing where it is listed */
  count({ rows }: RunOrder, { start, end }: Run, availableOnly: boolean): RunCount {
    let offers = 0;
    let oldest = this.dates.length;
    let newest = -1;
    for (let at = start; at < end; at += 1) {
      const row = rows[at] ?? 0;
      if (availableOnly && this.columns.available[row] === NOT_AVAILABLE) continue;
      const date = this.dateOf[this.columns.statement[row] ?? 0] ?? 0;
      offers += 1;
      if (date < oldest) oldest = date;
      if (date > newest) newest = date;
    }
    return { offers, oldest, newest };
  }

  /** Every offer, in the order of the ids; each made when it is asked for. */
  *offers(): Generator<OfferInForce> {
    for (const row of this.byId) yield this.columns.offer(row);
  }

  private runsOf(rows: Uint32Array, from: number, to: number): Run[] {
    const { type: typeOf, way: wayOf } = this.columns;
    const runs: Run[] = [];
    let start = from;
    while (start < to) {
      const type = typeOf[rows[start] ?? 0] ?? 0;
      const way = wayOf[rows[start] ?? 0] ?? 0;
      let end = start + 1;
      while (end < to && typeOf[rows[end] ?? 0] === type && wayOf[rows[end] ?? 0] === way) {
        end += 1;
      }
      runs.push({ type, way, start, end });
      start = end;
    }
    return runs;
  }
}

/** Of each of the rows, as a float. */
export function pricesOf(rows: Uint32Array, { usd, usdFraction }: OfferColumns): Float64Array {
  const prices = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    prices[at] = amountFloat(usd[row] ?? 0, usdFraction[row] ?? 0);
  }
  return prices;
}
