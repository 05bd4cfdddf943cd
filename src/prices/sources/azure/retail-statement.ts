import { Decimal } from 'decimal.js';
import type { StatedPrice } from '../price-source.js';
import { meterOf, termOf } from './retail-meter.js';
import type { MachineNames } from './machine-names.js';
import { soundsAccelerated, tidy } from './machine-names.js';
import type { RetailRow } from './retail-page.js';

/** Both sources that read this list name it alike: it is one list, and its prices may be compared as such. */
const RETAIL_SOURCE = 'azure-retail-prices';

/** Hours over which a reservation is paid for: Azure reckons a year as 365 days. */
const TERM_HOURS = { 1: 8760, 3: 26280 } as const;

/** Decimals kept of a quotient; more than the list states. */
const DECIMALS = 10;

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** What one row states. */
export interface Statement {
  readonly prices: readonly StatedPrice[];
  /** Why a row, or a part of it, states nothing. */
  readonly skipped: readonly string[];
  /** The name of a machine with accelerators that the catalog lacks. */
  readonly unknownType: string | null;
}

const NOTHING: Statement = { prices: [], skipped: [], unknownType: null };

/**
 * Translates a row; judges no amount, however odd.
 *
 * @param region the region that was asked for
 * @param now instant of the poll
 */
export function statementOf(row: RetailRow, names: MachineNames, region: string, now: Date): Statement {
  const meter = meterOf(row, region, now);
  if (meter.kind === 'skipped') return { ...NOTHING, skipped: [meter.why] };
  const written = row.armSkuName ?? '';
  const instanceType = names.find(written);
  if (instanceType === null) return unknown(written);
  const amount = plainAmount(row.retailPrice);
  const currency = row.currencyCode ?? '';
  if (amount === null || currency === '') return { ...NOTHING, skipped: ['without a price'] };

  const base = {
    cloud: 'azure',
    region,
    zone: null,
    instanceType,
    offeringClass: null,
    currency,
    asOf: now.toISOString(),
    source: RETAIL_SOURCE,
  } as const;
  if (meter.kind === 'reserved') {
    // The list writes "1 Hour" and means the whole term. Azure asks the same in sum from those who pay by the month.
    const perHour = new Decimal(amount).div(TERM_HOURS[meter.termYears]).toDecimalPlaces(DECIMALS).toFixed();
    const { termYears } = meter;
    const paid = { termYears, payment: 'all_upfront', perHour, upfront: amount, recurringPerHour: '0' } as const;
    return { ...NOTHING, prices: [{ ...base, purchaseOption: 'reserved', ...paid }] };
  }
  const plain = { termYears: null, payment: null, perHour: amount, upfront: null, recurringPerHour: null } as const;
  const price: StatedPrice = { ...base, purchaseOption: meter.kind, ...plain };
  if (meter.kind === 'spot') return { ...NOTHING, prices: [price] };
  const plans = savingsPlans(row, base);
  return { ...NOTHING, ...plans, prices: [price, ...plans.prices] };
}

/** Rates of savings plans stand within the row that they are a discount on; they are by the hour. */
function savingsPlans(
  row: RetailRow,
  base: Pick<
    StatedPrice,
    'cloud' | 'region' | 'zone' | 'instanceType' | 'offeringClass' | 'currency' | 'asOf' | 'source'
  >,
): Pick<Statement, 'prices' | 'skipped'> {
  const prices: StatedPrice[] = [];
  const skipped: string[] = [];
  for (const { term, unitPrice } of row.savingsPlan ?? []) {
    const termYears = termOf(term);
    const perHour = plainAmount(unitPrice);
    if (termYears === null) skipped.push('savings plan of another term than one or three years');
    else if (perHour === null) skipped.push('savings plan without a price');
    else {
      const paid = { termYears, payment: 'no_upfront', perHour, upfront: '0', recurringPerHour: perHour } as const;
      prices.push({ ...base, purchaseOption: 'savings_plan', ...paid });
    }
  }
  return { prices, skipped };
}

function unknown(written: string): Statement {
  if (written.trim() === '') return { ...NOTHING, skipped: ['without the name of a machine'] };
  if (!soundsAccelerated(written)) return { ...NOTHING, skipped: ['machine without accelerators'] };
  return { ...NOTHING, skipped: ['machine that the catalog lacks'], unknownType: tidy(written) };
}

/** A number as plain decimal digits: `1E-05` is `0.00001`; null where none is stated. */
function plainAmount(stated: string | null | undefined): string | null {
  const text = (stated ?? '').trim();
  return NUMBER.test(text) ? new Decimal(text).toFixed() : null;
}
