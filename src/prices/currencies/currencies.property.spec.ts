import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../platform/index.js';
import { convert } from './convert.js';
import { quotient } from './exact-quotient.js';
import { readRateFile } from './rate-file.js';

const Exact = Decimal.clone({ precision: 200 });
const decimal = (most: bigint, places: number) =>
  fc
    .bigInt({ min: 1n, max: most })
    .map((units) => new Exact(units.toString()).div(new Exact(10).pow(places)).toFixed());
/** Up to a million an hour, to ten decimals. */
const amount = decimal(10n ** 16n, 10);
/** Up to ten USD, to eighteen decimals. */
const usdPerUnit = decimal(10n ** 19n, 18);

const usd = (perHour: string, rate: string) =>
  convert(
    { currency: 'EUR', perHour, upfront: null, recurringPerHour: null },
    { currency: 'EUR', date: '2026-11-02', usdPerUnit: rate, source: 'a bank' },
  ).usdPerHour;

it('is converted there and back to within what was rounded away', () => {
  fc.assert(
    fc.property(amount, usdPerUnit, (perHour, rate) => {
      const back = new Exact(usd(perHour, rate)).div(rate);
      const mostLost = new Exact('0.5e-10').div(rate);
      expect(back.minus(perHour).abs().lte(mostLost)).toBe(true);
    }),
  );
});

it('keeps the order of amounts, and of rates', () => {
  fc.assert(
    fc.property(amount, amount, usdPerUnit, usdPerUnit, (one, other, rate, dearer) => {
      const inOrder = (a: Decimal.Value, b: Decimal.Value, x: string, y: string) =>
        new Exact(a).comparedTo(b) * new Exact(x).comparedTo(y) >= 0;
      expect(inOrder(one, other, usd(one, rate), usd(other, rate))).toBe(true);
      expect(inOrder(rate, dearer, usd(one, rate), usd(one, dearer))).toBe(true);
    }),
  );
});

it('divides as decimals of many digits do, rounded half up', () => {
  const one = decimal(10n ** 20n, 8);
  fc.assert(
    fc.property(one, one, fc.integer({ min: 1, max: 20 }), (dividend, divisor, places) => {
      const expected = new Exact(dividend).div(divisor).toDecimalPlaces(places, Decimal.ROUND_HALF_UP).toFixed();
      expect(quotient(dividend, divisor, places)).toBe(expected);
    }),
  );
  // 1/8 = 0.125 and 1/200 = 0.005 are halfway.
  expect([quotient('1', '8', 2), quotient('1', '200', 2), quotient('6', '3', 2)]).toEqual(['0.13', '0.01', '2']);
});

it('takes cross rates that agree with each other: a currency through USD is as it is through the euro', () => {
  const perEuro = decimal(10n ** 9n, 4);
  fc.assert(
    fc.property(decimal(99_999n, 4), perEuro, (dollars, units) => {
      fc.pre(new Exact(dollars).div(units).lte(10) && new Exact(dollars).gte('0.0001'));
      const [read] = readRateFile(`Date,USD,JPY\n2026-11-02,${dollars},${units}`, '2026-11-24');
      fc.pre(read?.rates !== null);
      const [euro, yen] = read?.rates ?? [];
      const apart = new Exact(yen?.usdPerUnit ?? NaN)
        .times(units)
        .minus(euro?.usdPerUnit ?? NaN)
        .abs();
      expect(apart.lte(new Exact(units).times('0.5e-18'))).toBe(true);
    }),
  );
});

it('throws nothing but its own error, whatever the file', () => {
  const line = fc.array(fc.constantFrom('Date', 'USD', 'EUR', 'N/A', '', '1.1', '2026-11-02', 'currency', '"', 'é'), {
    maxLength: 6,
  });
  const file = fc.array(
    line.map((cells) => cells.join(',')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        file.map((lines) => lines.join('\n')),
        fc.string(),
      ),
      (text) => {
        try {
          for (const row of readRateFile(text, '2026-11-24')) expect(row.row).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      },
    ),
  );
});
