import type { ExchangeRate } from './exchange-rate.js';
import type { ReadRow } from './rate-file.js';

/** A row of a file of which nothing was taken, and why. */
export interface RejectedRow {
  readonly row: number;
  /** Begins with a stable word: `unreadable: …`. */
  readonly reason: string;
}

/** The rates of a file, one of each currency and day: of rows that contradict each other the first stands. */
export function ratesOfRows(rows: readonly ReadRow[]): { rates: ExchangeRate[]; rejected: RejectedRow[] } {
  const found = new Map<string, { readonly rate: ExchangeRate; readonly row: number }>();
  const rejected: RejectedRow[] = [];
  for (const read of rows) {
    const { row } = read;
    if (read.rates === null) {
      rejected.push({ row, reason: `unreadable: ${read.why}` });
      continue;
    }
    const contradicted = read.rates.flatMap((rate) => {
      const before = found.get(keyOf(rate));
      return before !== undefined && before.rate.usdPerUnit !== rate.usdPerUnit ? [{ rate, before }] : [];
    });
    const [first] = contradicted;
    if (first === undefined) for (const rate of read.rates) found.set(keyOf(rate), { rate, row });
    else rejected.push({ row, reason: `contradicted: ${sentence(first.rate, first.before)}` });
  }
  return { rates: [...found.values()].map(({ rate }) => rate), rejected };
}

function sentence({ currency, date, usdPerUnit }: ExchangeRate, before: { rate: ExchangeRate; row: number }): string {
  return (
    `It gives ${usdPerUnit} for ${currency} on ${date}, and row ${before.row} gives ${before.rate.usdPerUnit}. ` +
    'Keep the right one.'
  );
}

function keyOf({ currency, date }: ExchangeRate): string {
  return `${currency} ${date}`;
}
