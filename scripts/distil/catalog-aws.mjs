// Instance types of AWS: what DescribeInstanceTypes states, and the older types that it no longer lists.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** @typedef {import('./catalog-row.mjs').InstanceTypeRow} InstanceTypeRow */

const DESCRIBED = 'AWS DescribeInstanceTypes, 2026-08 (recorded by getmoto/moto, Apache-2.0)';
const PRICE_LIST = 'instances.vantage.sh, 2025-11-30 (as collected by tsaol/aws-gpu@2d0108c)';
const INSTANCE_TYPES_GUIDE = 'https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html';

/** Our accelerator for the name AWS uses; where one name covers several, the instance family decides. */
const ACCELERATORS = {
  K520: 'nvidia-k520',
  K80: 'nvidia-k80',
  M60: 'nvidia-m60',
  T4: 'nvidia-t4',
  T4g: 'nvidia-t4g',
  A10G: 'nvidia-a10g',
  L4: 'nvidia-l4',
  L40S: 'nvidia-l40s',
  'RTX PRO 4500': 'nvidia-rtx-pro-4500-bse',
  'RTX PRO Server 6000': 'nvidia-rtx-pro-6000-bse',
  H100: 'nvidia-h100-sxm-80gb',
  H200: 'nvidia-h200-sxm-141gb',
  B200: 'nvidia-b200-sxm-180gb',
  B300: 'nvidia-b300-sxm-270gb',
  'Radeon Pro V520': 'amd-radeon-pro-v520',
  'Qualcomm AI100': 'qualcomm-ai100',
  Inferentia: 'aws-inferentia1',
  Inferentia2: 'aws-inferentia2',
  Trainium: 'aws-trainium1',
  Trainium2: 'aws-trainium2',
  'Virtex UltraScale+ (VU47P)': 'amd-vu47p',
  U30: 'amd-alveo-u30',
};
const BY_FAMILY = {
  p3: 'nvidia-v100-sxm-16gb',
  p3dn: 'nvidia-v100-sxm-32gb',
  p4d: 'nvidia-a100-sxm-40gb',
  p4de: 'nvidia-a100-sxm-80gb',
};

/** @param {string} type @param {string} name @returns {string | undefined} */
function acceleratorOf(type, name) {
  const family = type.split('.')[0] ?? '';
  return (
    BY_FAMILY[/** @type {keyof typeof BY_FAMILY} */ (family)] ??
    ACCELERATORS[/** @type {keyof typeof ACCELERATORS} */ (name)]
  );
}

/** `8x 100 Gigabit`, `Up to 25 Gigabit` → 800, 25. Cards of a type may share a limit, so their sum is not it. @param {string} text */
function gigabits(text) {
  const [, cards, each] = /(?:(\d+)x )?([\d.]+) Gigabit/.exec(text) ?? [];
  return each === undefined ? null : Number(cards ?? 1) * Number(each);
}

/**
 * Types that DescribeInstanceTypes listed in August 2026.
 * @param {string} data folder of the reference data
 * @returns {{ rows: InstanceTypeRow[], leftOut: string[] }}
 */
export function describedTypes(data) {
  const file = join(data, 'price-apis', 'aws', 'describe_instance_types_2026-08.json.gz');
  const described = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  const rows = [];
  const leftOut = [];
  for (const type of Object.values(described)) {
    const devices =
      type.NeuronInfo?.NeuronDevices ??
      type.GpuInfo?.Gpus ??
      type.InferenceAcceleratorInfo?.Accelerators ??
      type.FpgaInfo?.Fpgas ??
      type.MediaAcceleratorInfo?.Accelerators;
    if (devices === undefined) continue;
    const [device] = devices;
    const accelerator = acceleratorOf(type.InstanceType, device.Name);
    if (accelerator === undefined || devices.length !== 1) {
      leftOut.push(`aws ${type.InstanceType}: accelerator ${device.Name} is not in accelerators.csv`);
      continue;
    }
    rows.push({
      cloud: 'aws',
      name: type.InstanceType,
      accelerator,
      // A slice of a GPU is described as none whole and the part that it is.
      count: device.Count === 0 ? device.GpuPartitionSize : device.Count,
      vcpus: type.VCpuInfo.DefaultVCpus,
      memoryGiB: type.MemoryInfo.SizeInMiB / 1024,
      localDiskGB: type.InstanceStorageSupported ? (type.InstanceStorageInfo?.TotalSizeInGB ?? null) : 0,
      networkGbps: gigabits(type.NetworkInfo.NetworkPerformance),
      kind: /** @type {const} */ ('instance'),
      source: DESCRIBED,
    });
  }
  return { rows, leftOut };
}

