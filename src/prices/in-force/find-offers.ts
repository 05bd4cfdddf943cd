import { CLOUDS } from '../../catalog/index.js';
import type { PricedOffer } from '../price-figures.js';
import type { PriceFilter, PricePage } from '../price-query.js';
import { CloudTally } from './cloud-tally.js';
import { inExactOrder, mostApart } from './exact-order.js';
import type { Figures } from './figures.js';
import { Least } from './least.js';
import { NOT_AVAILABLE } from './offer-columns.js';
import { EVERYWHERE, type OfferIndex, type RunCount } from './offer-index.js';
import type { Run, Runs } from './runs.js';
import { matchingTypes, matchingWays } from './matching.js';

export interface Found {
  /** Offers that match. */
  readonly total: number;
  /** Of all that match, one per cloud. */
  readonly clouds: readonly CloudTally[];
  /** Of those that match the page asked for, in its order. */
  readonly offers: PricedOffer[];
}

/**
 * The offers that match, cheapest first by the figure asked for; equal figures in the order of the ids, and offers that
 * lack the figure last.
 */
export function findOffers(index: OfferIndex, figures: Figures, filter: PriceFilter, page: PricePage): Found {
  const matching = matchingRuns(index, filter);
  const rows = pageOf(index, figures, matching, filter.availableOnly, page);
  return { total: matching.total, clouds: matching.clouds, offers: rows };
}

interface Matching {
  readonly order: Runs;
  readonly runs: readonly Run[];
  /** How many offers of each run match. */
  readonly counts: readonly number[];
  readonly total: number;
  readonly clouds: readonly CloudTally[];
}

/** The runs that match, counted: without a region the runs of everywhere, which were counted before. */
function matchingRuns(index: OfferIndex, filter: PriceFilter): Matching {
  const { repeated } = index.columns;
  const types = matchingTypes(repeated.types, filter);
  const ways = matchingWays(repeated.ways, filter);
  const clouds = CLOUDS.map((cloud) => new CloudTally(cloud, index.dates));
  const cloudOfType = repeated.types.map(({ cloud }) => clouds[CLOUDS.indexOf(cloud)]);
  const runs: Run[] = [];
  const counts: number[] = [];
  let total = 0;
  const take = (run: Run, count: RunCount) => {
    if (count.offers === 0) return;
    runs.push(run);
    counts.push(count.offers);
    total += count.offers;
    const purchaseOption = repeated.ways[run.way]?.purchaseOption;
    if (purchaseOption !== undefined) cloudOfType[run.type]?.add(purchaseOption, count);
  };
  if (filter.regions === null) {
    for (const at of index.everywhere.matching(EVERYWHERE, types, ways)) {
      const count = index.counts[at];
      if (count) take(index.everywhere.run(at), filter.availableOnly ? count.available : count.all);
    }
    return { order: index.everywhere, runs, counts, total, clouds };
  }
  for (const name of new Set(filter.regions)) {
    const region = index.regionAt.get(name);
    if (region === undefined) continue;
    for (const at of index.inRegions.matching(region, types, ways)) {
      const run = index.inRegions.run(at);
      take(run, index.count(index.inRegions, run, filter.availableOnly));
    }
  }
  return { order: index.inRegions, runs, counts, total, clouds };
}

/** The page, from those that have the figure and then from those that lack it. */
function pageOf(
  index: OfferIndex,
  figures: Figures,
  { order, runs, counts, total }: Matching,
  availableOnly: boolean,
  { sort, offset, limit }: PricePage,
): PricedOffer[] {
  const factors = figures.factorsOf(sort);
  const has = ({ type }: Run) => !Number.isNaN(factors[type]);
  const without = runs.reduce((sum, run, at) => sum + (has(run) ? 0 : (counts[at] ?? 0)), 0);
  const all = total - without;
  const isMissing = (row: number) => availableOnly && index.columns.available[row] === NOT_AVAILABLE;
  const found: PricedOffer[] = [];
  if (offset < all) {
    const ordered = { order, runs: without === 0 ? runs : runs.filter(has), isMissing, factors, all };
    found.push(...cheapest(index, figures, ordered, { sort, offset, limit }));
  }
  if (offset + limit > all && without > 0) {
    const lacking = runs.filter((run) => !has(run)).flatMap(({ start, end }) => [...order.rows.subarray(start, end)]);
    const byId = lacking
      .filter((row) => !isMissing(row))
      .sort((a, b) => (index.rank[a] ?? 0) - (index.rank[b] ?? 0))
      .slice(Math.max(0, offset - all), offset + limit - all);
    found.push(...byId.map((row) => figures.priced(row)));
  }
  return found;
}

interface Ordered {
  readonly order: Runs;
  readonly runs: readonly Run[];
  readonly isMissing: (row: number) => boolean;
  /** By type. */
  readonly factors: Float64Array;
  /** How many offers they have that are not missing. */
  readonly all: number;
}

/** Only so far into each run as its offers can be on the page; floats say which can, and the exact figures which are. */
function cheapest(
  index: OfferIndex,
  figures: Figures,
  { order, runs, isMissing, factors, all }: Ordered,
  { sort, offset, limit }: PricePage,
): PricedOffer[] {
  const { rows, prices } = order;
  let most = Infinity;
  if (offset + limit < all) {
    const least = new Least(offset + limit);
    for (const { type, start, end } of runs) {
      const factor = factors[type] ?? NaN;
      for (let at = start; at < end; at += 1) {
        const figure = (prices[at] ?? 0) * factor;
        if (figure >= least.most) break;
        if (!isMissing(rows[at] ?? 0)) least.add(figure);
      }
    }
    most = least.most + mostApart(least.most);
  }
  const candidates: number[] = [];
  const approximate: number[] = [];
  for (const { type, start, end } of runs) {
    const factor = factors[type] ?? NaN;
    for (let at = start; at < end; at += 1) {
      const figure = (prices[at] ?? 0) * factor;
      if (figure > most) break;
      const row = rows[at] ?? 0;
      if (isMissing(row)) continue;
      candidates.push(row);
      approximate.push(figure);
    }
  }
  return inExactOrder(index, figures, { rows: candidates, approximate }, { sort, offset, limit });
}
