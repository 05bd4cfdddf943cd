import { z } from 'zod';
import type { StatedPrice } from '../price-source.js';
import { amortised, isAmount } from './amortise.js';

const priceDimension = z.object({
  unit: z.string().optional(),
  pricePerUnit: z.record(z.string(), z.string()).optional(),
});
const listedTerm = z.object({
  effectiveDate: z.string().optional(),
  priceDimensions: z.record(z.string(), priceDimension).optional(),
  termAttributes: z
    .object({
      LeaseContractLength: z.string().optional(),
      PurchaseOption: z.string().optional(),
      OfferingClass: z.string().optional(),
    })
    .optional(),
});
type ListedTerm = z.output<typeof listedTerm>;

/** What a price list says of a product for sale: by the term's key, its parts. */
export const listedTerms = z.record(z.string(), listedTerm);
export type ListedTerms = z.output<typeof listedTerms>;

/** The price of a term, without the machine it is for. */
export type TermPrice = Pick<
  StatedPrice,
  'purchaseOption' | 'termYears' | 'payment' | 'offeringClass' | 'currency' | 'perHour' | 'upfront' | 'recurringPerHour'
>;

export interface TermPrices {
  readonly prices: readonly TermPrice[];
  /** Why a term states no price. */
  readonly skipped: readonly string[];
}

interface Amount {
  readonly currency: string;
  readonly amount: string;
}

const YEARS: ReadonlyMap<string, 1 | 3> = new Map([
  ['1yr', 1],
  ['3yr', 3],
]);
const PAYMENTS: ReadonlyMap<string, NonNullable<StatedPrice['payment']>> = new Map([
  ['No Upfront', 'no_upfront'],
  ['Partial Upfront', 'partial_upfront'],
  ['All Upfront', 'all_upfront'],
]);
const CLASSES: ReadonlyMap<string, 'standard' | 'convertible'> = new Map([
  ['standard', 'standard'],
  ['convertible', 'convertible'],
]);

/** @param now instant of the poll: what begins later is announced, not in force */
export function onDemandPrices(terms: ListedTerms, now: Date): TermPrices {
  const prices: TermPrice[] = [];
  const skipped: string[] = [];
  for (const term of latest(inForce(terms, now, skipped), () => '')) {
    const hourly = amountOf(term, 'Hrs');
    if (hourly === null) skipped.push('without one price by the hour');
    else {
      const plain = { termYears: null, payment: null, offeringClass: null, upfront: null, recurringPerHour: null };
      prices.push({ ...plain, purchaseOption: 'on_demand', currency: hourly.currency, perHour: hourly.amount });
    }
  }
  return { prices, skipped };
}

/** Every reservation: one or three years, three ways to pay, standard and convertible. */
export function reservedPrices(terms: ListedTerms, now: Date): TermPrices {
  const prices: TermPrice[] = [];
  const skipped: string[] = [];
  for (const term of latest(inForce(terms, now, skipped), ({ termAttributes }) => JSON.stringify(termAttributes))) {
    const price = reservedPrice(term);
    if (typeof price === 'string') skipped.push(price);
    else prices.push(price);
  }
  return { prices, skipped };
}

function reservedPrice(term: ListedTerm): TermPrice | string {
  const { LeaseContractLength = '', PurchaseOption = '', OfferingClass = '' } = term.termAttributes ?? {};
  const termYears = YEARS.get(LeaseContractLength);
  const payment = PAYMENTS.get(PurchaseOption);
  const offeringClass = CLASSES.get(OfferingClass);
  if (termYears === undefined || payment === undefined || offeringClass === undefined) {
    return 'reservation on other terms than those we know';
  }
  const upfront = amountOf(term, 'Quantity');
  const hourly = amountOf(term, 'Hrs');
  // The part that terms do not ask for may be missing: it is 0 then. Any other missing part is not known.
  const nothing = { currency: (upfront ?? hourly)?.currency ?? '', amount: '0' };
  const once = upfront ?? (payment === 'no_upfront' ? nothing : null);
  const recurring = hourly ?? (payment === 'all_upfront' ? nothing : null);
  if (once === null || recurring === null || (upfront === null && hourly === null)) {
    return 'reservation without one of its two parts';
  }
  if (once.currency !== recurring.currency) return 'reservation in two currencies';
  return {
    purchaseOption: 'reserved',
    termYears,
    payment,
    offeringClass,
    currency: once.currency,
    perHour: amortised(once.amount, recurring.amount, termYears),
    upfront: once.amount,
    recurringPerHour: recurring.amount,
  };
}

function inForce(terms: ListedTerms, now: Date, skipped: string[]): ListedTerm[] {
  return Object.values(terms).filter(({ effectiveDate }) => {
    const begun = !(Date.parse(effectiveDate ?? '') > now.getTime());
    if (!begun) skipped.push('announced for later');
    return begun;
  });
}

/** Of terms on the same conditions those that began last: around a change of price a list can hold both. */
function latest(terms: readonly ListedTerm[], conditions: (term: ListedTerm) => string): ListedTerm[] {
  const began = new Map<string, string>();
  for (const term of terms) {
    const key = conditions(term);
    const date = term.effectiveDate ?? '';
    if (date >= (began.get(key) ?? '')) began.set(key, date);
  }
  return terms.filter((term) => (term.effectiveDate ?? '') === began.get(conditions(term)));
}

/** What is asked per unit; null where the term says nothing, or several things. */
function amountOf({ priceDimensions = {} }: ListedTerm, unit: string): Amount | null {
  const stated = Object.values(priceDimensions).filter((dimension) => dimension.unit === unit);
  const [only] = stated;
  if (only === undefined || stated.length > 1) return null;
  const [entry, ...others] = Object.entries(only.pricePerUnit ?? {});
  if (entry === undefined || others.length > 0) return null;
  const [currency, amount] = entry;
  return isAmount(amount) ? { currency, amount } : null;
}
