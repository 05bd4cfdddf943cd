import { describe, expect, it } from 'vitest';
import { conversionOf, convert, isConvertible } from './convert.js';
import type { ForeignPrice } from './converted.js';

const euro = { currency: 'EUR', date: '2026-11-02', usdPerUnit: '1.0871', source: 'ECB' };
const price = (perHour: string, more: Partial<ForeignPrice> = {}): ForeignPrice => ({
  currency: 'EUR',
  perHour,
  upfront: null,
  recurringPerHour: null,
  ...more,
});

describe('a price in another currency', () => {
  it('is the amount times the rate', () => {
    // 12.5 × 1.0871
    expect(convert(price('12.5'), euro)).toEqual({
      usdPerHour: '13.58875',
      upfrontUsd: null,
      recurringUsdPerHour: null,
      converted: { ...price('12.5'), usdPerUnit: '1.0871', rateDate: '2026-11-02', rateSource: 'ECB' },
    });
  });

  it('is converted with all its parts', () => {
    // 1000 × 1.0871 and 0.5 × 1.0871
    expect(convert(price('2', { upfront: '1000', recurringPerHour: '0.5' }), euro)).toMatchObject({
      usdPerHour: '2.1742',
      upfrontUsd: '1087.1',
      recurringUsdPerHour: '0.54355',
    });
  });

  it('is rounded once, half up, to ten decimals', () => {
    // 0.0000000001 × 1.5 = 1.5 in the tenth decimal, and × 1.4999999999 is below it.
    expect(convert(price('0.0000000001'), { ...euro, usdPerUnit: '1.5' }).usdPerHour).toBe('0.0000000002');
    expect(convert(price('0.0000000001'), { ...euro, usdPerUnit: '1.4999999999' }).usdPerHour).toBe('0.0000000001');
  });

  it('keeps every digit of amounts that a float has no room for', () => {
    // 123456789012.0000000001 × 1.000000000000000001 = 123456789012.0000000001 + 1.23…e-7
    const { usdPerHour } = convert(price('123456789012.0000000001'), { ...euro, usdPerUnit: '1.000000000000000001' });
    expect(usdPerHour).toBe('123456789012.0000001236');
  });

  it('is convertible where all amounts are decimal numbers', () => {
    expect(isConvertible(price('1.5'))).toBe(true);
    for (const text of ['', 'abc', '-1', '1e3', '1,5', '.5']) expect(isConvertible(price(text)), text).toBe(false);
    expect(isConvertible(price('1', { upfront: 'none' }))).toBe(false);
  });

  it('tells its arithmetic', () => {
    expect(conversionOf(convert(price('12.5'), euro).converted)).toBe('12.5 EUR at 1.0871 USD of 2026-11-02 (ECB)');
  });
});
