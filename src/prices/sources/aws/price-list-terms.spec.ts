import { describe, expect, it } from 'vitest';
import { listedTerms, onDemandPrices, reservedPrices } from './price-list-terms.js';
import { term, type TermWishes } from './price-list.fixture.js';

const NOW = new Date('2026-08-01T12:00:00Z');

function terms(...wishes: Omit<TermWishes, 'sku'>[]) {
  return listedTerms.parse(
    Object.fromEntries(wishes.map((one, index) => term({ sku: 'A', code: `T${index}`, ...one }))),
  );
}

describe('an on-demand price', () => {
  it('is the hourly dimension, to the last zero', () =>
    expect(onDemandPrices(terms({ parts: [['Hrs', '32.7726000000']] }), NOW).prices).toEqual([
      {
        purchaseOption: 'on_demand',
        termYears: null,
        payment: null,
        offeringClass: null,
        currency: 'USD',
        perHour: '32.7726000000',
        upfront: null,
        recurringPerHour: null,
      },
    ]));

  it('of China is stated in yuan, as yuan', () =>
    expect(onDemandPrices(terms({ parts: [['Hrs', '83.9200000000', 'CNY']] }), NOW).prices).toMatchObject([
      { currency: 'CNY', perHour: '83.9200000000' },
    ]));

  it('of 0 is stated as it is: judging it is not for the reader', () =>
    expect(onDemandPrices(terms({ parts: [['Hrs', '0.0000000000']] }), NOW).prices).toMatchObject([
      { perHour: '0.0000000000' },
    ]));

  it('that is announced for next month is not in force, and one that was replaced is not either', () => {
    const result = onDemandPrices(
      terms(
        { parts: [['Hrs', '40']], effectiveDate: '2026-01-01T00:00:00Z' },
        { parts: [['Hrs', '30']], effectiveDate: '2026-06-01T00:00:00Z' },
        { parts: [['Hrs', '20']], effectiveDate: '2026-09-01T00:00:00Z' },
      ),
      NOW,
    );
    expect(result.prices.map(({ perHour }) => perHour)).toEqual(['30']);
    expect(result.skipped).toEqual(['announced for later']);
  });

  it.each([
    ['by the second', [['Seconds', '0.01']]],
    [
      'twice',
      [
        ['Hrs', '1'],
        ['Hrs', '2'],
      ],
    ],
    ['in words', [['Hrs', 'free']]],
  ] as const)('that is stated %s is not read', (_name, parts) =>
    expect(onDemandPrices(terms({ parts }), NOW)).toEqual({ prices: [], skipped: ['without one price by the hour'] }),
  );

  it('in two currencies at once is not read', () => {
    const both = listedTerms.parse({
      x: { priceDimensions: { y: { unit: 'Hrs', pricePerUnit: { USD: '1', CNY: '7' } } } },
    });
    expect(onDemandPrices(both, NOW).prices).toEqual([]);
  });
});

describe('reservations', () => {
  it('come in all twelve: one and three years, three ways to pay, two classes', () => {
    const all = ['1yr', '3yr'].flatMap((length) =>
      ['standard', 'convertible'].flatMap((offeringClass) =>
        ['No Upfront', 'Partial Upfront', 'All Upfront'].map((payment) => ({
          parts: [
            ['Quantity', '8760'],
            ['Hrs', '1'],
          ] as const,
          lease: [length, offeringClass, payment] as const,
        })),
      ),
    );
    const { prices } = reservedPrices(terms(...all), NOW);
    expect(new Set(prices.map((price) => `${price.termYears} ${price.payment} ${price.offeringClass}`)).size).toBe(12);
    // 8,760 upfront are 1 an hour over one year, a third of it over three.
    expect(prices.filter(({ termYears }) => termYears === 1).every(({ perHour }) => perHour === '2')).toBe(true);
    expect(prices.filter(({ termYears }) => termYears === 3)[0]?.perHour).toBe('1.3333333333');
  });

  it('keep the fee and the hourly part apart, beside what an hour costs in all', () =>
    expect(
      reservedPrices(
        terms({
          parts: [
            ['Quantity', '87600'],
            ['Hrs', '5.5000000000'],
          ],
          lease: ['1yr', 'standard', 'Partial Upfront'],
        }),
        NOW,
      ).prices,
    ).toEqual([
      {
        purchaseOption: 'reserved',
        termYears: 1,
        payment: 'partial_upfront',
        offeringClass: 'standard',
        currency: 'USD',
        perHour: '15.5',
        upfront: '87600',
        recurringPerHour: '5.5000000000',
      },
    ]));

  it('that ask nothing upfront have no fee, those that ask all of it no hourly rate', () => {
    const { prices } = reservedPrices(
      terms(
        { parts: [['Hrs', '19.5796780000']], lease: ['1yr', 'standard', 'No Upfront'] },
        { parts: [['Quantity', '1161']], lease: ['3yr', 'convertible', 'All Upfront'] },
      ),
      NOW,
    );
    expect(prices).toMatchObject([
      { perHour: '19.5796780000', upfront: '0', recurringPerHour: '19.5796780000' },
      { perHour: '0.0441780822', upfront: '1161', recurringPerHour: '0' },
    ]);
  });

  it('that lack the part which their terms ask for are not completed', () =>
    expect(
      reservedPrices(
        terms(
          { parts: [['Hrs', '1']], lease: ['1yr', 'standard', 'Partial Upfront'] },
          { parts: [['Hrs', '1']], lease: ['1yr', 'standard', 'All Upfront'] },
          { parts: [['Quantity', '1']], lease: ['1yr', 'standard', 'No Upfront'] },
          { parts: [], lease: ['3yr', 'standard', 'All Upfront'] },
        ),
        NOW,
      ),
    ).toEqual({ prices: [], skipped: Array(4).fill('reservation without one of its two parts') }));

  it('on terms that nobody has heard of, or in two currencies, are not read', () =>
    expect(
      reservedPrices(
        terms(
          { parts: [['Hrs', '1']], lease: ['5yr', 'standard', 'No Upfront'] },
          {
            parts: [
              ['Quantity', '1', 'CNY'],
              ['Hrs', '1'],
            ],
            lease: ['1yr', 'standard', 'Partial Upfront'],
          },
        ),
        NOW,
      ).skipped,
    ).toEqual(['reservation on other terms than those we know', 'reservation in two currencies']));
});
