import { Decimal } from 'decimal.js';
import type { CatalogSku } from './catalog-sku.js';
import type { MachinePart } from './machine-part.js';

/** Sums of prices stay exact: no product of two of Google's figures has more digits. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN });

const NANO = new Exact('1e-9');
/** GB in a GiB, exactly: some families are billed in decimal gigabytes, while machines are described in binary ones. */
const GB_PER_GIB = new Exact(2).pow(30).div('1e9');

/** Price of one vCPU, GiB, accelerator or chip. */
export interface PartPrice {
  readonly usd: Decimal;
  readonly per: 'hour' | 'month';
  /** ISO 8601; null where Google does not state it. */
  readonly effective: string | null;
}

export type ReadPrice =
  { readonly price: PartPrice; readonly skip?: never } | { readonly price: null; readonly skip: string };

interface Unit {
  readonly per: 'hour' | 'month';
  readonly factor: Decimal;
}

const HOUR: ReadonlyMap<string, Unit> = new Map([['h', { per: 'hour', factor: new Exact(1) }]]);
const MEMORY: ReadonlyMap<string, Unit> = new Map([
  ['GiBy.h', { per: 'hour', factor: new Exact(1) }],
  ['GBy.h', { per: 'hour', factor: GB_PER_GIB }],
]);
const STORAGE: ReadonlyMap<string, Unit> = new Map([
  ...MEMORY,
  ['GiBy.mo', { per: 'month', factor: new Exact(1) }],
  ['GBy.mo', { per: 'month', factor: GB_PER_GIB }],
]);

/** The price of one unit of a part: vCPU, GiB, accelerator, chip. Refuses what it cannot read; guesses nothing. */
export function partPrice(part: MachinePart, sku: CatalogSku): ReadPrice {
  if (sku.price === null) return { price: null, skip: 'no single price' };
  const { currency, units, nanos, unit, effective } = sku.price;
  if (currency !== 'USD') return { price: null, skip: 'price in another currency than asked for' };
  const billed = unitsOf(part).get(unit);
  if (billed === undefined) return { price: null, skip: `unit of billing that is not known: ${unit || 'none'}` };
  const amount = new Exact(units.toString()).plus(NANO.times(nanos.toString()));
  // Placeholders, and the use of what is paid for otherwise. A machine summed up with one would look cheap, not free.
  if (amount.lessThanOrEqualTo(0)) return { price: null, skip: 'price of zero or less' };
  return { price: { usd: amount.times(billed.factor), per: billed.per, effective } };
}

function unitsOf(part: MachinePart): ReadonlyMap<string, Unit> {
  if (part === 'ssd') return STORAGE;
  return part.startsWith('ram:') ? MEMORY : HOUR;
}
