import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstanceTypes } from '../../../catalog/index.js';
import { assemble } from './assemble.js';
import type { CatalogSku } from './catalog-sku.js';
import { A2_SKUS, gcpSku } from './gcp-sku.fixture.js';
import { PartPrices } from './part-prices.js';

const NOW = new Date('2026-08-01T00:00:00Z');
const MACHINES = readInstanceTypes().filter(({ cloud }) => cloud === 'gcp');

function stated(skus: readonly CatalogSku[]) {
  const parts = new PartPrices();
  skus.forEach((sku) => parts.add(sku));
  return { prices: assemble(MACHINES, parts, NOW, 'test'), parts };
}

/** `region machine way to buy term` → price. */
function priced(skus: readonly CatalogSku[]): Record<string, string> {
  return Object.fromEntries(
    stated(skus).prices.map(({ region, instanceType, purchaseOption, termYears, perHour }) => [
      [region, instanceType, purchaseOption, termYears].filter((word) => word !== null).join(' '),
      perHour,
    ]),
  );
}

const ram = (description: string, usd: string) => gcpSku(description, usd, { unit: 'GiBy.h' });
const disk = (description: string, usd: string) => gcpSku(description, usd, { unit: 'GiBy.mo' });

describe('a machine is the sum of its parts', () => {
  it('cores, memory and accelerators', () => {
    // 12 × 0.031611 + 85 × 0.004237 + 2.933908 = 0.379332 + 0.360145 + 2.933908
    expect(priced(A2_SKUS)['us-central1 a2-highgpu-1g on_demand']).toBe('3.673385');
    // 96 × 0.031611 + 1360 × 0.004237 + 16 × 2.933908 = 3.034656 + 5.76232 + 46.942528
    expect(priced(A2_SKUS)['us-central1 a2-megagpu-16g on_demand']).toBe('55.739504');
  });

  it('and the local SSD that comes with it, a month being 730 hours', () => {
    const skus = [
      ...A2_SKUS,
      gcpSku('Nvidia Tesla A100 80GB GPU running in Americas', '3.92808'),
      disk('SSD backed Local Storage', '0.08'),
    ];
    // 0.379332 + 170 × 0.004237 + 3.92808 + 375 × 0.08 / 730 = 0.379332 + 0.72029 + 3.92808 + 0.041095890411
    expect(priced(skus)['us-central1 a2-ultragpu-1g on_demand']).toBe('5.068797890411');
  });

  it('H100: 26 cores, 234 GiB and two disks of 375 GiB for each', () => {
    const skus = [
      gcpSku('Spot Preemptible A3 Instance Core running in Americas', '0.00586'),
      ram('Spot Preemptible A3 Instance Ram running in Americas', '0.000511'),
      gcpSku('Nvidia H100 80GB GPU attached to Spot Preemptible VMs running in Americas', '2.253'),
      disk('SSD backed Local Storage attached to Spot Preemptible VMs', '0.0389'),
    ];
    // 208 × 0.00586 + 1872 × 0.000511 + 8 × 2.253 + 6000 × 0.0389 / 730
    // = 1.21888 + 0.956592 + 18.024 + 0.319726027397
    expect(priced(skus)['us-central1 a3-highgpu-8g spot']).toBe('20.519198027397');
  });

  it('H100 Mega under its name "Plus", with cores and memory of its own family', () => {
    const skus = [
      gcpSku('A3Plus Instance Core running in Americas', '0.026924'),
      ram('A3Plus Instance Ram running in Americas', '0.002344'),
      gcpSku('Nvidia H100 80GB Plus GPU running in Americas', '10.344275712'),
      disk('SSD backed Local Storage', '0.08'),
    ];
    // 208 × 0.026924 + 1872 × 0.002344 + 8 × 10.344275712 + 6000 × 0.08 / 730
    // = 5.600192 + 4.387968 + 82.754205696 + 0.657534246575
    expect(priced(skus)).toEqual({ 'us-central1 a3-megagpu-8g on_demand': '93.399899942575' });
  });

  it('memory by the decimal gigabyte', () => {
    const [core, , gpu] = A2_SKUS;
    const decimal = gcpSku('A2 Instance Ram running in Americas', '0.001', { unit: 'GBy.h' });
    const skus = [core, decimal, gpu].filter((sku) => sku !== undefined);
    // 0.379332 + 85 × 1.073741824 × 0.001 + 2.933908 = 0.379332 + 0.09126805504 + 2.933908
    expect(priced(skus)['us-central1 a2-highgpu-1g on_demand']).toBe('3.40450805504');
  });
});

