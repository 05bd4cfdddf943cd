import { describe, expect, it } from 'vitest';
import { gcpSku } from './gcp-sku.fixture.js';
import type { MachinePart } from './machine-part.js';
import { partPrice } from './part-price.js';
import type { CatalogSku } from './catalog-sku.js';

function usd(part: MachinePart, sku: CatalogSku): string {
  const { price, skip } = partPrice(part, sku);
  return price === null ? (skip ?? '') : `${price.usd.toFixed()} a ${price.per}`;
}

describe('the price of a part', () => {
  it('is units and billionths together', () => {
    expect(usd('gpu:a100-40gb', gcpSku('', '2.933908'))).toBe('2.933908 a hour');
    expect(usd('gpu:h200-141gb', gcpSku('', '10.000000001'))).toBe('10.000000001 a hour');
  });

  it('of memory by the decimal gigabyte is 2^30 / 10^9 of it for a binary one', () => {
    expect(usd('ram:a3', gcpSku('', '0.001', { unit: 'GBy.h' }))).toBe('0.001073741824 a hour');
    expect(usd('ram:a3', gcpSku('', '0.001', { unit: 'GiBy.h' }))).toBe('0.001 a hour');
  });

  it('of local SSD is by the month', () => {
    expect(usd('ssd', gcpSku('', '0.08', { unit: 'GiBy.mo' }))).toBe('0.08 a month');
  });
});

describe('a price is refused', () => {
  it('that is zero: placeholders, and capacity that is paid for already', () => {
    expect(usd('gpu:v100', gcpSku('', '0'))).toBe('price of zero or less');
  });

  it('in another currency than asked for', () => {
    expect(usd('core:a2', gcpSku('', '508.934997455', { currency: 'IDR' }))).toBe(
      'price in another currency than asked for',
    );
  });

  it('in a unit that does not belong to the part', () => {
    expect(usd('core:a2', gcpSku('', '0.03', { unit: 'GiBy.h' }))).toBe('unit of billing that is not known: GiBy.h');
    expect(usd('ram:a2', gcpSku('', '0.03', { unit: 'h' }))).toBe('unit of billing that is not known: h');
    expect(usd('gpu:l4', gcpSku('', '0.03', { unit: '' }))).toBe('unit of billing that is not known: none');
  });

  it('that is none, or depends on how much is used', () => {
    expect(usd('gpu:l4', { ...gcpSku('', '1'), price: null })).toBe('no single price');
  });
});
