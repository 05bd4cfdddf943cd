// Instance types of Google Cloud: machines with GPUs, TPU slices, and GPUs that are attached to a machine priced apart.

import { GB_PER_GIB } from './catalog-row.mjs';

/** @typedef {import('./catalog-row.mjs').InstanceTypeRow} InstanceTypeRow */

const MACHINES = 'https://docs.cloud.google.com/compute/docs/gpus';
const TPUS = 'https://docs.cloud.google.com/tpu/docs';

/** @param {string} name */
function acceleratorOf(name) {
  const [, accelerator] = ACCELERATORS.find(([pattern]) => pattern.test(name)) ?? [];
  return accelerator;
}

/** @type {[RegExp, string][]} */
const ACCELERATORS = [
  [/^a2-(high|mega)gpu-/, 'nvidia-a100-sxm-40gb'],
  [/^a2-ultragpu-/, 'nvidia-a100-sxm-80gb'],
  [/^a3-(high|mega)gpu-/, 'nvidia-h100-sxm-80gb'],
  [/^a3-ultragpu-/, 'nvidia-h200-sxm-141gb'],
  [/^a4-highgpu-/, 'nvidia-b200-sxm-180gb'],
  [/^g2-standard-/, 'nvidia-l4'],
  [/^g4-standard-/, 'nvidia-rtx-pro-6000-bse'],
  [/^gpu-component:p4$/, 'nvidia-p4'],
  [/^gpu-component:p100$/, 'nvidia-p100-pcie-16gb'],
  [/^gpu-component:v100$/, 'nvidia-v100-sxm-16gb'],
  [/^gpu-component:t4$/, 'nvidia-t4'],
  [/^tpu-v2-/, 'google-tpu-v2'],
  [/^tpu-v3-/, 'google-tpu-v3'],
  [/^tpu-v4-/, 'google-tpu-v4'],
  [/^tpu-v5litepod-/, 'google-tpu-v5e'],
  [/^tpu-v5p-/, 'google-tpu-v5p'],
  [/^tpu-v6e-/, 'google-tpu-v6e'],
];

/**
 * Local disk that comes with the machine (GiB; none where disks are chosen and paid apart) and the most network in Gbit/s.
 * @type {Record<string, [number | null, number]>}
 */
const DISK_AND_NETWORK = {
  'a2-highgpu-1g': [null, 24],
  'a2-highgpu-2g': [null, 32],
  'a2-highgpu-4g': [null, 50],
  'a2-highgpu-8g': [null, 100],
  'a2-megagpu-16g': [null, 100],
  'a2-ultragpu-1g': [375, 24],
  'a2-ultragpu-2g': [750, 32],
  'a2-ultragpu-4g': [1500, 50],
  'a2-ultragpu-8g': [3000, 100],
  'a3-edgegpu-8g': [6000, 600],
  'a3-highgpu-1g': [750, 25],
  'a3-highgpu-2g': [1500, 50],
  'a3-highgpu-4g': [3000, 100],
  'a3-highgpu-8g': [6000, 1000],
  'a3-megagpu-8g': [6000, 1800],
  'a3-ultragpu-8g': [12000, 3600],
  'a4-highgpu-8g': [12000, 3600],
  'a4x-highgpu-4g': [12000, 2000],
  'a4x-maxgpu-4g-metal': [12000, 3600],
  'g2-standard-4': [null, 10],
  'g2-standard-8': [null, 16],
  'g2-standard-12': [null, 16],
  'g2-standard-16': [null, 32],
  'g2-standard-24': [null, 32],
  'g2-standard-32': [null, 32],
  'g2-standard-48': [null, 50],
  'g2-standard-96': [null, 100],
  'g4-standard-6': [null, 20],
  'g4-standard-12': [null, 20],
  'g4-standard-24': [null, 20],
  'g4-standard-48': [null, 50],
  'g4-standard-96': [null, 100],
  'g4-standard-192': [null, 200],
  'g4-standard-384': [null, 400],
  // Whole hosts: two adapters of 100 Gbit/s; 50 Gbit/s a chip; four adapters of 200. Shares of a host are not stated.
  'tpu-v5litepod-8': [null, 200],
  'tpu-v5p-8': [null, 200],
  'tpu-v6e-8': [null, 800],
};

/** @param {string} name */
function diskAndNetwork(name) {
  const [diskGiB, networkGbps] = DISK_AND_NETWORK[name] ?? [null, null];
  return { localDiskGB: diskGiB === null ? null : Math.round(diskGiB * GB_PER_GIB), networkGbps };
}

/**
 * Types that are priced.
 * @param {Map<string, Record<string, string>>} priced first row of the price table per type
 * @returns {{ rows: InstanceTypeRow[], leftOut: string[] }}
 */
export function pricedGcpTypes(priced) {
  const rows = [];
  const leftOut = [];
  for (const [name, row] of priced) {
    if (row.cloud !== 'gcp') continue;
    const accelerator = acceleratorOf(name);
    if (accelerator === undefined) {
      leftOut.push(`gcp ${name}: accelerator ${row.accelerator} is not in accelerators.csv`);
      continue;
    }
    const kind = name.startsWith('tpu-') ? 'tpu' : name.startsWith('gpu-component:') ? 'component' : 'instance';
    rows.push({
      cloud: /** @type {const} */ ('gcp'),
      name,
      accelerator,
      count: Number(row.accelerator_count),
      vcpus: row.vcpu === '' ? null : Number(row.vcpu),
      memoryGiB: row.memory_gib === '' ? null : Number(row.memory_gib),
      ...diskAndNetwork(name),
      kind: /** @type {InstanceTypeRow['kind']} */ (kind),
      source: kind === 'tpu' ? TPUS : MACHINES,
    });
  }
  return { rows, leftOut };
}

/**
 * Types that Google documents and that the price table lacks.
 * @type {InstanceTypeRow[]}
 */
export const DOCUMENTED_GCP = [
  {
    cloud: 'gcp',
    name: 'a3-edgegpu-8g',
    accelerator: 'nvidia-h100-sxm-80gb',
    count: 8,
    vcpus: 208,
    memoryGiB: 1872,
    ...diskAndNetwork('a3-edgegpu-8g'),
    kind: 'instance',
    source: MACHINES,
  },
  {
    cloud: 'gcp',
    name: 'a4x-highgpu-4g',
    accelerator: 'nvidia-gb200-186gb',
    count: 4,
    vcpus: 140,
    memoryGiB: 884,
    ...diskAndNetwork('a4x-highgpu-4g'),
    kind: 'instance',
    source: MACHINES,
  },
  {
    cloud: 'gcp',
    name: 'a4x-maxgpu-4g-metal',
    accelerator: 'nvidia-gb300-279gb',
    count: 4,
    vcpus: 144,
    memoryGiB: 960,
    ...diskAndNetwork('a4x-maxgpu-4g-metal'),
    kind: 'instance',
    source: MACHINES,
  },
  {
    cloud: 'gcp',
    name: 'tpu7x-standard-4t',
    accelerator: 'google-tpu-v7x',
    count: 4,
    vcpus: 224,
    memoryGiB: 960,
    localDiskGB: null,
    networkGbps: null,
    kind: 'tpu',
    source: 'https://docs.cloud.google.com/tpu/docs/tpu7x',
  },
];