/**
 * Accelerators of retired types whose count the price list states in boards, although the instance counts GPUs: a K80
 * board carries two. The price of a p2.8xlarge is eight times that of a p2.xlarge.
 */
const COUNTS = { 'p2.xlarge': 1, 'p2.8xlarge': 8, 'p2.16xlarge': 16 };

/**
 * Most network in Gbit/s of retired types, as the same price list states it; null where it says "High" only. All have
 * remote disks alone. The two g2 are missing: the list denies them the local disks that AWS advertised.
 * @type {Record<string, number | null>}
 */
const NETWORK_OF_DISKLESS = {
  'g3.4xlarge': 10,
  'g3.8xlarge': 10,
  'g3.16xlarge': 20,
  'g3s.xlarge': 10,
  'p2.xlarge': null,
  'p2.8xlarge': 10,
  'p2.16xlarge': 20,
  'p3.2xlarge': 10,
  'p3.8xlarge': 10,
  'p3.16xlarge': 25,
};

/**
 * Types that are priced but that DescribeInstanceTypes no longer lists.
 * @param {Map<string, Record<string, string>>} priced first row of the price table per type
 * @param {Set<string>} described
 * @returns {{ rows: InstanceTypeRow[], leftOut: string[] }}
 */
export function retiredTypes(priced, described) {
  const rows = [];
  const leftOut = [];
  for (const [name, row] of priced) {
    if (row.cloud !== 'aws' || described.has(name)) continue;
    const accelerator = acceleratorOf(name, (row.accelerator ?? '').replace(/^NVIDIA (Tesla |GRID )?/, ''));
    if (accelerator === undefined) {
      leftOut.push(`aws ${name}: accelerator ${row.accelerator} is not in accelerators.csv`);
      continue;
    }
    rows.push({
      cloud: 'aws',
      name,
      accelerator,
      count: COUNTS[/** @type {keyof typeof COUNTS} */ (name)] ?? Number(row.accelerator_count),
      vcpus: Number(row.vcpu),
      memoryGiB: Number(row.memory_gib),
      localDiskGB: name in NETWORK_OF_DISKLESS ? 0 : null,
      networkGbps: NETWORK_OF_DISKLESS[name] ?? null,
      kind: /** @type {const} */ ('instance'),
      source: PRICE_LIST,
    });
  }
  return { rows, leftOut };
}

/**
 * Types that AWS documents and that neither the price table nor the recorded API has.
 * @type {InstanceTypeRow[]}
 */
export const DOCUMENTED_AWS = [
  {
    cloud: 'aws',
    name: 'dl1.24xlarge',
    accelerator: 'intel-gaudi',
    count: 8,
    vcpus: 96,
    memoryGiB: 768,
    localDiskGB: 4000,
    networkGbps: 400,
    kind: 'instance',
    source: INSTANCE_TYPES_GUIDE,
  },
  {
    cloud: 'aws',
    name: 'p6e-gb200.36xlarge',
    accelerator: 'nvidia-gb200-186gb',
    count: 4,
    vcpus: 144,
    memoryGiB: 960,
    localDiskGB: 22500,
    networkGbps: 1600,
    kind: 'instance',
    source: INSTANCE_TYPES_GUIDE,
  },
  {
    cloud: 'aws',
    name: 'trn2u.48xlarge',
    accelerator: 'aws-trainium2',
    count: 16,
    vcpus: 192,
    memoryGiB: 2048,
    localDiskGB: 7600,
    networkGbps: 3200,
    kind: 'instance',
    source: INSTANCE_TYPES_GUIDE,
  },
];
