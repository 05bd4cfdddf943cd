import { Decimal } from 'decimal.js';
import { InputError } from '../../platform/index.js';
import { plainDecimal } from '../price-figures.js';
import { isCurrency } from './currency.js';
import { RATE_PLACES, type ExchangeRate } from './exchange-rate.js';

/** A unit of no currency has ever been worth as much; the rate of a yen, given upside down, is above it. */
const MOST_USD_PER_UNIT = 10;

/** The euro is from 1999, and no price is older. */
const FIRST_DAY = '1999-01-01';

const LONGEST_SOURCE = 500;

/** A rate as people write it. */
export interface GivenRate {
  readonly currency: string;
  readonly date: string;
  readonly usdPerUnit: string;
  readonly source: string;
}

/**
 * Understands a rate.
 *
 * @param today ISO 8601 day in UTC
 * @throws InputError where it cannot be meant so; the sentence names the field and the next step
 */
export function newRate(given: GivenRate, today: string): ExchangeRate {
  return {
    currency: currencyNamed(given.currency),
    date: checkedDay(given.date, today),
    usdPerUnit: checkedRate(given.usdPerUnit),
    source: checkedSource(given.source),
  };
}

/** The code of a currency, in any case. Throws `InputError`. */
export function currencyNamed(text: string): string {
  const code = text.trim().toUpperCase();
  if (code === 'USD') throw new InputError('The currency is USD, which needs no rate. Leave it out.');
  if (isCurrency(code)) return code;
  throw new InputError(
    code === ''
      ? 'The currency is empty. Give its code of ISO 4217, such as EUR.'
      : `"${text.slice(0, 20)}" is no currency of ISO 4217. Give its three letters, such as EUR.`,
  );
}

/** A day of the calendar, not ahead of today. Throws `InputError`. */
export function checkedDay(text: string, today: string): string {
  const day = text.trim();
  const at = new Date(`${day}T00:00:00Z`);
  // The 30th of February would be taken for the second of March.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  if (!isDay) throw new InputError(`The date "${text.slice(0, 40)}" is no day. Write it as 2026-03-31.`);
  if (day < FIRST_DAY)
    throw new InputError(`The date ${day} is before ${FIRST_DAY}. No price is as old; leave it out.`);
  if (day > today) throw new InputError(`The date ${day} is after today, ${today} in UTC. Give the day of the rate.`);
  return day;
}

/**
 * A decimal string without padding zeros, rounded to what is kept.
 *
 * @param what how the sentence of the `InputError` calls it that is thrown where it is no rate
 */
export function checkedRate(text: string, what = 'The rate'): string {
  const given = text.trim();
  if (!/^\d{1,12}(\.\d{1,40})?$/.test(given)) {
    throw new InputError(`${what} "${text.slice(0, 60)}" is no decimal number. Write it as 1.0871.`);
  }
  const rate = new Decimal(given);
  if (rate.isZero()) throw new InputError(`${what} is 0, and no currency is free. Give the USD for one unit.`);
  if (rate.gt(MOST_USD_PER_UNIT)) {
    throw new InputError(
      `${what} ${given} is more USD than one unit of any currency costs: perhaps it is units for one USD. ` +
        'Give the USD for one unit.',
    );
  }
  const rounded = rate.toDecimalPlaces(RATE_PLACES, Decimal.ROUND_HALF_UP);
  if (rounded.isZero()) throw new InputError(`${what} ${given} is too small to be kept in ${RATE_PLACES} decimals.`);
  return plainDecimal(rounded);
}

function checkedSource(text: string): string {
  const source = text.trim();
  if (source === '') throw new InputError('The source is empty. Say who published the rate.');
  if (source.length > LONGEST_SOURCE) {
    throw new InputError(`The source has more than ${LONGEST_SOURCE} characters. Shorten it.`);
  }
  return source;
}
