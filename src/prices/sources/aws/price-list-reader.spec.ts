import { describe, expect, it } from 'vitest';
import { OutboundError } from '../../../platform/index.js';
import { PriceListReader } from './price-list-reader.js';
import { priceList, product, type ListWishes } from './price-list.fixture.js';

const NOW = new Date('2026-08-01T12:00:00Z');

function read(text: string, chunkBytes = 100) {
  const instanceTypes = new Set(['p4d.24xlarge', 'g4dn.metal']);
  const reader = new PriceListReader({ region: 'us-east-1', instanceTypes, now: NOW, source: 'aws-price-list' });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  return reader.end();
}

const P4D: ListWishes = {
  products: [
    product({ sku: 'DISK', productFamily: 'Storage', attributes: { instanceType: 'p4d' } }),
    product({ sku: 'ORDINARY' }),
    product({ sku: 'BLOCK', attributes: { operation: 'RunInstances:CB', marketoption: 'CapacityBlock' } }),
    product({ sku: 'WINDOWS', attributes: { operatingSystem: 'Windows' } }),
    product({ sku: 'PLAIN', instanceType: 'm5.large', attributes: { instanceFamily: 'General purpose', gpu: '0' } }),
    product({ sku: 'NEW', instanceType: 'p9.48xlarge' }),
  ],
  onDemand: [
    { sku: 'BLOCK', parts: [['Hrs', '0.0000000000']] },
    { sku: 'ORDINARY', parts: [['Hrs', '32.7726000000']] },
    { sku: 'WINDOWS', parts: [['Hrs', '37.1886000000']] },
    { sku: 'PLAIN', parts: [['Hrs', '0.0960000000']] },
  ],
  reserved: [
    { sku: 'ORDINARY', parts: [['Hrs', '19.2200000000']], code: 'R', lease: ['1yr', 'standard', 'No Upfront'] },
    { sku: 'WINDOWS', parts: [['Hrs', '23.6360000000']], code: 'R', lease: ['1yr', 'standard', 'No Upfront'] },
  ],
};

describe('the price list of a region', () => {
  it.each([1, 7, 100, 1_000_000])('states ordinary prices alone, read %i bytes at a time', (chunkBytes) => {
    const { prices } = read(priceList(P4D), chunkBytes);
    expect(prices).toEqual([
      {
        cloud: 'aws',
        region: 'us-east-1',
        zone: null,
        instanceType: 'p4d.24xlarge',
        purchaseOption: 'on_demand',
        termYears: null,
        payment: null,
        offeringClass: null,
        currency: 'USD',
        perHour: '32.7726000000',
        upfront: null,
        recurringPerHour: null,
        asOf: '2026-08-01T12:00:00.000Z',
        source: 'aws-price-list',
      },
      expect.objectContaining({ purchaseOption: 'reserved', perHour: '19.2200000000', upfront: '0' }),
    ]);
  });

  it('names machines with accelerators that the catalog lacks, and counts what is skipped', () => {
    const { unknownTypes, skipped } = read(priceList(P4D));
    expect(unknownTypes).toEqual(['p9.48xlarge']);
    expect(skipped).toEqual({
      'no machine (hosts, disks, fees, …)': 1,
      'within a capacity block': 1,
      'other operating system than plain Linux': 1,
      'machine without accelerators': 1,
      'machine that the catalog lacks': 1,
    });
  });

  it('states both of two products that contradict each other, and once what they agree upon', () => {
    const twice = (second: string): ListWishes => ({
      products: [product({ sku: 'A' }), product({ sku: 'B' })],
      onDemand: [
        { sku: 'A', parts: [['Hrs', '32.7726000000']] },
        { sku: 'B', parts: [['Hrs', second]] },
      ],
    });
    expect(read(priceList(twice('32.7726000000'))).prices).toHaveLength(1);
    expect(read(priceList(twice('40.0000000000'))).prices).toHaveLength(2);
  });

  it('does not mind what it does not know', () => {
    const list = JSON.parse(priceList(P4D)) as Record<string, Record<string, unknown>>;
    const unknown = { ...list, quantum: { products: [{}] }, terms: { Quantum: { ORDINARY: 1 }, ...list.terms } };
    const withUnknown = JSON.stringify(unknown).replace('"sku":', '"colour":{"a":[1,null]},"sku":');
    expect(read(withUnknown).prices).toHaveLength(2);
  });

  it('that is a list of something else is not read', () => {
    const other = priceList(P4D).replace('"AmazonEC2",\n  "version"', '"AmazonRDS",\n  "version"');
    expect(() => read(other)).toThrow(
      'The AWS price list states offerCode "AmazonRDS"; v1.0 of AmazonEC2 can be read.',
    );
    expect(() => read('{"formatVersion":"v2.0"}')).toThrow('states formatVersion "v2.0"');
  });

  it('is not read in another order, without its parts, or with parts of another shape', () => {
    expect(() => read('{"terms":{},"products":{}}')).toThrow('its terms before its products');
    expect(() => read('{"products":{}}')).toThrow('has no products, or no prices on demand');
    const broken = priceList(P4D).replace('"32.7726000000"', '32.7726');
    expect(() => read(broken)).toThrow(/another shape: .*pricePerUnit\.USD/);
    expect(() => read(priceList(P4D).replace('"operatingSystem": "Linux"', '"operatingSystem" "Linux"'))).toThrow(
      'an entry that is no JSON',
    );
  });

  it('that is cut off anywhere states nothing', () => {
    const text = priceList(P4D);
    for (let length = 1; length < text.length; length += 97) {
      expect(() => read(text.slice(0, length))).toThrow(OutboundError);
    }
  });
});
