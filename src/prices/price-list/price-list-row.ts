import { CLOUDS, closestNames, type Cloud } from '../../catalog/index.js';
import { PURCHASE_OPTIONS, type Offer, type PurchaseOption } from '../offer.js';
import type { StatedPrice } from '../sources/price-source.js';
import type { PriceListRow } from './price-list-file.js';

/** What the names of a list are held against. */
export interface KnownPlaces {
  readonly instanceTypes: ReadonlyMap<Cloud, ReadonlySet<string>>;
  readonly regions: ReadonlyMap<Cloud, ReadonlySet<string>>;
}

/** A row that was understood, or the sentence that says why not. */
export type ReadRow = { readonly ok: true; readonly price: StatedPrice } | { readonly ok: false; readonly why: string };

const TERM_OPTIONS: ReadonlySet<PurchaseOption> = new Set(['reserved', 'savings_plan', 'committed_use']);
const HIGHEST_USD_PER_HOUR = 1_000_000;

/** Understands one row, as people write such lists. */
export function readPriceListRow(row: PriceListRow, known: KnownPlaces): ReadRow {
  try {
    return { ok: true, price: priceOf(row, known) };
  } catch (error) {
    if (error instanceof RowError) return { ok: false, why: error.message };
    throw error;
  }
}

class RowError extends Error {}

function priceOf(row: PriceListRow, known: KnownPlaces): StatedPrice {
  const cloud = named('cloud', row.cloud, CLOUDS, (name) => name.toLowerCase());
  const purchaseOption = named('purchase_option', row.purchase_option, PURCHASE_OPTIONS, bare);
  const instanceType = placeNamed('instance_type', row.instance_type, known.instanceTypes.get(cloud), cloud);
  const region = placeNamed('region', row.region, known.regions.get(cloud), cloud);
  const termYears = termOf(row.term_years, purchaseOption);
  return {
    cloud,
    region,
    zone: row.zone === '' ? null : row.zone,
    instanceType,
    purchaseOption,
    termYears,
    payment: row.payment === '' ? null : paymentOf(row.payment),
    offeringClass: null,
    currency: 'USD',
    perHour: amountOf(row.usd_per_hour),
    upfront: null,
    recurringPerHour: null,
    asOf: dateOf(row.as_of),
    source: required('source', row.source),
  };
}

function required(column: string, text: string): string {
  if (text === '') throw new RowError(`${column} is empty.`);
  return text;
}

/** `On-Demand`, `on demand` and `OnDemand` are all `on_demand`. */
function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function named<Name extends string>(
  column: string,
  text: string,
  names: readonly Name[],
  plain: (text: string) => string,
): Name {
  const found = names.find((name) => plain(name) === plain(required(column, text)));
  if (found === undefined) throw new RowError(`${column} "${text}" is none of ${names.join(', ')}.`);
  return found;
}

function placeNamed(column: string, text: string, names: ReadonlySet<string> | undefined, cloud: Cloud): string {
  required(column, text);
  if (names?.has(text)) return text;
  const wanted = [text.toLowerCase(), `standard_${text.toLowerCase()}`];
  const found = [...(names ?? [])].find((name) => wanted.includes(name.toLowerCase()));
  if (found !== undefined) return found;
  const close = closestNames(text, names ?? [], 2);
  const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  throw new RowError(`${column} "${text}" is not known on ${cloud}.${hint}`);
}

function termOf(text: string, option: PurchaseOption): Offer['termYears'] {
  const years = /^([13])(?:\.0+)?\s*(?:y|yr|year|years)?$/i.exec(text)?.[1];
  if (text !== '' && years === undefined) throw new RowError(`term_years "${text}" is neither 1 nor 3.`);
  const needsTerm = TERM_OPTIONS.has(option);
  if (needsTerm && years === undefined) throw new RowError(`term_years is empty: ${option} has a term of 1 or 3.`);
  if (!needsTerm && years !== undefined) throw new RowError(`term_years is ${text}, but ${option} has no term.`);
  return years === undefined ? null : years === '1' ? 1 : 3;
}

const PAYMENTS = ['no_upfront', 'partial_upfront', 'all_upfront'] as const;

function paymentOf(text: string): Offer['payment'] {
  return named('payment', text, PAYMENTS, bare);
}

/** Zero and the like are readable: it is for the gate to doubt them. */
function amountOf(text: string): string {
  required('usd_per_hour', text);
  const plain = text.replace(/^\$\s*/, '');
  if (!/^\d{1,12}(\.\d{1,20})?$/.test(plain)) {
    throw new RowError(`usd_per_hour "${text}" is no amount. Write it as 12.34, without thousands separators.`);
  }
  if (Number(plain) > HIGHEST_USD_PER_HOUR) throw new RowError(`usd_per_hour ${text} is more than any machine costs.`);
  return plain;
}

/** A day, or an instant with its zone. */
function dateOf(text: string): string {
  required('as_of', text);
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const at = isDate ? new Date(text) : null;
  if (
    at === null ||
    Number.isNaN(at.getTime()) ||
    (!at.toISOString().startsWith(text.slice(0, 7)) && text.endsWith('Z'))
  ) {
    throw new RowError(`as_of "${text}" is no date. Write it as 2026-03-31 or 2026-03-31T12:00:00Z.`);
  }
  return text.length === 10 ? text : at.toISOString();
}
