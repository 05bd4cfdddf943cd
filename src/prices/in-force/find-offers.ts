import { CLOUDS } from '../../catalog/index.js';
import type { PricedOffer } from '../price-figures.js';
import type { PriceFilter, PricePage } from '../price-query.js';
import { CloudTally } from './cloud-tally.js';
import { inExactOrder, mostApart } from './exact-order.js';
import type { Figures } from './figures.js';
import { Least } from './least.js';
import { NOT_AVAILABLE } from './offer-columns.js';
import type { OfferIndex, Run, RunCount, RunOrder } from './offer-index.js';
import { matchingTypes, matchingWays, wantedRegions } from './matching.js';

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
  readonly order: RunOrder;
  readonly runs: readonly Run[];
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
  let total = 0;
  const take = (run: Run, count: RunCount) => {
    if (count.offers === 0) return;
    runs.push(run);
    total += count.offers;
    const purchaseOption = repeated.ways[run.way]?.purchaseOption;
    if (purchaseOption !== undefined) cloudOfType[run.type]?.add(purchaseOption, count);
  };
  const isWanted = ({ type, way }: Run) => types[type] === 1 && ways[way] === 1;
  const regions = wantedRegions(index.regions, filter);
  if (regions === null) {
    for (let at = 0; at < index.runs.length; at += 1) {
      const run = index.runs[at];
      const count = index.counts[at];
      if (run && count && isWanted(run)) take(run, filter.availableOnly ? count.available : count.all);
    }
    return { order: index.everywhere, runs, total, clouds };
  }
  for (const region of regions) {
    for (const run of index.runsIn(region)) {
      if (isWanted(run)) take(run, index.count(index.inRegions, run, filter.availableOnly));
    }
  }
  return { order: index.inRegions, runs, total, clouds };
}

/** The page, from those that have the figure and then from those that lack it. */
function pageOf(
  index: OfferIndex,
  figures: Figures,
  { order, runs, total }: Matching,
  availableOnly: boolean,
  { sort, offset, limit }: PricePage,
): PricedOffer[] {
  const factors = figures.factorsOf(sort);
  const have = runs.filter(({ type }) => !Number.isNaN(factors[type]));
  const lack = have.length === runs.length ? [] : runs.filter(({ type }) => Number.isNaN(factors[type]));
  const isMissing = (row: number) => availableOnly && index.columns.available[row] === NOT_AVAILABLE;
  const lackRows = lack
    .flatMap(({ start, end }) => [...order.rows.subarray(start, end)])
    .filter((row) => !isMissing(row));
  const withFigure = total - lackRows.length;
  const wanted = Math.min(offset + limit, withFigure);
  const found =
    offset < wanted
      ? cheapest(index, figures, { order, runs: have, isMissing, factors, all: withFigure }, { sort, offset, limit })
      : [];
  if (offset + limit > withFigure && lackRows.length > 0) {
    lackRows.sort((a, b) => (index.rank[a] ?? 0) - (index.rank[b] ?? 0));
    const rest = lackRows.slice(Math.max(0, offset - withFigure), offset + limit - withFigure);
    found.push(...rest.map((row) => figures.priced(row)));
  }
  return found;
}

interface Ordered {
  readonly order: RunOrder;
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
