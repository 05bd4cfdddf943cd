import { describe, expect, it } from 'vitest';
import { offer } from './price.fixture.js';
import { priceChanges } from './price-history.js';

const march = new Date('2026-03-26T12:00:00Z');
const july = new Date('2026-07-30T12:00:00Z');
const spot = offer({ purchaseOption: 'spot', usdPerHour: '29.71' });

describe('the price history', () => {
  it('begins with every offer', () => {
    const rows = priceChanges([], [offer(), spot], march);
    expect(rows.map((row) => [row.offer_id, row.usd_per_hour, row.observed_at])).toEqual([
      ['gcp:us-central1:a3-highgpu-8g:on_demand', '88.49', '2026-03-26 12:00:00.000'],
      ['gcp:us-central1:a3-highgpu-8g:spot', '29.71', '2026-03-26 12:00:00.000'],
    ]);
  });

  it('gains a row only where the price changed, however the store writes the old one', () => {
    const before = priceChanges([], [offer(), spot], march).map((row) => ({
      ...row,
      usd_per_hour: `${row.usd_per_hour}00000000`,
    }));
    const now = [offer({ asOf: '2026-08-01' }), { ...spot, usdPerHour: '50.61' }];
    expect(priceChanges(before, now, july)).toMatchObject([{ offer_id: spot.id, usd_per_hour: '50.61' }]);
    expect(priceChanges(before, [offer(), spot], july)).toEqual([]);
  });

  it('has what a price was stated as, and gains a row where that changed', () => {
    const converted = {
      currency: 'EUR',
      perHour: '80',
      upfront: null,
      recurringPerHour: null,
      usdPerUnit: '1.106125',
      rateDate: '2026-03-26',
      rateSource: 'a bank',
    };
    // 80 EUR × 1.106125 USD = 88.49 USD
    const before = priceChanges([], [offer({ converted })], march);
    expect(before).toMatchObject([
      { usd_per_hour: '88.49', stated_currency: 'EUR', stated_per_hour: '80', usd_per_unit: '1.106125' },
    ]);
    const padded = before.map((row) => ({ ...row, stated_per_hour: '80.0000000000' }));
    expect(priceChanges(padded, [offer({ converted })], july)).toEqual([]);
    expect(priceChanges(padded, [offer()], july)).toMatchObject([{ usd_per_hour: '88.49', stated_currency: null }]);
  });

  it('notes once that an offer was withdrawn, and its price when it returns', () => {
    const before = priceChanges([], [offer(), spot], march);
    const gone = priceChanges(before, [offer()], july);
    expect(gone).toMatchObject([{ offer_id: spot.id, usd_per_hour: null, observed_at: '2026-07-30 12:00:00.000' }]);
    const after = [...before.filter((row) => row.offer_id !== spot.id), ...gone];
    expect(priceChanges(after, [offer()], july)).toEqual([]);
    expect(priceChanges(after, [offer(), spot], july)).toMatchObject([{ offer_id: spot.id, usd_per_hour: '29.71' }]);
  });
});
