import { figureOf, shown, type Contender } from './contender.js';
import type { RankedEntry, RankingFigure } from './ranking.schema.js';

/** What is not ranked, and why. */
export interface Unranked {
  readonly count: number;
  readonly why: string;
}

const LACKING: Record<RankingFigure, string> = {
  'tokens-per-second': 'counted no tokens',
  'usd-per-million-tokens': 'ran on accelerators without a price that counts',
  'tokens-per-joule': 'have no power or energy measured',
  'tokens-per-second-per-dollar': 'ran on accelerators without a price that counts',
};

/**
 * The contenders from the best, each with its rank in its group. Those without a group come first, then the groups by
 * their names. Equal figures share no rank: the measured one goes before the predicted.
 */
export function rank(
  contenders: readonly Contender[],
  by: RankingFigure,
  per: 'accelerator' | 'replica',
): { readonly entries: RankedEntry[]; readonly withoutFigure: Unranked[] } {
  const lessIsBetter = by === 'usd-per-million-tokens';
  const figured = contenders.flatMap((contender) => {
    const figure = figureOf(contender, by, per);
    return figure === null ? [] : [{ contender, figure }];
  });
  figured.sort(
    (a, b) =>
      compareText(a.contender.group ?? '', b.contender.group ?? '') ||
      (lessIsBetter ? a.figure.cmp(b.figure) : b.figure.cmp(a.figure)) ||
      compareText(a.contender.basis, b.contender.basis) ||
      compareText(a.contender.measurementId ?? '', b.contender.measurementId ?? ''),
  );
  const seen = new Map<string | null, number>();
  const entries = figured.map(({ contender, figure }) => {
    const place = (seen.get(contender.group) ?? 0) + 1;
    seen.set(contender.group, place);
    return { rank: place, value: shown(figure), ...contender };
  });
  const lacking = contenders.length - entries.length;
  return { entries, withoutFigure: lacking === 0 ? [] : [{ count: lacking, why: LACKING[by] }] };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
