import { CLOUDS, type Cloud } from '../../catalog/index.js';
import { isCurrency } from '../currencies/currency.js';
import { PURCHASE_OPTIONS, type Offer, type PurchaseOption } from '../offer.js';
import type { StatedPrice } from '../sources/price-source.js';
import type { KnownNames } from './known-names.js';
import type { PriceListColumn, PriceListRow } from './price-list-file.js';

/** What the names of a list are held against. */
export interface KnownPlaces {
  readonly instanceTypes: ReadonlyMap<Cloud, KnownNames>;
  readonly regions: ReadonlyMap<Cloud, KnownNames>;
}

/** A row that was understood, or the sentence that says why not. */
export type ReadRow = { readonly ok: true; readonly price: StatedPrice } | { readonly ok: false; readonly why: string };

const TERM_OPTIONS: ReadonlySet<PurchaseOption> = new Set(['reserved', 'savings_plan', 'committed_use']);
const LONGEST_CELL = 500;

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
  const instanceType = nameOf('instance_type', row.instance_type, known.instanceTypes.get(cloud));
  const region = nameOf('region', row.region, known.regions.get(cloud));
  const termYears = termOf(row.term_years, purchaseOption);
  return {
    cloud,
    region,
    zone: row.zone === '' ? null : zoneOf(row.zone),
    instanceType,
    purchaseOption,
    termYears,
    payment: row.payment === '' ? null : paymentOf(row.payment),
    offeringClass: null,
    ...amountOf(row),
    upfront: null,
    recurringPerHour: null,
    asOf: dateOf(row.as_of),
    source: required('source', row.source),
  };
}

function required(column: string, text: string): string {
  if (text === '') throw new RowError(`${column} is empty.`);
  if (text.length > LONGEST_CELL) throw new RowError(`${column} has more than ${LONGEST_CELL} characters.`);
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

function nameOf(column: string, text: string, names: KnownNames | undefined): string {
  const found = names?.find(required(column, text)) ?? { name: null, why: 'is not known.' };
  if (found.name === null) throw new RowError(`${column} "${text}" ${found.why}`);
  return found.name;
}

/** As the clouds write them: `us-east-1a`, `use1-az2`, `1`. */
function zoneOf(text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new RowError(`zone "${text.slice(0, 64)}" is no name of a zone.`);
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

/** In USD, or in the currency that the row names. */
function amountOf(row: PriceListRow): Pick<StatedPrice, 'currency' | 'perHour'> {
  const isUsd = row.currency === '' || row.currency.toUpperCase() === 'USD';
  if (row.price_per_hour === '' && isUsd) {
    const perHour = decimalOf('usd_per_hour', row.usd_per_hour.replace(/^\$\s*/, ''));
    return { currency: 'USD', perHour };
  }
  if (row.usd_per_hour !== '') {
    throw new RowError(
      row.price_per_hour === ''
        ? `currency is ${row.currency}, and usd_per_hour is in USD. Give the amount as price_per_hour.`
        : 'usd_per_hour and price_per_hour are both given. Leave one empty.',
    );
  }
  const currency = required('currency', row.currency).toUpperCase();
  if (!isCurrency(currency)) {
    throw new RowError(`currency "${row.currency}" is none of ISO 4217. Give its three letters, such as EUR.`);
  }
  return { currency, perHour: decimalOf('price_per_hour', row.price_per_hour) };
}

/** Zero and less, and more than any machine costs, are readable: it is for the gate to doubt them. */
function decimalOf(column: PriceListColumn, text: string): string {
  if (/^-?\d{1,12}(\.\d{1,30})?$/.test(required(column, text))) return text;
  throw new RowError(`${column} "${text}" is no amount. Write it as 12.34, without thousands separators.`);
}

const DATE = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A day, or an instant with its zone. */
function dateOf(text: string): string {
  required('as_of', text);
  const day = DATE.exec(text)?.[1];
  const at = new Date(text);
  // The 30th of February would be taken for the second of March.
  const isDay = day !== undefined && !Number.isNaN(at.getTime()) && isCalendarDay(day);
  if (!isDay) throw new RowError(`as_of "${text}" is no date. Write it as 2026-03-31 or 2026-03-31T12:00:00Z.`);
  return text === day ? text : at.toISOString();
}

function isCalendarDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