describe('one price for a whole machine', () => {
  it('the slice of a B200 has cores, memory and disks in it; its spot price is tagged OnDemand', () => {
    const skus = [
      gcpSku('A4 Nvidia B200 (1 gpu slice) running in Americas', '16.11'),
      gcpSku('Spot Preemptible A4 Nvidia B200 (1 gpu slice) running in Americas', '4.9542'),
      gcpSku('DWS Calendar Mode A4 Nvidia B200 (1 gpu slice) in Americas', '11.277'),
      gcpSku('DWS Defined Duration A4 Nvidia B200 (1 gpu slice) running in Americas', '8.055'),
    ];
    // Eight of each; on demand it is listed and not sold.
    expect(priced(skus)).toEqual({
      'us-central1 a4-highgpu-8g spot': '39.6336',
      'us-central1 a4-highgpu-8g calendar': '90.216',
      'us-central1 a4-highgpu-8g flex_start': '64.44',
    });
  });

  it('a part of an RTX PRO 6000 is sold by the eighth, not as a share of the whole one', () => {
    const skus = [
      gcpSku('G4 Instance Core running in Iowa', '0.04891'),
      ram('G4 Instance Ram running in Iowa', '0.00587'),
      gcpSku('RTX 6000 96GB running in Iowa', '1.09565'),
      gcpSku('1/8 vGPU no lssd running in Iowa', '0.64688'),
    ];
    const prices = priced(skus);
    // 48 × 0.04891 + 180 × 0.00587 + 1.09565 = 2.34768 + 1.0566 + 1.09565
    expect(prices['us-central1 g4-standard-48 on_demand']).toBe('4.49993');
    expect(prices['us-central1 g4-standard-6 on_demand']).toBe('0.64688');
    expect(prices['us-central1 g4-standard-24 on_demand']).toBe('2.58752');
    expect(priced(skus.slice(0, 3))['us-central1 g4-standard-6 on_demand']).toBeUndefined();
  });

  it('a T4 is attached to a machine that is priced apart', () => {
    expect(priced([gcpSku('Nvidia Tesla T4 GPU running in Americas', '0.35')])).toEqual({
      'us-central1 gpu-component:t4 on_demand': '0.35',
    });
  });
});

