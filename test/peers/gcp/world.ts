import type { GoogleWorld } from './emulator.js';

/** As Google writes it: whole dollars as a string, billionths as a number. */
function sku(
  description: string,
  usd: string,
  more: { group?: string; usage?: string; unit?: string; regions?: readonly string[] } = {},
) {
  const [units = '0', nanos = ''] = usd.split('.');
  const { group = 'GPU', usage = 'OnDemand', unit = 'h', regions = ['us-central1'] } = more;
  const id = Buffer.from(description).toString('hex').slice(-12).toUpperCase();
  return {
    name: `services/6F81-5844-456A/skus/${id}`,
    skuId: id,
    description,
    category: {
      serviceDisplayName: 'Compute Engine',
      resourceFamily: group === 'LocalSSD' ? 'Storage' : 'Compute',
      resourceGroup: group,
      usageType: usage,
    },
    serviceRegions: regions,
    pricingInfo: [
      {
        summary: '',
        pricingExpression: {
          usageUnit: unit,
          displayQuantity: 1,
          tieredRates: [
            {
              startUsageAmount: 0,
              unitPrice: { currencyCode: 'USD', units, nanos: Number(nanos.padEnd(9, '0')) },
            },
          ],
          usageUnitDescription: 'hour',
          baseUnit: 's',
          baseUnitDescription: 'second',
          baseUnitConversionFactor: 3600,
        },
        currencyConversionRate: 1,
        effectiveTime: '2026-07-30T07:00:00.123456Z',
      },
    ],
    serviceProviderName: 'Google',
    geoTaxonomy: { regions },
  };
}

const AMERICAS = ['us-central1', 'us-east1', 'us-west1'];
const americas = { regions: AMERICAS };
const core = { group: 'CPU', regions: AMERICAS };
const ram = { group: 'RAM', unit: 'GiBy.h', regions: AMERICAS };
const ssd = { group: 'LocalSSD', unit: 'GiBy.mo', regions: AMERICAS };
const tpu = { group: 'TPU' };

const COMPUTE_ENGINE = [
  sku('A2 Instance Core running in Americas', '0.031611', core),
  sku('A2 Instance Ram running in Americas', '0.004237', ram),
  sku('Nvidia Tesla A100 GPU running in Americas', '2.933908', americas),
  // Another product, at another price, among them.
  sku('A2 Sole Tenancy Instance Core running in Americas', '0.04', core),
  sku('A2 Custom Instance Core running in Americas', '0.05', core),
  sku('E2 Instance Core running in Americas', '0.02181159', core),
  // Spot, tagged as it should be and as it should not.
  sku('Spot Preemptible A3 Instance Core running in Americas', '0.00586', { ...core, usage: 'Preemptible' }),
  sku('Spot Preemptible A3 Instance Ram running in Americas', '0.000511', { ...ram, usage: 'Preemptible' }),
  sku('Nvidia H100 80GB GPU attached to Spot Preemptible VMs running in Americas', '2.253', {
    ...americas,
    usage: 'Preemptible',
  }),
  sku('SSD backed Local Storage attached to Spot Preemptible VMs', '0.0389', ssd),
  sku('A4 Nvidia B200 (1 gpu slice) running in Americas', '16.11', americas),
  sku('Spot Preemptible A4 Nvidia B200 (1 gpu slice) running in Americas', '4.9542', americas),
  sku('DWS Calendar Mode A4 Nvidia B200 (1 gpu slice) in Americas', '11.277', americas),
  // The three names of one accelerator.
  sku('A3Plus Instance Core running in Americas', '0.026924', core),
  sku('A3Plus Instance Ram running in Americas', '0.002344', ram),
  sku('SSD backed Local Storage', '0.08', ssd),
  sku('Nvidia H100 80GB Plus GPU running in Americas', '10.344275712', americas),
  sku('Reserved Nvidia H100 80GB Mega GPU in Americas in Calendar Mode', '4.841121', americas),
  sku('Nvidia H100 Mega 80GB GPU attached to DWS Defined Duration VMs running in Americas', '4.423936', americas),
  // Memory by the decimal gigabyte; in Frankfurt the accelerator has no price at all.
  sku('G2 Instance Core running in Frankfurt', '0.03', { ...core, regions: ['europe-west3'] }),
  sku('G2 Instance Core running in Netherlands', '0.025', { ...core, regions: ['europe-west4'] }),
  sku('G2 Instance Ram running in Netherlands', '0.003', { ...ram, unit: 'GBy.h', regions: ['europe-west4'] }),
  sku('Nvidia L4 GPU running in Netherlands', '0.6', { regions: ['europe-west4'] }),
  // Renamed, new, or free.
  sku('Nvidia H100 80GB Super GPU running in Americas', '9.796550569', americas),
  sku('Reserved Nvidia Tesla A100 GPU in Seoul', '0', { regions: ['asia-northeast3'] }),
  sku('TpuV6e running in Columbus', '2.7', { ...tpu, regions: ['us-east5'] }),
  sku('TpuV6e attached to Spot Preemptible VMs running in Columbus', '1.4033', { ...tpu, regions: ['us-east5'] }),
  sku('Commitment v1: TpuV5p running in Netherlands for 3 Years', '1.911', {
    ...tpu,
    usage: 'Commit3Yr',
    regions: ['europe-west4'],
  }),
];

