import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InstanceTypesSource } from '../../../src/prices/sources/aws/instance-types.source.js';
import { SpotPricesSource } from '../../../src/prices/sources/aws/spot-prices.source.js';
import { pollContext, quickAccess, settings, useCredentials } from './clients.js';
import { startMoto } from './moto.js';

// Here and not in a hook: whether there is a peer decides whether there are tests.
const moto = await startMoto();
if (typeof moto === 'string') console.warn(`The tests against moto are skipped: ${moto}`);

/** moto is not ours: it knows the protocol of EC2 from the same descriptions as AWS's own clients. Its prices are dummies. */
describe.skipIf(typeof moto === 'string')('EC2 as moto emulates it', () => {
  const access = () => quickAccess(settings(typeof moto === 'string' ? '' : moto.url));
  let credentials: { remove(): void };

  beforeAll(() => {
    credentials = useCredentials('AKIAMOTO');
  });
  afterAll(async () => {
    credentials.remove();
    if (typeof moto !== 'string') await moto.stop();
  });

  it('names its regions', async () => {
    const regions = await new SpotPricesSource(access()).regions(pollContext());
    expect(regions).toEqual(expect.arrayContaining(['us-east-1', 'eu-central-1', 'ap-northeast-1']));
  });

  it('has spot prices of our machines in zones with ids, and they are stated as they are', async () => {
    const { prices } = await new SpotPricesSource(access()).poll('us-east-1', pollContext());
    expect(prices.length).toBeGreaterThan(100);
    expect(new Set(prices.map(({ perHour }) => perHour))).toEqual(new Set(['0.00001']));
    expect(prices.every(({ zone }) => /^use1-az[1-6]$/.test(zone ?? ''))).toBe(true);
    const keys = prices.map(({ zone, instanceType }) => `${zone} ${instanceType}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('offers machines in some zones, and every machine with accelerators that it has is in our catalog', async () => {
    const { availability, unknownTypes } = await new InstanceTypesSource(access()).poll('us-east-1', pollContext());
    const offered = availability.filter(({ available, zone }) => available && zone !== null);
    expect(offered.map(({ instanceType }) => instanceType)).toEqual(
      expect.arrayContaining(['p4d.24xlarge', 'g5.xlarge']),
    );
    expect(availability.some(({ available }) => !available)).toBe(true);
    expect(unknownTypes).toEqual([]);
  });
});
