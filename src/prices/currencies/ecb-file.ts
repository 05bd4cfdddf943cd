import { InputError } from '../../platform/index.js';
import { isCurrency } from './currency.js';
import { quotient } from './exact-quotient.js';
import { RATE_PLACES, type ExchangeRate } from './exchange-rate.js';
import { checkedDay, checkedRate } from './new-rate.js';

/** Its page: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates */
const ECB = 'European Central Bank, euro foreign exchange reference rates';

/** Whether it is the header of the file of all days that the European Central Bank publishes: `Date,USD,JPY,…`. */
export function isEcbHeader(header: readonly string[]): boolean {
  return header[0]?.toLowerCase() === 'date' && header.some((name) => name.toUpperCase() === 'USD');
}

/**
 * Reads a day of it: units of each currency for one euro, `N/A` where there is no rate. The euro's rate is the cell of
 * USD; another currency's is that cell divided by its own, rounded once, half up.
 *
 * @param today ISO 8601 day in UTC
 * @throws InputError where a column is no currency; what it returns throws it where a row cannot be read
 */
export function ecbRates(header: readonly string[], today: string): (cells: readonly string[]) => ExchangeRate[] {
  const [, ...names] = header.map((name) => name.toUpperCase());
  // Its lines end with a comma.
  const codes = names.filter((name, at) => name !== '' || at < names.length - 1);
  const wrong = codes.find((code) => !isCurrency(code) || code === 'EUR');
  if (wrong !== undefined) {
    throw new InputError(`The header of the file of rates names "${wrong}", which is no currency that the euro is in.`);
  }
  const twice = codes.find((code, at) => codes.indexOf(code) !== at);
  if (twice !== undefined) throw new InputError(`The header of the file of rates names ${twice} twice. Remove one.`);
  return ([day = '', ...cells]) => {
    const date = checkedDay(day, today);
    if (cells.slice(codes.length).some((cell) => cell !== '') || cells.length < codes.length) {
      throw new InputError(
        `It has ${cells.length + 1} cells, and the header has ${codes.length + 1}. Correct the row.`,
      );
    }
    const perEuro = codes.map((code, at) => unitsOf(code, cells[at] ?? ''));
    const usd = perEuro[codes.indexOf('USD')] ?? null;
    if (usd === null) throw new InputError('It has no USD, through which the others are worked out. Leave it out.');
    const rates: ExchangeRate[] = [{ currency: 'EUR', date, usdPerUnit: checkedRate(usd), source: ECB }];
    for (const [at, currency] of codes.entries()) {
      const units = perEuro[at] ?? null;
      if (units === null || currency === 'USD') continue;
      const usdPerUnit = quotient(usd, units, RATE_PLACES);
      rates.push({
        currency,
        date,
        usdPerUnit: checkedRate(usdPerUnit, `The rate of ${currency}, worked out as`),
        source: ECB,
      });
    }
    return rates;
  };
}

/** Null where the bank gave no rate. */
function unitsOf(code: string, cell: string): string | null {
  if (cell === '' || cell.toUpperCase() === 'N/A') return null;
  if (/^\d{1,12}(\.\d{1,12})?$/.test(cell) && /[1-9]/.test(cell)) return cell;
  throw new InputError(`"${cell.slice(0, 40)}" is no rate of ${code}. Write it as 1.0871, or N/A where there is none.`);
}
