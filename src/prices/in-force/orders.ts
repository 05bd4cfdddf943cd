import { placeInId } from '../suspicion.js';
import type { OfferColumns } from './offer-columns.js';

/**
 * Orders rows by a number below `kinds` that each has, and rows of the same number as they were: a counting sort, so
 * several in turn order by several numbers, the last of them first.
 *
 * @param kindOf by row
 */
export function orderedBy(rows: Uint32Array, kinds: number, kindOf: Uint32Array): Uint32Array {
  const starts = new Uint32Array(kinds + 1);
  for (let at = 0; at < rows.length; at += 1) {
    const next = (kindOf[rows[at] ?? 0] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let kind = 0; kind < kinds; kind += 1) starts[kind + 1] = (starts[kind + 1] ?? 0) + (starts[kind] ?? 0);
  const ordered = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const kind = kindOf[row] ?? 0;
    const place = starts[kind] ?? 0;
    ordered[place] = row;
    starts[kind] = place + 1;
  }
  return ordered;
}

/** Numbers up to 2³⁴ are ordered by their lower half and then by their upper half. */
const HALF = 2 ** 17;

/** Cheapest first, to the last decimal; rows of the same price stay as they were. */
export function orderedByPrice(rows: Uint32Array, { usd, usdFraction }: OfferColumns): Uint32Array {
  return orderedByNumber(orderedByNumber(rows, usdFraction), usd);
}

/** @param numbers by row: whole, from 0 to below 2³⁴, which is more than an amount has on either side of the point */
function orderedByNumber(rows: Uint32Array, numbers: Float64Array): Uint32Array {
  const lower = new Uint32Array(rows.length);
  const upper = new Uint32Array(rows.length);
  let most = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const number = numbers[row] ?? 0;
    const half = Math.floor(number / HALF);
    upper[row] = half;
    lower[row] = number - half * HALF;
    if (half > most) most = half;
  }
  const ordered = orderedBy(rows, HALF, lower);
  return most === 0 ? ordered : orderedBy(ordered, most + 1, upper);
}

/** All rows in the order of their ids. */
export function orderedById(columns: OfferColumns): Uint32Array {
  const rows = new Uint32Array(columns.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  const ordered = orderedByPartsOfId(rows, columns) ?? rows.sort(byId(columns));
  return columns.otherIds.size === 0 ? ordered : withOtherIds(ordered, columns);
}

/**
 * By the parts that the id is put together of, without putting any together. Null where that is another order than that
 * of the whole ids: where a part goes on after the colon at which another one ends.
 */
function orderedByPartsOfId(rows: Uint32Array, columns: OfferColumns): Uint32Array | null {
  const { types, places, ways } = columns.repeated;
  const typeRanks = ranked(types.map(({ instanceType }) => `${instanceType}:`));
  const placeRanks = ranked(places.map((place) => `${placeInId(place)}:`));
  const cloudRanks = ranked(types.map(({ cloud }) => `${cloud}:`));
  const wayRanks = ranked(
    ways.map((way) =>
      [way.purchaseOption, way.termYears === null ? null : `${way.termYears}y`, way.payment, way.offeringClass]
        .filter((part) => part !== null)
        .join(':'),
    ),
    // The last part ends with the id.
    { mayGoOn: true },
  );
  if (typeRanks === null || placeRanks === null || cloudRanks === null || wayRanks === null) return null;
  const keys = new Uint32Array(columns.length);
  let ordered = rows;
  for (const [codes, ranks] of [
    [columns.way, wayRanks],
    [columns.type, typeRanks],
    [columns.place, placeRanks],
    [columns.type, cloudRanks],
  ] as const) {
    for (let row = 0; row < columns.length; row += 1) keys[row] = ranks[codes[row] ?? 0] ?? 0;
    ordered = orderedBy(ordered, ranks.length, keys);
  }
  return ordered;
}

/** The rank of each text, the same for equal ones; null where one text is how another one begins. */
function ranked(texts: readonly string[], { mayGoOn = false } = {}): Uint32Array | null {
  const sorted = [...new Set(texts)].sort();
  if (!mayGoOn && sorted.some((text, at) => sorted[at + 1]?.startsWith(text))) return null;
  const ranks = new Map(sorted.map((text, rank) => [text, rank]));
  return Uint32Array.from(texts, (text) => ranks.get(text) ?? 0);
}

function byId(columns: OfferColumns): (a: number, b: number) => number {
  return (a, b) => (a === b ? 0 : columns.id(a) < columns.id(b) ? -1 : 1);
}

/** Rows whose ids are not put together of their parts are few: each is put where it belongs among the others. */
function withOtherIds(ordered: Uint32Array, columns: OfferColumns): Uint32Array {
  const usual = ordered.filter((row) => !columns.otherIds.has(row));
  const others = [...columns.otherIds.keys()].sort(byId(columns));
  const merged = new Uint32Array(ordered.length);
  let from = 0;
  for (const [before, row] of others.entries()) {
    const to = firstAfter(usual, from, columns.id(row), columns);
    merged.set(usual.subarray(from, to), from + before);
    merged[to + before] = row;
    from = to;
  }
  merged.set(usual.subarray(from), from + others.length);
  return merged;
}

function firstAfter(rows: Uint32Array, from: number, id: string, columns: OfferColumns): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns.id(rows[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
