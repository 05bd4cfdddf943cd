import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountFloat, amountParts, amountText, fractionOf, wholeOf } from './exact-amount.js';

/** A `numeric` as PostgreSQL sends it: number of digits, weight, sign and scale, then digits that count to 10,000. */
function numeric(digits: readonly number[], weight: number, sign = 0): DataView {
  const words = [digits.length, weight, sign, 10, ...digits];
  const view = new DataView(new ArrayBuffer(words.length * 2));
  words.forEach((word, at) => view.setInt16(at * 2, word));
  return view;
}

const textOf = (view: DataView) => amountText(wholeOf(view, 0), fractionOf(view, 0));

describe('amounts as PostgreSQL sends them', () => {
  it.each([
    ['0', numeric([], 0)],
    ['1.2', numeric([1, 2000], 0)],
    // No digit is sent for the dollars of an amount below one, nor zeros at the end.
    ['0.0000000001', numeric([100], -3)],
    ['0.00005', numeric([5000], -2)],
    ['20000', numeric([2], 1)],
    ['12345.0678', numeric([1, 2345, 678], 1)],
    ['9999999999.9999999999', numeric([99, 9999, 9999, 9999, 9999, 9900], 2)],
    ['-1.5', numeric([1, 5000], 0, 0x4000)],
  ])('%s', (text, view) => {
    expect(textOf(view)).toBe(text);
  });

  it('refuses what is no amount', () => {
    expect(() => textOf(numeric([1], 0, 0xc000))).toThrow(/no amount/);
  });
});

describe('amounts in two parts', () => {
  const amounts = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.bigInt({ min: 0n, max: 9_999_999_999n }))
    .map(([dollars, rest]) => new Decimal(`${dollars}.${String(rest).padStart(10, '0')}`).toFixed());

  it('come back to the last digit', () => {
    fc.assert(
      fc.property(amounts, (text) => {
        const { whole, fraction } = amountParts(text);
        expect(amountText(whole, fraction)).toBe(text);
      }),
    );
  });

  it('have floats in the same order', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [low, high] = new Decimal(a).lessThanOrEqualTo(b) ? [a, b] : [b, a];
        const [lower, upper] = [amountParts(low), amountParts(high)];
        const float = ({ whole, fraction }: typeof lower) => amountFloat(whole, fraction);
        expect(float(lower)).toBeLessThanOrEqual(float(upper));
      }),
    );
  });
});