describe('TPUs', () => {
  it('v5 and later are sold by the chip, and a v5p name counts two cores a chip', () => {
    const tpu = (description: string, usd: string) => gcpSku(description, usd, { resourceGroup: 'TPU' });
    const prices = priced([
      tpu('TpuV5p running in Columbus', '4.2'),
      tpu('Commitment v1: TpuV5p running in Columbus for 3 Years', '1.911'),
      tpu('TpuV6e running in Columbus', '2.7'),
      tpu('DWS Defined Duration V6e running in Columbus', '1.35'),
      tpu('TpuV6e attached to Spot Preemptible VMs running in Columbus', '1.4033'),
      tpu('Capacity Optimized TpuV6e running in Columbus', '2.75'),
      tpu('Reserved V6e TPU in Columbus in Calendar Mode', '1.89'),
      tpu('TPU7x running in Americas', '12'),
    ]);
    expect(prices).toMatchObject({
      'us-central1 tpu-v5p-8 on_demand': '16.8',
      'us-central1 tpu-v5p-8 committed_use 3': '7.644',
      'us-central1 tpu-v6e-8 on_demand': '21.6',
      'us-central1 tpu-v6e-8 flex_start': '10.8',
      'us-central1 tpu-v6e-8 spot': '11.2264',
      'us-central1 tpu-v6e-8 calendar': '15.12',
      'us-central1 tpu7x-standard-4t on_demand': '48',
    });
  });

  it('v2 to v4 are sold by eight cores: v2 and v3 as a device, v4 as a pod', () => {
    const prices = priced([
      gcpSku('Tpu-v2 Accelerator USA', '4.5'),
      gcpSku('Tpu-v2 Pod Accelerator USA', '3.84'),
      gcpSku('Tpu-v3 Preemptible Accelerator USA', '2.4'),
      gcpSku('Tpu-v4 Pod Accelerator USA', '12.88', { regions: ['us-central2-b'] }),
    ]);
    expect(prices).toEqual({
      'us-central1 tpu-v2-8 on_demand': '4.5',
      'us-central1 tpu-v3-8 spot': '2.4',
      'us-central2 tpu-v4-8 on_demand': '12.88',
    });
  });
});

describe('ways to buy are told apart by the description', () => {
  it('flex start, as a bill of August 2025 shows it', () => {
    const skus = [
      gcpSku('Nvidia H100 80GB GPU attached to DWS Defined Duration VMs running in Americas', '4.200761'),
      gcpSku('DWS Defined Duration A3 Core running in Americas', '0.010934'),
      ram('DWS Defined Duration A3 Ram running in Americas', '0.000952'),
      disk('DWS Defined Duration SSD backed Local Storage running in Americas', '0.08'),
    ];
    // 33.606088 + 2.274272 + 1.782144 + 0.657534246575
    expect(priced(skus)['us-central1 a3-highgpu-8g flex_start']).toBe('38.320038246575');
  });

  it('a commitment of one and of three years, paid by the month without an upfront fee', () => {
    const skus = [1, 3].flatMap((years) => {
      const term = `for ${years} Year${years === 1 ? '' : 's'}`;
      return [
        gcpSku(`Commitment v1: G2 Cpu in Frankfurt ${term}`, '0.02', { usageType: `Commit${years}Yr` }),
        ram(`Commitment v1: G2 Ram in Frankfurt ${term}`, '0.002'),
        gcpSku(`Commitment v1: Nvidia L4 GPU running in Frankfurt ${term}`, years === 1 ? '0.4' : '0.3'),
      ];
    });
    const small = stated(skus).prices.filter(({ instanceType }) => instanceType === 'g2-standard-4');
    // 4 × 0.02 + 16 × 0.002 + 0.4 = 0.512, and 0.1 less for three years
    expect(
      small.map(({ termYears, perHour, upfront, recurringPerHour, payment }) => [
        termYears,
        perHour,
        upfront,
        recurringPerHour,
        payment,
      ]),
    ).toEqual([
      [1, '0.512', '0', '0.512', null],
      [3, '0.412', '0', '0.412', null],
    ]);
  });

  it('a plain description with the tag of another way to buy is believed in neither', () => {
    const { prices, parts } = stated([
      gcpSku('Nvidia Tesla T4 GPU running in Iowa', '0.11', { usageType: 'Preemptible' }),
    ]);
    expect(prices).toEqual([]);
    expect(parts.skipped).toEqual({ 'tag that contradicts the description': 1 });
  });
});

