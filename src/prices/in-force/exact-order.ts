import { Decimal } from 'decimal.js';
import { figureOf, type PricedOffer } from '../price-figures.js';
import type { PricePage, PriceSort } from '../price-query.js';
import type { Figures } from './figures.js';
import type { OfferIndex } from './offer-index.js';

/**
 * How far apart the floats of two offers may be that have the same figure: figures are rounded to ten decimals, each by
 * half of the last one at most, and a float has sixteen digits, of which products lose some.
 */
export function mostApart(figure: number): number {
  return 2e-10 + Math.abs(figure) * 1e-13;
}

/** Rows and, in the same order, their figures as floats. */
export interface Candidates {
  readonly rows: readonly number[];
  readonly approximate: readonly number[];
}

/** Sorts by float, and exactly where floats are too close to tell and the page is concerned. */
export function inExactOrder(
  index: OfferIndex,
  figures: Figures,
  { rows, approximate }: Candidates,
  { sort, offset, limit }: PricePage,
): PricedOffer[] {
  const byFloat = Uint32Array.from(rows, (_, at) => at);
  byFloat.sort((a, b) => (approximate[a] ?? 0) - (approximate[b] ?? 0));
  const page: PricedOffer[] = [];
  const end = Math.min(offset + limit, rows.length);
  let from = 0;
  while (from < end) {
    let to = from + 1;
    const figureAt = (place: number) => approximate[byFloat[place] ?? 0] ?? 0;
    while (to < byFloat.length && figureAt(to) - figureAt(to - 1) <= mostApart(figureAt(to))) to += 1;
    if (to > offset) {
      const close = Array.from(byFloat.subarray(from, to), (at) => rows[at] ?? 0);
      const ordered = close.length === 1 ? close : byFigure(close, index, figures, sort);
      for (const row of ordered.slice(Math.max(0, offset - from), end - from)) page.push(figures.priced(row));
    }
    from = to;
  }
  return page;
}

/** By the figure as it is shown, equal ones in the order of their ids. */
function byFigure(rows: readonly number[], index: OfferIndex, figures: Figures, sort: PriceSort): number[] {
  const known = new Map<string, Decimal>();
  const { type, usd, usdFraction } = index.columns;
  const exact = rows.map((row) => {
    // Of one type, the same price gives the same figure.
    const key = `${type[row]} ${usd[row]} ${usdFraction[row]}`;
    const figure = known.get(key) ?? new Decimal(figureOf(figures.priced(row), sort) ?? NaN);
    known.set(key, figure);
    return { row, figure };
  });
  exact.sort((a, b) => a.figure.comparedTo(b.figure) || (index.rank[a.row] ?? 0) - (index.rank[b.row] ?? 0));
  return exact.map(({ row }) => row);
}
