import { product, term, type TermWishes } from '../../../src/prices/sources/aws/price-list.fixture.js';

/** What AWS has to say, as our tests want it. */
export interface AwsWorld {
  /** Entries of the price list: a product with its terms. */
  readonly products: readonly object[];
  /** Places with prices, as the Pricing API lists them. */
  readonly places: readonly string[];
  readonly rates: readonly object[];
  readonly regions: readonly string[];
  readonly zones: readonly { readonly ZoneId: string; readonly ZoneName: string; readonly ZoneType?: string }[];
  readonly spot: readonly SpotRow[];
  readonly offerings: readonly { readonly instanceType: string; readonly zoneId: string }[];
  readonly instanceTypes: readonly object[];
  readonly blocks: readonly object[];
  /** Places with a score for whatever fleet: of zones and of regions. */
  readonly scores: readonly { readonly region: string; readonly availabilityZoneId?: string; readonly score: number }[];
}

export interface SpotRow {
  readonly instanceType: string;
  readonly zone: string;
  readonly zoneId?: string;
  readonly product: string;
  readonly price: string;
  readonly at: string;
}

const METAL = 'Compute Instance (bare metal)';

/** An entry of `PriceList`: its terms stand under their own keys, not under the product's as in the files. */
function entry(listed: ReturnType<typeof product>, onDemand: TermWishes, reserved: readonly TermWishes[] = []): object {
  return {
    product: listed,
    serviceCode: 'AmazonEC2',
    terms: {
      OnDemand: Object.fromEntries([term(onDemand)]),
      ...(reserved.length === 0 ? {} : { Reserved: Object.fromEntries(reserved.map(term)) }),
    },
    version: '20260801000000',
    publicationDate: '2026-08-01T00:00:00Z',
  };
}

const hourly = (sku: string, usd: string): TermWishes => ({ sku, parts: [['Hrs', usd]] });

const PRODUCTS: readonly object[] = [
  entry(product({ sku: 'P4D' }), hourly('P4D', '32.7726000000'), [
    { sku: 'P4D', code: 'R1', parts: [['Hrs', '19.2200000000']], lease: ['1yr', 'standard', 'No Upfront'] },
    {
      sku: 'P4D',
      code: 'R2',
      parts: [
        ['Quantity', '262800'],
        ['Hrs', '0.0000000000'],
      ],
      lease: ['3yr', 'standard', 'All Upfront'],
    },
  ]),
  // The same machine, free of charge: the block it is part of has been paid for.
  entry(
    product({ sku: 'CB', attributes: { operation: 'RunInstances:CB', marketoption: 'CapacityBlock' } }),
    hourly('CB', '0.0000000000'),
  ),
  entry(
    product({ sku: 'BYOL', attributes: { operatingSystem: 'Windows', licenseModel: 'Bring your own license' } }),
    hourly('BYOL', '32.7726000000'),
  ),
  entry(
    product({ sku: 'DED', attributes: { tenancy: 'Dedicated', usagetype: 'DedicatedUsage:p4d.24xlarge' } }),
    hourly('DED', '34.7389560000'),
  ),
  entry(
    product({ sku: 'G4M', instanceType: 'g4dn.metal', productFamily: METAL, attributes: { tenancy: 'Dedicated' } }),
    hourly('G4M', '7.8240000000'),
  ),
  entry(product({ sku: 'G5', instanceType: 'g5.xlarge' }), hourly('G5', '1.0060000000')),
  entry(product({ sku: 'NEW', instanceType: 'p9.48xlarge' }), hourly('NEW', '99.0000000000')),
  entry(
    product({ sku: 'M5', instanceType: 'm5.large', attributes: { gpu: '0', instanceFamily: 'General purpose' } }),
    hourly('M5', '0.0960000000'),
  ),
  entry(product({ sku: 'GOV', attributes: { regionCode: 'us-gov-west-1' } }), hourly('GOV', '39.3300000000')),
];

interface RateWishes {
  readonly instanceType?: string;
  readonly rate: string;
  readonly planType?: string;
  readonly paymentOption?: string;
  readonly years?: number;
  readonly usage?: string;
  readonly operation?: string;
  readonly description?: string;
  readonly tenancy?: string;
}

function rate(wishes: RateWishes): object {
  const { instanceType = 'p4d.24xlarge', usage = 'BoxUsage', years = 1, tenancy = 'shared' } = wishes;
  return {
    savingsPlanOffering: {
      offeringId: 'ad6c7cf8-2c14-4f32-9cd8-2a1b8e5b8f11',
      paymentOption: wishes.paymentOption ?? 'No Upfront',
      planType: wishes.planType ?? 'EC2Instance',
      durationSeconds: years * 31_536_000,
      currency: 'USD',
      planDescription: `${years} year`,
    },
    rate: wishes.rate,
    unit: 'Hrs',
    productType: 'EC2',
    serviceCode: 'AmazonEC2',
    usageType: `${usage}:${instanceType}`,
    operation: wishes.operation ?? 'RunInstances',
    properties: [
      { name: 'region', value: 'us-east-1' },
      { name: 'instanceType', value: instanceType },
      { name: 'instanceFamily', value: instanceType.split('.')[0] },
      { name: 'productDescription', value: wishes.description ?? 'Linux/UNIX' },
      { name: 'tenancy', value: tenancy },
    ],
  };
}

