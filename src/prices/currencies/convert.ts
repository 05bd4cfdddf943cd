import { Decimal } from 'decimal.js';
import { plainDecimal } from '../price-figures.js';
import type { Converted, ForeignPrice } from './converted.js';
import type { ExchangeRate } from './exchange-rate.js';

/** Enough digits for every product of an amount and a rate, so that it is rounded once. */
const Exact = Decimal.clone({ precision: 100 });

/** Decimal places of an amount in USD that are kept. */
const USD_PLACES = 10;

/** A price in USD, with what it was made of. */
export interface ConvertedPrice {
  readonly usdPerHour: string;
  readonly upfrontUsd: string | null;
  readonly recurringUsdPerHour: string | null;
  readonly converted: Converted;
}

/** Each amount times the rate, rounded once, half up, to ten decimals. The amounts have to be decimal strings. */
export function convert(price: ForeignPrice, { usdPerUnit, date, source }: ExchangeRate): ConvertedPrice {
  const { currency, perHour, upfront, recurringPerHour } = price;
  return {
    usdPerHour: usd(perHour, usdPerUnit),
    upfrontUsd: upfront === null ? null : usd(upfront, usdPerUnit),
    recurringUsdPerHour: recurringPerHour === null ? null : usd(recurringPerHour, usdPerUnit),
    converted: { currency, perHour, upfront, recurringPerHour, usdPerUnit, rateDate: date, rateSource: source },
  };
}

function usd(amount: string, usdPerUnit: string): string {
  return plainDecimal(new Exact(amount).times(usdPerUnit).toDecimalPlaces(USD_PLACES, Decimal.ROUND_HALF_UP));
}

/** Whether all amounts are decimal strings, which is what can be converted. */
export function isConvertible({ perHour, upfront, recurringPerHour }: ForeignPrice): boolean {
  return [perHour, upfront ?? '0', recurringPerHour ?? '0'].every((amount) => /^\d+(\.\d+)?$/.test(amount));
}

/** `12.5 EUR at 1.0871 USD of 2026-11-02 (ECB)`. */
export function conversionOf(converted: Omit<Converted, 'upfront' | 'recurringPerHour'>): string {
  const { perHour, currency, usdPerUnit, rateDate, rateSource } = converted;
  return `${perHour} ${currency} at ${usdPerUnit} USD of ${rateDate} (${rateSource})`;
}
