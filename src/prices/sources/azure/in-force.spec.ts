import { describe, expect, it } from 'vitest';
import { latestInForce } from './in-force.js';
import type { RetailRow } from './retail-page.js';
import { retailRow } from './retail-row.fixture.js';

const NOW = new Date('2026-08-01T06:00:00Z');

function kept(...rows: Partial<RetailRow>[]) {
  const { rows: left, replaced } = latestInForce(rows.map(retailRow), NOW);
  return { prices: left.map(({ retailPrice }) => retailPrice), replaced };
}

const OLD = { retailPrice: '8', effectiveStartDate: '2023-01-01T00:00:00Z' };
const NEW = { retailPrice: '7', effectiveStartDate: '2026-07-01T00:00:00Z' };
const COMING = { retailPrice: '6', effectiveStartDate: '2026-09-01T00:00:00Z' };

describe('a price of a meter', () => {
  it('is replaced by the one that came into force after it', () =>
    expect(kept(OLD, NEW)).toEqual({ prices: ['7'], replaced: 1 }));

  it('is not replaced by one that is not yet in force', () =>
    expect(kept(OLD, COMING)).toEqual({ prices: ['8', '6'], replaced: 0 }));

  it('is not replaced by one that began with it: both are stated, so that the contradiction is seen', () =>
    expect(kept(NEW, { ...NEW, retailPrice: '9' })).toEqual({ prices: ['7', '9'], replaced: 0 }));

  it.each<[string, Partial<RetailRow>]>([
    ['meter', { meterId: 'another' }],
    ['SKU', { skuId: 'another' }],
    ['machine', { armSkuName: 'Standard_NC80adis_H100_v5' }],
    ['type', { type: 'Reservation', reservationTerm: '1 Year' }],
    ['tier', { tierMinimumUnits: '100.0' }],
  ])('is not replaced by one of another %s', (_name, differs) =>
    expect(kept(OLD, { ...NEW, ...differs })).toEqual({ prices: ['8', '7'], replaced: 0 }),
  );

  it('without a date is replaced by one with a date, and without a meter by none', () => {
    expect(kept({ retailPrice: '8', effectiveStartDate: null }, NEW)).toEqual({ prices: ['7'], replaced: 1 });
    expect(kept({ ...OLD, meterId: null }, { ...NEW, meterId: null })).toEqual({ prices: ['8', '7'], replaced: 0 });
  });
});