const spot = (instanceType: string, zone: string, price: string, at: string, product = 'Linux/UNIX'): SpotRow => ({
  instanceType,
  zone,
  product,
  price,
  at,
});

const block = (instanceType: string, zone: string, fee: string, count = 1): object => ({
  capacityBlockOfferingId: 'cb-0123456789abcdef0',
  instanceType,
  availabilityZone: zone,
  instanceCount: count,
  startDate: '2026-08-03T11:30:00.000Z',
  endDate: '2026-08-04T11:30:00.000Z',
  capacityBlockDurationHours: 24,
  upfrontFee: fee,
  currencyCode: 'USD',
  tenancy: 'default',
});

export const WORLD: AwsWorld = {
  products: PRODUCTS,
  places: ['us-east-1', 'us-gov-west-1', 'us-west-2-lax-1', 'cn-north-1', 'global'],
  rates: [
    rate({ rate: '20.0000000000' }),
    rate({ rate: '10.5', planType: 'Compute', paymentOption: 'All Upfront', years: 3 }),
    rate({ rate: '15', paymentOption: 'Partial Upfront' }),
    rate({ rate: '20.0000000000', usage: 'UnusedBox' }),
    rate({ rate: '4.5', instanceType: 'g4dn.metal', usage: 'DedicatedUsage', tenancy: 'dedicated' }),
    rate({ rate: '22', usage: 'DedicatedUsage', tenancy: 'dedicated' }),
    rate({ rate: '25', operation: 'RunInstances:0002', description: 'Windows' }),
    rate({ rate: '0.06', instanceType: 'm5.large' }),
  ],
  regions: ['us-east-1', 'eu-west-1'],
  zones: [
    { ZoneId: 'use1-az4', ZoneName: 'us-east-1a' },
    { ZoneId: 'use1-az6', ZoneName: 'us-east-1b' },
    { ZoneId: 'use1-bos1-az1', ZoneName: 'us-east-1-bos-1a', ZoneType: 'local-zone' },
  ],
  spot: [
    spot('p5.48xlarge', 'us-east-1a', '30.500000', '2026-08-01T09:00:00.000Z'),
    spot('p5.48xlarge', 'us-east-1a', '21.413200', '2026-08-01T11:00:00.000Z'),
    spot('p5.48xlarge', 'us-east-1b', '20.100000', '2026-08-01T11:00:00.000Z', 'Linux/UNIX (Amazon VPC)'),
    spot('g5.xlarge', 'us-east-1a', '0.402400', '2026-08-01T11:00:00.000Z'),
    spot('g4dn.xlarge', 'us-east-1-bos-1a', '0.200000', '2026-08-01T11:00:00.000Z'),
  ],
  offerings: [
    { instanceType: 'p5.48xlarge', zoneId: 'use1-az4' },
    { instanceType: 'g5.xlarge', zoneId: 'use1-az4' },
    { instanceType: 'g5.xlarge', zoneId: 'use1-az6' },
    { instanceType: 'm5.large', zoneId: 'use1-az6' },
  ],
  instanceTypes: [
    {
      instanceType: 'p5.48xlarge',
      supportedUsageClasses: ['capacity-block', 'on-demand', 'spot'],
      gpuInfo: { gpus: [{ name: 'H100', manufacturer: 'NVIDIA', count: 8, memoryInfo: { sizeInMiB: 81920 } }] },
    },
    {
      instanceType: 'p9.48xlarge',
      supportedUsageClasses: ['capacity-block', 'on-demand'],
      gpuInfo: { gpus: [{ name: 'R100', manufacturer: 'NVIDIA', count: 8, memoryInfo: { sizeInMiB: 294912 } }] },
    },
    // A part of a GPU counts as none, and is one that we know.
    {
      instanceType: 'g6f.large',
      supportedUsageClasses: ['on-demand', 'spot'],
      gpuInfo: { gpus: [{ name: 'L4', manufacturer: 'NVIDIA', count: 0, memoryInfo: { sizeInMiB: 2861 } }] },
    },
    {
      instanceType: 'trn9.48xlarge',
      supportedUsageClasses: ['on-demand'],
      neuronInfo: { neuronDevices: [{ count: 16, name: 'Trainium9' }] },
    },
    { instanceType: 'm5.large', supportedUsageClasses: ['on-demand', 'spot'] },
  ],
  scores: [
    { region: 'us-east-1', score: 3 },
    { region: 'us-east-1', availabilityZoneId: 'use1-az4', score: 1 },
    { region: 'eu-west-1', score: 9 },
    { region: 'eu-west-1', availabilityZoneId: 'euw1-az2', score: 7 },
    { region: 'us-east-1', availabilityZoneId: 'use1-az6', score: 2 },
  ],
  blocks: [
    block('p5.48xlarge', 'us-east-1a', '755.5200'),
    block('p5.48xlarge', 'us-east-1a', '800.0000'),
    block('p5.48xlarge', 'us-east-1b', '1600.0000', 2),
  ],
};
