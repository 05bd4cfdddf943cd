import { describe, expect, it } from 'vitest';
import { discount } from './discount.fixture.js';
import type { Discount } from './discount.js';
import { effectivePrice, readyDiscount } from './effective-price.js';

const DOLLAR = 10n ** 10n;
const paid = (units: bigint, ...discounts: Partial<Discount>[]) => {
  const { units: effective, applied } = effectivePrice(
    units,
    discounts.map((one) => readyDiscount(discount(one))),
  );
  return [effective, applied.map((one) => one.discount.name)] as const;
};

describe('what is paid', () => {
  it('is the list price where nothing is negotiated', () => {
    expect(paid(55n * DOLLAR)).toEqual([55n * DOLLAR, []]);
  });

  it('is the list price less the percentage: 55.04 less 12.5 % is 48.16', () => {
    expect(paid(5504n * (DOLLAR / 100n), { percentOff: '12.5', name: 'A' })).toEqual([4816n * (DOLLAR / 100n), ['A']]);
  });

  it('is the price per hour in place of the list price', () => {
    expect(paid(55n * DOLLAR, { percentOff: null, usdPerHour: '41.5', name: 'A' })).toEqual([
      415n * (DOLLAR / 10n),
      ['A'],
    ]);
  });

  it('counts the first discount alone: they do not stack', () => {
    expect(paid(100n * DOLLAR, { name: 'A' }, { percentOff: '50', name: 'B' })).toEqual([90n * DOLLAR, ['A']]);
  });

  it('takes what comes on top off what is left: 100 less 20 % less 10 % is 72', () => {
    const both = [
      { percentOff: '20', name: 'A' },
      { onTop: true, name: 'B' },
    ];
    expect(paid(100n * DOLLAR, ...both)).toEqual([72n * DOLLAR, ['A', 'B']]);
    expect(paid(100n * DOLLAR, { onTop: true, name: 'B' })).toEqual([90n * DOLLAR, ['B']]);
    const fixed = { percentOff: null, usdPerHour: '50', name: 'F' };
    expect(paid(100n * DOLLAR, { onTop: true, name: 'B' }, fixed)).toEqual([45n * DOLLAR, ['F', 'B']]);
  });

  it('is never raised: a price agreed when the list price was higher is passed over for the next discount', () => {
    const fixed = { percentOff: null, usdPerHour: '60', name: 'F' };
    expect(paid(55n * DOLLAR, fixed)).toEqual([55n * DOLLAR, []]);
    expect(paid(60n * DOLLAR, fixed)).toEqual([60n * DOLLAR, []]);
    expect(paid(50n * DOLLAR, fixed, { name: 'A' })).toEqual([45n * DOLLAR, ['A']]);
  });

  it('is rounded once, half up, to ten decimals', () => {
    // 0.0000000003 less 50 % is 0.00000000015.
    expect(paid(3n, { percentOff: '50' })[0]).toBe(2n);
    // Twice 50 %: 0.75, which is 1, where rounding in between would give 2 and then 1; of 5: 1.25, where it would be 2.
    expect(paid(5n, { percentOff: '50' }, { percentOff: '50', onTop: true })[0]).toBe(1n);
  });
});
