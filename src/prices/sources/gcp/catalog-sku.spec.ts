import { expect, it } from 'vitest';
import { catalogSku } from './catalog-sku.js';

const money = (units: string, nanos: number) => ({ currencyCode: 'USD', units, nanos });
const info = (...tieredRates: { startUsageAmount: number; unitPrice: ReturnType<typeof money> }[]) => ({
  pricingExpression: { usageUnit: 'h', tieredRates },
  effectiveTime: { seconds: '1785394800', nanos: 5 },
});

it('units come as a string and billionths as a number, and stay integers', () => {
  const { price } = catalogSku({ pricingInfo: [info({ startUsageAmount: 0, unitPrice: money('2', 933908000) })] });
  expect(price).toEqual({
    currency: 'USD',
    units: 2n,
    nanos: 933908000n,
    unit: 'h',
    effective: '2026-07-30T07:00:00.000Z',
  });
});

it('of several periods the last one is in force', () => {
  const older = info({ startUsageAmount: 0, unitPrice: money('1', 0) });
  const newer = info({ startUsageAmount: 0, unitPrice: money('3', 0) });
  expect(catalogSku({ pricingInfo: [older, newer] }).price?.units).toBe(3n);
});

it('a price in steps of usage is no single price', () => {
  const free = { startUsageAmount: 0, unitPrice: money('0', 0) };
  const paid = { startUsageAmount: 5, unitPrice: money('1', 0) };
  expect(catalogSku({ pricingInfo: [info(free, paid)] }).price).toBeNull();
  expect(catalogSku({ pricingInfo: [info(paid)] }).price).toBeNull();
});

it('a SKU that says nothing has no price', () => {
  expect(catalogSku({})).toEqual({
    id: '',
    description: '',
    resourceGroup: '',
    usageType: '',
    regions: [],
    price: null,
  });
  expect(catalogSku({ pricingInfo: [{ pricingExpression: { tieredRates: [{}] } }] }).price).toBeNull();
});
