import type { OfferInForce } from '../offer.js';
import { NOT_AVAILABLE, type OfferColumns } from './offer-columns.js';
import { orderedBy, orderedById, orderedByPrice } from './orders.js';
import { Runs, type Run } from './runs.js';

/** How many offers a run has, and the first and last of their dates, as places in `OfferIndex.dates`. */
export interface RunCount {
  readonly offers: number;
  readonly oldest: number;
  readonly newest: number;
}

/** The one group of `OfferIndex.everywhere`. */
export const EVERYWHERE = 0;

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
  /** All rows in one group. */
  readonly everywhere: Runs;
  /** Of each of those runs, all of it, and of it what is not known to be missing where it is listed. */
  readonly counts: readonly { readonly all: RunCount; readonly available: RunCount }[];
  readonly regions: readonly string[];
  /** Places in `regions`. */
  readonly regionAt: ReadonlyMap<string, number>;
  /** A group for each region, in the order of `regions`. */
  readonly inRegions: Runs;
  private readonly dateOf: Uint32Array;

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

    const keys = new Uint32Array(columns.length);
    for (let row = 0; row < columns.length; row += 1) {
      keys[row] = (columns.type[row] ?? 0) * ways.length + (columns.way[row] ?? 0);
    }
    const byKind = orderedBy(orderedByPrice(this.byId, columns), types.length * ways.length, keys);
    this.everywhere = new Runs(byKind, columns, null, 1);
    this.counts = [...this.everywhere.ofGroup(EVERYWHERE)].map((run) => ({
      all: this.count(this.everywhere, run, false),
      available: this.count(this.everywhere, run, true),
    }));

    const regionOfPlace = Uint32Array.from(places, ({ region }) => this.regionAt.get(region) ?? 0);
    for (let row = 0; row < columns.length; row += 1) keys[row] = regionOfPlace[columns.place[row] ?? 0] ?? 0;
    const byRegion = orderedBy(byKind, this.regions.length, keys);
    this.inRegions = new Runs(byRegion, columns, keys, this.regions.length);
  }

  /** What a run has. @param availableOnly without what is known to be missing where it is listed */
  count({ rows }: Runs, { start, end }: Run, availableOnly: boolean): RunCount {
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
}