const CLOUD_TPU = [
  sku('Tpu-v2 Accelerator USA', '4.5', tpu),
  sku('Tpu-v4 Pod Accelerator USA', '12.88', { ...tpu, regions: ['us-central2'] }),
];

const zone = (name: string, status: 'UP' | 'DOWN' = 'UP') => ({ kind: 'compute#zone', id: '2000', name, status });
const machine = (name: string, guestCpus: number, gib: number, gpu: string | null, count = 1, more: object = {}) => ({
  kind: 'compute#machineType',
  id: '801',
  name,
  guestCpus,
  memoryMb: gib * 1024,
  isSharedCpu: false,
  ...(gpu === null ? {} : { accelerators: [{ guestAcceleratorType: gpu, guestAcceleratorCount: count }] }),
  ...more,
});
const accelerator = (name: string) => ({ kind: 'compute#acceleratorType', id: '10', name, maximumCardsPerInstance: 4 });

/** A little of Google Cloud, with every trap that we know of. */
export const WORLD: GoogleWorld = {
  skus: { '6F81-5844-456A': COMPUTE_ENGINE, 'E000-3F24-B8AA': CLOUD_TPU },
  zones: [
    zone('us-central1-a'),
    zone('us-central1-c'),
    zone('us-east1-b'),
    zone('europe-west4-a'),
    zone('us-east4-a', 'DOWN'),
    zone('us-west1-a'),
  ],
  machineTypes: {
    'zones/us-central1-a': [
      machine('e2-standard-4', 4, 16, null),
      machine('a2-highgpu-1g', 12, 85, 'nvidia-tesla-a100'),
      machine('a3-highgpu-8g', 208, 1872, 'nvidia-h100-80gb', 8),
      machine('a5-highgpu-8g', 256, 4096, 'nvidia-b300', 8),
    ],
    'zones/us-central1-c': [
      machine('a2-highgpu-1g', 12, 85, 'nvidia-tesla-a100'),
      machine('a5-highgpu-8g', 256, 4096, 'nvidia-b300', 8),
      machine('ct6e-standard-8t', 180, 1440, 'ct6e', 8),
    ],
    'zones/us-east1-b': [
      machine('e2-standard-4', 4, 16, null),
      machine('a2-highgpu-2g', 24, 170, 'nvidia-tesla-a100', 2, { deprecated: { state: 'OBSOLETE' } }),
    ],
    'zones/europe-west4-a': [
      // A shape that our catalog does not have.
      machine('g2-standard-4', 4, 32, 'nvidia-l4'),
      machine('a2-highgpu-2g', 24, 170, 'nvidia-tesla-a100', 2, { deprecated: { state: 'DEPRECATED' } }),
    ],
    'zones/us-west1-a': [],
  },
  acceleratorTypes: {
    'zones/us-central1-a': [
      accelerator('nvidia-tesla-t4'),
      accelerator('nvidia-tesla-t4-vws'),
      accelerator('nvidia-h100-80gb'),
    ],
    'zones/us-east1-b': [],
  },
  unreachables: ['zones/us-west1-a'],
  tpuTypes: {
    'us-central1-a': ['v5litepod-4', 'v5litepod-16', 'v9-8'],
    'us-central1-b': ['v5litepod-1'],
    'us-east1-b': null,
    'us-east1-d': ['v2-8'],
    'europe-west4-a': [],
  },
};
