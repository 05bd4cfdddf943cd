import { describe, expect, it } from 'vitest';
import { offer, tallies } from './price.fixture.js';
import { ageInDays, summarisePrices } from './price-summary.js';

const now = new Date('2026-08-10T12:00:00Z');

describe('the age of prices', () => {
  it('counts whole days, a month or a year from its first day', () => {
    expect(ageInDays('2026-07-30', now)).toBe(11);
    expect(ageInDays('2026-08', now)).toBe(9);
    expect(ageInDays('2026', now)).toBe(221);
    expect(ageInDays('2027-01-01', now)).toBe(0);
  });
});

describe('the price summary', () => {
  it('states offers, dates and what was left out; a cloud without offers has no dates', () => {
    const offers = [offer(), offer({ purchaseOption: 'spot', asOf: '2024-12' })];
    const summary = summarisePrices(tallies(offers), [{ reason: 'estimate' }, { reason: 'estimate' }], now);
    expect(summary.offers).toBe(2);
    expect(summary.leftOutByReason).toEqual({ estimate: 2 });
    expect(summary.clouds.find(({ cloud }) => cloud === 'gcp')).toEqual({
      cloud: 'gcp',
      offers: 2,
      byPurchaseOption: { on_demand: 1, spot: 1 },
      oldestAsOf: '2024-12',
      newestAsOf: '2026-07-30',
      oldestAgeDays: 617,
      newestAgeDays: 11,
    });
    expect(summary.clouds.find(({ cloud }) => cloud === 'aws')).toMatchObject({ offers: 0, oldestAsOf: null });
  });
});
