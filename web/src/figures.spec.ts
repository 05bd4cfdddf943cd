import { describe, expect, it } from 'vitest';
import { day, exactUsd, figure, percent, usd, usdPerHour } from './figures.js';

describe('figures on the page', () => {
  it('show an hourly price with as many digits as it needs', () => {
    expect(usdPerHour('98.32')).toBe('$98.32');
    expect(usdPerHour('1')).toBe('$1.00');
    expect(usdPerHour('0.5265')).toBe('$0.527');
    expect(usdPerHour('0.0351')).toBe('$0.0351');
  });

  it('round money from its decimals, not from a float of it', () => {
    // As a float, 1.005 is a little less and would round down.
    expect(usd('1.005')).toBe('$1.01');
    expect(usd('1234567.5')).toBe('$1,234,568');
    expect(usd('-250')).toBe('−$250');
    expect(exactUsd('12345678901234567890.123456789')).toBe('$12,345,678,901,234,567,890.123456789');
  });

  it('show shares, counts and days the way people say them', () => {
    expect(percent(61.7)).toBe('62 %');
    expect(percent(3.14)).toBe('3.1 %');
    expect(percent(0)).toBe('0 %');
    expect(figure(12345)).toBe('12,345');
    expect(figure(12.345)).toBe('12.3');
    expect(day('2026-07-30')).toBe('30 Jul 2026');
    expect(day('2026-07')).toBe('Jul 2026');
  });
});