describe('a machine has no price in a region', () => {
  it('that lacks the price of any part: not a sum without it', () => {
    const [core, memory, gpu] = A2_SKUS;
    if (core === undefined || memory === undefined || gpu === undefined) throw new Error('three parts');
    const regions = ['us-central1', 'us-east1'];
    const skus = [{ ...core, regions }, memory, { ...gpu, regions }];
    const { prices, parts } = stated(skus);
    expect([...new Set(prices.map(({ region }) => region))]).toEqual(['us-central1']);
    expect(parts.skipped['machine of which a part has no price in the region']).toBe(5);
  });

  it('where Google states two prices for a part', () => {
    const skus = [...A2_SKUS, gcpSku('Nvidia Tesla A100 GPU running in Iowa', '2.8')];
    expect(priced(skus)).toEqual({});
    expect(stated(skus).parts.skipped['part with two prices in one region']).toBe(1);
    expect(priced([...A2_SKUS, ...A2_SKUS])['us-central1 a2-highgpu-1g on_demand']).toBe('3.673385');
  });

  it('where one of its parts is free', () => {
    const [core, memory] = A2_SKUS.slice(0, 2);
    if (core === undefined || memory === undefined) throw new Error('two parts');
    expect(priced([core, memory, gcpSku('Nvidia Tesla A100 GPU running in Americas', '0')])).toEqual({});
  });

  it('where it is listed and not sold plain on demand: fewer than eight H100', () => {
    const skus = [
      gcpSku('A3 Instance Core running in Americas', '0.025'),
      ram('A3 Instance Ram running in Americas', '0.002'),
      gcpSku('Nvidia H100 80GB GPU running in Americas', '9.796550569'),
      disk('SSD backed Local Storage', '0.08'),
    ];
    expect(Object.keys(priced(skus))).toEqual(['us-central1 a3-highgpu-8g on_demand']);
  });

  it('that is none: a continent or the whole world', () => {
    const { prices, parts } = stated(A2_SKUS.map((sku) => ({ ...sku, regions: ['global', 'us'] })));
    expect(prices).toEqual([]);
    expect(parts.skipped).toEqual({ 'place that is no region': 6 });
  });
});

it('with any SKUs missing, a machine has the price of all its parts or none', () => {
  const whole = priced(A2_SKUS);
  fc.assert(
    fc.property(fc.subarray(A2_SKUS), (some) => {
      const prices = priced(some);
      expect(prices).toEqual(some.length === A2_SKUS.length ? whole : {});
    }),
  );
});

it('holds since the oldest of its parts, and never since later than now', () => {
  const [core, memory, gpu] = A2_SKUS.map((sku, at) => ({
    ...sku,
    price: sku.price && {
      ...sku.price,
      effective: ['2026-07-31T00:00:00.000Z', '2026-07-29T00:00:00.000Z', null][at] ?? null,
    },
  }));
  if (core === undefined || memory === undefined || gpu === undefined) throw new Error('three parts');
  const asOf = (skus: readonly CatalogSku[]) => stated(skus).prices[0]?.asOf;
  expect(asOf([core, memory, gpu])).toBe('2026-07-29T00:00:00.000Z');
  const ahead = (sku: CatalogSku) => ({
    ...sku,
    price: sku.price && { ...sku.price, effective: '2026-08-01T09:00:00.000Z' },
  });
  expect(asOf([core, memory, gpu].map(ahead))).toBe('2026-08-01T00:00:00.000Z');
});

it('an accelerator under a name that we do not know is shown, with where it was seen', () => {
  const { prices, parts } = stated([
    gcpSku('Nvidia H100 80GB Super GPU running in Iowa', '10', { regions: ['us-central1', 'us-east1'] }),
    gcpSku('Nvidia Tesla K80 GPU running in Iowa', '0.45'),
    gcpSku('E2 Instance Core running in Americas', '0.02', { resourceGroup: 'CPU' }),
  ]);
  expect(prices).toEqual([]);
  expect(parts.unknownAccelerators).toEqual(['Nvidia H100 80GB Super GPU (price list, us-central1)']);
  expect(parts.skipped).toEqual({
    'accelerator that is not known': 1,
    'no part of a machine with accelerators': 2,
  });
});
