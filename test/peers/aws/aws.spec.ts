import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CapacityBlocksSource } from '../../../src/prices/sources/aws/capacity-blocks.source.js';
import { InstanceTypesSource } from '../../../src/prices/sources/aws/instance-types.source.js';
import { PricingApiSource } from '../../../src/prices/sources/aws/pricing-api.source.js';
import { SavingsPlansSource } from '../../../src/prices/sources/aws/savings-plans.source.js';
import { SpotPricesSource } from '../../../src/prices/sources/aws/spot-prices.source.js';
import { startPrism, type Prism } from '../prism.js';
import { pollContext, quickAccess, settings, useCredentials } from './clients.js';
import { ACCESS_KEY, startAwsEmulator, type AwsEmulator } from './emulator.js';
import { startTargetFront, type TargetFront } from './target-front.js';
import { WORLD, type AwsWorld } from './world.js';

let emulator: AwsEmulator;
let planted: AwsEmulator;
let prisms: Prism[];
let fronts: TargetFront[];
let credentials: { remove(): void };

/** The first answers well; in the second, entries and rates are of types that AWS never sends. */
const PLANTED: AwsWorld = {
  ...WORLD,
  products: [{ planted: true }],
  rates: WORLD.rates.map((rate) => ({ ...rate, rate: { USD: '20' } })),
};

beforeAll(async () => {
  credentials = useCredentials(ACCESS_KEY);
  [emulator, planted] = await Promise.all([startAwsEmulator(WORLD), startAwsEmulator(PLANTED)]);
  const pricing = 'test/peers/openapi/aws-pricing.json';
  const savingsPlans = 'test/peers/openapi/aws-savings-plans.json';
  prisms = await Promise.all([
    startPrism(pricing, emulator.url),
    startPrism(savingsPlans, emulator.url),
    startPrism(pricing, planted.url),
    startPrism(savingsPlans, planted.url),
  ]);
  fronts = await Promise.all([prisms[0], prisms[2]].map((prism) => startTargetFront(prism?.url ?? '')));
}, 240_000);

afterAll(async () => {
  credentials.remove();
  await Promise.all(fronts.map((front) => front.close()));
  await Promise.all(prisms.map((prism) => prism.stop()));
  await Promise.all([emulator.close(), planted.close()]);
});

const access = (at = 0) =>
  quickAccess(
    settings(emulator.url, {
      pricingEndpoint: fronts[at]?.url ?? '',
      savingsPlansEndpoint: prisms[2 * at + 1]?.url ?? '',
    }),
  );

describe('the Pricing API, asked by the real client through a validator', () => {
  it('states ordinary on-demand prices and reservations over several pages, and neither twin nor licence', async () => {
    const result = await new PricingApiSource(access()).poll('us-east-1', pollContext());
    const stated = result.prices.map((price) => [price.instanceType, price.purchaseOption, price.perHour]);
    expect(stated).toEqual([
      ['p4d.24xlarge', 'on_demand', '32.7726000000'],
      ['p4d.24xlarge', 'reserved', '19.2200000000'],
      ['p4d.24xlarge', 'reserved', '10'],
      ['g5.xlarge', 'on_demand', '1.0060000000'],
      ['g4dn.metal', 'on_demand', '7.8240000000'],
    ]);
    expect(result.prices[2]).toMatchObject({ termYears: 3, payment: 'all_upfront', upfront: '262800' });
    expect(result.covers).toEqual(['on_demand', 'reserved']);
    expect(result.unknownTypes).toEqual(['p9.48xlarge']);
  });

  it('is asked page by page, with eight filters, for the largest page there is', () => {
    const asked = emulator.asked.filter(({ operation }) => operation === 'GetProducts');
    expect(asked.map(({ input }) => input.NextToken)).toEqual([undefined, 'T2', undefined]);
    expect(asked[0]?.input).toMatchObject({ ServiceCode: 'AmazonEC2', MaxResults: 100 });
    expect(asked[0]?.input.Filters).toHaveLength(8);
  });

  it('lists the places that it has prices for, GovCloud and local zones among them, China not', async () =>
    expect(await new PricingApiSource(access()).regions(pollContext())).toEqual([
      'us-east-1',
      'us-gov-west-1',
      'us-west-2-lax-1',
    ]));

  it('states the prices of GovCloud with commercial credentials', async () =>
    expect((await new PricingApiSource(access()).poll('us-gov-west-1', pollContext())).prices).toMatchObject([
      { region: 'us-gov-west-1', perHour: '39.3300000000' },
    ]));

  it('that has no machine in a region is not believed', () =>
    expect(new PricingApiSource(access()).poll('eu-west-9', pollContext())).rejects.toThrow(
      'AWS Pricing lists no machine in eu-west-9.',
    ));

  it('in an answer of a wrong type is caught by the validator: entries that are no strings', () =>
    expect(new PricingApiSource(access(1)).poll('us-east-1', pollContext())).rejects.toMatchObject({
      failure: 'status',
      status: 500,
    }));
});

