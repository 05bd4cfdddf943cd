import type { EntityManager } from 'typeorm';
import { plainDecimal } from '../price-figures.js';
import { portions } from '../publication/portions.js';
import { daysBefore, MOST_RATE_AGE_DAYS, type ExchangeRate } from './exchange-rate.js';
import { RateBook } from './rate-book.js';
import type { RateList, RateQuery } from './rates.schema.js';

/** Rows per statement; they travel as one JSON text. */
const ROWS_PER_STATEMENT = 5000;

/** A rate as PostgreSQL gives it back. */
interface RateRow {
  readonly currency: string;
  readonly date: string;
  readonly usd_per_unit: string;
  readonly source: string;
}

interface ListedRow extends RateRow {
  readonly total: string;
  readonly stated_by: string | null;
  readonly stated_at: Date;
}

/** The rates that these prices need. A day of null needs none. */
export async function ratesFor(
  manager: EntityManager,
  prices: readonly { readonly currency: string; readonly day: string | null }[],
): Promise<RateBook> {
  const spans = new Map<string, { currency: string; first: string; last: string }>();
  for (const { currency, day } of prices) {
    if (day === null) continue;
    const first = daysBefore(day, MOST_RATE_AGE_DAYS);
    const known = spans.get(currency) ?? { currency, first, last: day };
    if (first < known.first) known.first = first;
    if (day > known.last) known.last = day;
    spans.set(currency, known);
  }
  if (spans.size === 0) return new RateBook([]);
  // Of one currency and day, what was stated last stands.
  const rows = await manager.query<RateRow[]>(
    `SELECT DISTINCT ON (r.currency, r.date) r.currency, r.date, r.usd_per_unit, r.source
     FROM jsonb_to_recordset($1) AS s(currency text, first text, last text)
     JOIN exchange_rate r ON r.currency = s.currency AND r.date BETWEEN s.first AND s.last
     ORDER BY r.currency, r.date, r.id DESC`,
    [JSON.stringify([...spans.values()])],
  );
  return new RateBook(rows.map(rateOf));
}

/** The rates that stand, the latest day first, and how many there are. */
export async function listRates(
  manager: EntityManager,
  { currency, from, to, limit, offset }: RateQuery,
): Promise<RateList> {
  const rows = await manager.query<ListedRow[]>(
    `WITH standing AS (
       SELECT DISTINCT ON (currency, date) * FROM exchange_rate
       WHERE ($1::text IS NULL OR currency = $1) AND ($2::text IS NULL OR date >= $2) AND ($3::text IS NULL OR date <= $3)
       ORDER BY currency, date, id DESC
     )
     SELECT (SELECT count(*) FROM standing) AS total, page.* FROM
       (SELECT * FROM standing ORDER BY date DESC, currency LIMIT $4 OFFSET $5) AS page`,
    [currency ?? null, from ?? null, to ?? null, limit, offset],
  );
  return {
    total: Number(rows[0]?.total ?? 0),
    rates: rows.map((row) => ({
      ...rateOf(row),
      statedBy: row.stated_by,
      statedAt: row.stated_at.toISOString(),
    })),
  };
}

/** What came of rates that were stated. */
export interface StoredRates {
  /** Of days of which none was known. */
  readonly added: readonly ExchangeRate[];
  /** In the place of another figure for the same day. */
  readonly corrected: readonly ExchangeRate[];
  readonly unchanged: number;
}

/** Keeps rates, one of each currency and day; what is known already is not stated again. */
export async function storeRates(
  manager: EntityManager,
  rates: readonly ExchangeRate[],
  by: string | null,
  now: Date,
): Promise<StoredRates> {
  const added: ExchangeRate[] = [];
  const corrected: ExchangeRate[] = [];
  for (const some of portions(rates, ROWS_PER_STATEMENT)) {
    const known = await standing(manager, some);
    const fresh = some.filter((rate) => !known.has(keyOf(rate)));
    const changed = some.filter((rate) => (known.get(keyOf(rate)) ?? rate.usdPerUnit) !== rate.usdPerUnit);
    await insert(manager, [...fresh, ...changed], by, now);
    added.push(...fresh);
    corrected.push(...changed);
  }
  return { added, corrected, unchanged: rates.length - added.length - corrected.length };
}

/** The figures that stand for these currencies and days. */
async function standing(manager: EntityManager, rates: readonly ExchangeRate[]): Promise<Map<string, string>> {
  const rows = await manager.query<RateRow[]>(
    `SELECT DISTINCT ON (r.currency, r.date) r.currency, r.date, r.usd_per_unit, r.source
     FROM jsonb_to_recordset($1) AS s(currency text, date text)
     JOIN exchange_rate r ON r.currency = s.currency AND r.date = s.date
     ORDER BY r.currency, r.date, r.id DESC`,
    [JSON.stringify(rates.map(({ currency, date }) => ({ currency, date })))],
  );
  return new Map(rows.map(rateOf).map((rate) => [keyOf(rate), rate.usdPerUnit]));
}

async function insert(
  manager: EntityManager,
  rates: readonly ExchangeRate[],
  by: string | null,
  now: Date,
): Promise<void> {
  if (rates.length === 0) return;
  await manager.query(
    `INSERT INTO exchange_rate (currency, date, usd_per_unit, source, stated_by, stated_at)
     SELECT currency, date, "usdPerUnit", source, $2, $3
     FROM jsonb_to_recordset($1) AS s(currency text, date text, "usdPerUnit" numeric, source text)`,
    [JSON.stringify(rates), by, now],
  );
}

/** PostgreSQL pads amounts to the scale of their column. */
function rateOf({ currency, date, usd_per_unit, source }: RateRow): ExchangeRate {
  return { currency, date, usdPerUnit: plainDecimal(usd_per_unit), source };
}

function keyOf({ currency, date }: Pick<ExchangeRate, 'currency' | 'date'>): string {
  return `${currency} ${date}`;
}
