import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBefore, dayOf, type ExchangeRate } from './exchange-rate.js';
import { RateBook } from './rate-book.js';

const rate = (date: string, usdPerUnit = '1.1', currency = 'EUR'): ExchangeRate => ({
  currency,
  date,
  usdPerUnit,
  source: 'a bank',
});

describe('the rate of a day', () => {
  // The Friday, Monday and Tuesday around a weekend.
  const book = new RateBook([rate('2026-11-09', '1.3'), rate('2026-11-06', '1.2'), rate('2026-11-10', '1.4')]);

  it.each([
    ['2026-11-05', null, 'the day before the first'],
    ['2026-11-06', '1.2', 'its own day'],
    ['2026-11-08', '1.2', 'the Sunday: that of Friday'],
    ['2026-11-09', '1.3', 'the Monday'],
    ['2026-11-17', '1.4', 'seven days later'],
    ['2026-11-18', null, 'eight days later'],
  ])('%s is %s: %s', (day, expected, _) => {
    expect(book.find('EUR', day)?.usdPerUnit ?? null).toBe(expected);
  });

  it('is not that of another currency', () => {
    expect(book.find('GBP', '2026-11-09')).toBeNull();
  });

  it('is over at the end of a month and of a year like on any other day', () => {
    expect(daysBefore('2026-01-03', 7)).toBe('2025-12-27');
    expect(daysBefore('2024-03-01', 1)).toBe('2024-02-29');
  });

  it.each([
    ['2026-11-02', '2026-11-02'],
    ['2026-11-02T23:30:00-05:00', '2026-11-03'],
    ['2026-11', '2026-11-01'],
    ['2026', '2026-01-01'],
    ['soon', null],
  ])('of a price of %s is that of %s', (asOf, day) => expect(dayOf(asOf)).toBe(day));
});

const days = fc.integer({ min: 0, max: 400 }).map((number) => daysBefore('2026-11-30', number));
const rates = fc.uniqueArray(
  fc
    .record({ date: days, currency: fc.constantFrom('EUR', 'CNY') })
    .map(({ date, currency }) => rate(date, '1', currency)),
  { selector: ({ date, currency }) => `${currency} ${date}`, maxLength: 40 },
);

describe('any rates', () => {
  it('are found as looking at each of them finds them: the latest that is not too early and not too late', () => {
    fc.assert(
      fc.property(rates, days, fc.constantFrom('EUR', 'CNY'), (all, day, currency) => {
        const usable = all.filter(
          (one) => one.currency === currency && one.date <= day && Date.parse(day) - Date.parse(one.date) <= 7 * 864e5,
        );
        const latest =
          usable
            .map(({ date }) => date)
            .sort()
            .at(-1) ?? null;
        expect(new RateBook(all).find(currency, day)?.date ?? null).toBe(latest);
      }),
    );
  });

  it('never go back in time: a later day has no earlier rate', () => {
    fc.assert(
      fc.property(rates, days, days, (all, one, other) => {
        const book = new RateBook(all);
        const [early, late] = [one, other].sort() as [string, string];
        const [before, after] = [book.find('EUR', early), book.find('EUR', late)];
        if (before !== null && after !== null) expect(after.date >= before.date).toBe(true);
      }),
    );
  });
});