describe('Savings Plans, asked by the real client through a validator', () => {
  it('state rates of both kinds of plan, all terms and payments, of running machines alone', async () => {
    const result = await new SavingsPlansSource(access()).poll('us-east-1', pollContext());
    expect(result.prices).toMatchObject([
      { instanceType: 'p4d.24xlarge', offeringClass: 'ec2_instance', payment: 'no_upfront', perHour: '20.0000000000' },
      // 10.5 × 26,280 hours.
      { offeringClass: 'compute', payment: 'all_upfront', termYears: 3, perHour: '10.5', upfront: '275940' },
      { payment: 'partial_upfront', perHour: '15', upfront: null },
      { instanceType: 'g4dn.metal', perHour: '4.5' },
    ]);
    expect(result.skipped).toEqual({ 'other usage than a running machine': 1, 'machine without accelerators': 1 });
  });

  it('are asked for 1,000 rates a page, by place and system, bare metal apart', () => {
    const asked = emulator.asked.filter(({ operation }) => operation === 'DescribeSavingsPlansOfferingRates');
    expect(asked.map(({ input }) => [input.maxResults, input.nextToken])).toEqual([
      [1000, undefined],
      [1000, 'T3'],
      [1000, undefined],
    ]);
    expect(asked.at(-1)?.input.filters).toContainEqual({ name: 'instanceType', values: ['g4dn.metal', 'g5g.metal'] });
  });

  it('in an answer of a wrong type are caught by the validator: a rate that is an object', () =>
    expect(new SavingsPlansSource(access(1)).poll('us-east-1', pollContext())).rejects.toMatchObject({
      failure: 'status',
      status: 500,
    }));
});

describe('EC2, asked by the real client', () => {
  it('states the spot prices in force by zone, over pages that are partly or wholly empty', async () => {
    const { prices, skipped, covers } = await new SpotPricesSource(access()).poll('us-east-1', pollContext());
    expect(prices.map(({ instanceType, zone, perHour }) => [instanceType, zone, perHour])).toEqual([
      ['p5.48xlarge', 'use1-az4', '21.413200'],
      ['p5.48xlarge', 'use1-az6', '20.100000'],
      ['g5.xlarge', 'use1-az4', '0.402400'],
    ]);
    expect(skipped).toEqual({ 'in a local zone': 1 });
    expect(covers).toEqual(['spot']);
    const asked = emulator.asked.filter(({ operation }) => operation === 'DescribeSpotPriceHistory');
    expect(asked[0]?.input).toMatchObject({
      StartTime: '2026-08-01T12:00:00Z',
      'ProductDescription.1': 'Linux/UNIX',
      'ProductDescription.2': 'Linux/UNIX (Amazon VPC)',
    });
    expect(asked).toHaveLength(3);
  });

  it('with no spot price of ours at all turns every empty page to the end', async () => {
    const few = new Map([...pollContext().instanceTypes].filter(([name]) => name === 'p4d.24xlarge'));
    const { prices } = await new SpotPricesSource(access()).poll('us-east-1', pollContext({ instanceTypes: few }));
    expect(prices).toEqual([]);
  });

  it('says where machines are offered, and which of them the catalog lacks', async () => {
    const { availability, unknownTypes } = await new InstanceTypesSource(access()).poll('us-east-1', pollContext());
    const said = (type: string) =>
      availability.filter(({ instanceType }) => instanceType === type).map(({ zone, available }) => [zone, available]);
    expect(said('p5.48xlarge')).toEqual([
      [null, true],
      ['use1-az4', true],
      ['use1-az6', false],
    ]);
    expect(said('p4d.24xlarge')).toEqual([[null, false]]);
    expect(unknownTypes).toEqual(['p9.48xlarge', 'trn9.48xlarge']);
  });

  it('states capacity blocks by the hour of one machine: 755.52 for a day, 1,600 for a day of two', async () => {
    const { prices } = await new CapacityBlocksSource(access()).poll('us-east-1', pollContext());
    expect(prices.map(({ zone, perHour }) => [zone, perHour])).toEqual([
      ['use1-az4', '31.48'],
      ['use1-az6', '33.3333333333'],
    ]);
    const asked = emulator.asked.filter(({ operation }) => operation === 'DescribeCapacityBlockOfferings');
    expect(asked[0]?.input).toMatchObject({
      InstanceType: 'p5.48xlarge',
      InstanceCount: '1',
      CapacityDurationHours: '24',
    });
  });

  it('scores where a fleet of spot machines can be had, by region or by zone, over pages that are partly empty', async () => {
    const source = new SpotPricesSource(access());
    const fleet = { instanceTypes: ['p5.48xlarge', 'p5e.48xlarge', 'p5en.48xlarge'], instances: 4, regions: null };
    const { signal } = new AbortController();
    expect(await source.spotScores({ ...fleet, within: 'region' }, signal)).toEqual([
      { region: 'us-east-1', zone: null, score: 3 },
      { region: 'eu-west-1', zone: null, score: 9 },
    ]);
    expect(await source.spotScores({ ...fleet, regions: ['us-east-1'], within: 'zone' }, signal)).toEqual([
      { region: 'us-east-1', zone: 'use1-az4', score: 1 },
      { region: 'us-east-1', zone: 'use1-az6', score: 2 },
    ]);
    const asked = emulator.asked.filter(({ operation }) => operation === 'GetSpotPlacementScores');
    expect(asked[0]?.input).toMatchObject({
      'InstanceType.1': 'p5.48xlarge',
      'InstanceType.3': 'p5en.48xlarge',
      TargetCapacity: '4',
      TargetCapacityUnitType: 'units',
      SingleAvailabilityZone: 'false',
    });
    expect(asked.at(-1)?.input).toMatchObject({ 'RegionName.1': 'us-east-1', SingleAvailabilityZone: 'true' });
  });

  it('is asked in the region that is meant', async () => {
    await new SpotPricesSource(access()).poll('eu-west-1', pollContext());
    expect(emulator.asked.at(-1)?.region).toBe('eu-west-1');
    expect(await new SpotPricesSource(access()).regions(pollContext())).toEqual(['us-east-1', 'eu-west-1']);
  });
});
