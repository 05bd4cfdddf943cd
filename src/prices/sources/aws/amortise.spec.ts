import { describe, expect, it } from 'vitest';
import { amortised, isAmount, perHour } from './amortise.js';

describe('an hour of a commitment', () => {
  it('is a part of the upfront fee and the hourly rate: 87,600 once and 5 an hour for a year are 15', () =>
    expect(amortised('87600', '5.0000000000', 1)).toBe('15'));

  it('of three years divides by 26,280 hours', () => expect(amortised('262800', '0', 3)).toBe('10'));

  it('keeps ten decimals: 1,161 over three years is 0.0441780822', () =>
    expect(amortised('1161', '0.0000000000', 3)).toBe('0.0441780822'));

  it('without a fee is the rate as it is stated, to the last zero', () =>
    expect(amortised('0', '19.5796780000', 1)).toBe('19.5796780000'));
});

it('a fee for a day is a 24th of it by the hour', () => expect(perHour('755.52', 24).toFixed()).toBe('31.48'));

it.each([
  ['32.7726000000', true],
  ['0.0000000000', true],
  ['1161', true],
  ['', false],
  ['-1', false],
  ['1e3', false],
  ['NaN', false],
  [undefined, false],
  [32.7726, false],
])('%s is an amount: %s', (text, expected) => expect(isAmount(text)).toBe(expected));
