import { describe, expect, it } from 'vitest';
import { product } from './price-list.fixture.js';
import { isAccelerated, whyNotOrdinary } from './price-list-product.js';

const why = (attributes: Record<string, string>, productFamily?: string) =>
  whyNotOrdinary(product({ sku: 'A', attributes, productFamily }), 'us-east-1');

describe('the ordinary product of a machine', () => {
  it('is Linux without licences, on shared hardware, used, on demand', () => expect(why({})).toBeNull());

  it('is not its twin for capacity blocks, which is the same in all but market and operation, and costs 0', () =>
    expect(why({ operation: 'RunInstances:CB', marketoption: 'CapacityBlock' })).toBe('within a capacity block'));

  it.each([
    ['Windows', { operatingSystem: 'Windows' }, 'other operating system than plain Linux'],
    ['Red Hat', { operatingSystem: 'RHEL' }, 'other operating system than plain Linux'],
    ['one with a database', { preInstalledSw: 'SQL Std' }, 'with software installed'],
    ['one that brings its own licence', { licenseModel: 'Bring your own license' }, 'with a licence'],
    ['one on hardware of one customer', { tenancy: 'Dedicated' }, 'other tenancy'],
    ['one on a dedicated host', { tenancy: 'Host' }, 'other tenancy'],
    ['capacity that waits unused', { capacitystatus: 'UnusedCapacityReservation' }, 'capacity reservation'],
    ['use of reserved capacity', { capacitystatus: 'AllocatedCapacityReservation' }, 'capacity reservation'],
    ['one at the customer', { locationType: 'AWS Outposts' }, 'on premises (Outposts)'],
    ['one in another region', { regionCode: 'us-east-1-bos-1' }, 'in another region'],
    ['one on another market', { marketoption: 'Auction' }, 'other market than on demand'],
  ])('is not %s', (_name, attributes, expected) => expect(why(attributes)).toBe(expected));

  it('of bare metal is the dedicated one of its own family', () => {
    const metal = 'Compute Instance (bare metal)';
    expect(why({ tenancy: 'Dedicated' }, metal)).toBeNull();
    expect(why({ tenancy: 'Host' }, metal)).toBe('other tenancy');
  });

  it.each(['Dedicated Host', 'Storage', 'Fee', undefined])('is not %s', (productFamily) =>
    expect(whyNotOrdinary({ productFamily, attributes: {} }, 'us-east-1')).toMatch(/^no machine/),
  );
});

describe('accelerators', () => {
  const has = (attributes: Record<string, string>) => isAccelerated({ attributes });

  it('are GPUs, by their number', () => expect(has({ gpu: '8', instanceFamily: 'General purpose' })).toBe(true));

  it('are what the family says where nothing counts them', () => {
    expect(has({ instanceFamily: 'Machine Learning ASIC Instances' })).toBe(true);
    expect(has({ instanceFamily: 'Memory optimized' })).toBe(false);
    expect(has({ gpu: '0' })).toBe(false);
  });
});
