import { describe, expect, it } from 'vitest';
import { readAccelerators, readInstanceTypes } from '../../src/catalog/index.js';

const accelerators = readAccelerators();
const instanceTypes = readInstanceTypes();

/** What the three clouds rent: ids of the catalog, by the name that people use. */
const RENTED: Readonly<Record<string, readonly string[]>> = {
  P4: ['nvidia-p4'],
  P100: ['nvidia-p100-pcie-16gb'],
  V100: ['nvidia-v100-pcie-16gb', 'nvidia-v100-sxm-16gb', 'nvidia-v100-sxm-32gb'],
  T4: ['nvidia-t4'],
  A10: ['nvidia-a10'],
  A10G: ['nvidia-a10g'],
  L4: ['nvidia-l4'],
  L40S: ['nvidia-l40s'],
  A100: ['nvidia-a100-sxm-40gb', 'nvidia-a100-sxm-80gb', 'nvidia-a100-pcie-80gb'],
  H100: ['nvidia-h100-pcie-80gb', 'nvidia-h100-sxm-80gb', 'nvidia-h100-nvl-94gb'],
  H200: ['nvidia-h200-sxm-141gb'],
  B200: ['nvidia-b200-sxm-180gb'],
  B300: ['nvidia-b300-sxm-270gb'],
  GB200: ['nvidia-gb200-186gb'],
  GB300: ['nvidia-gb300-279gb'],
  'RTX PRO 6000': ['nvidia-rtx-pro-6000-bse'],
  MI300X: ['amd-mi300x'],
  'TPU v2': ['google-tpu-v2'],
  'TPU v3': ['google-tpu-v3'],
  'TPU v4': ['google-tpu-v4'],
  'TPU v5e': ['google-tpu-v5e'],
  'TPU v5p': ['google-tpu-v5p'],
  'TPU v6e': ['google-tpu-v6e'],
  'TPU v7': ['google-tpu-v7x'],
  Trainium: ['aws-trainium1'],
  Trainium2: ['aws-trainium2'],
  Trainium3: ['aws-trainium3'],
  Inferentia: ['aws-inferentia1'],
  Inferentia2: ['aws-inferentia2'],
  Gaudi: ['intel-gaudi'],
};

/** The facts that nobody publishes; everything else about these accelerators must be there. */
const NOT_PUBLISHED = new Set([
  'nvidia-p4 rate in 16 bit', // 1/64 of the 32-bit rate: no use for a matrix product
  'intel-gaudi rate in 16 bit',
  // AWS and Google state no watts of their chips, but for what Google measured of two TPUs.
  ...['aws-trainium1', 'aws-trainium2', 'aws-trainium3', 'aws-inferentia1', 'aws-inferentia2'].map(watts),
  ...['google-tpu-v2', 'google-tpu-v5e', 'google-tpu-v5p', 'google-tpu-v6e', 'google-tpu-v7x'].map(watts),
]);

function watts(id: string): string {
  return `${id} power limit`;
}

describe('the accelerators that the clouds rent', () => {
  it.each(Object.entries(RENTED))('%s is in the catalog under the name that people use', (family, ids) => {
    const found = accelerators.filter((one) => one.family === family).map(({ id }) => id);
    expect([...found].sort()).toEqual([...ids].sort());
  });

  it('have memory, bandwidth, 16-bit rate, power limit and link, or nobody publishes it', () => {
    const ids = Object.values(RENTED).flat();
    const missing = accelerators
      .filter(({ id }) => ids.includes(id))
      .flatMap((one) =>
        Object.entries({
          memory: one.memoryGiB,
          'memory bandwidth': one.memoryBandwidthGBps,
          'rate in 16 bit': one.peakTflops.bf16 ?? null,
          'power limit': one.powerLimitWatts,
          link: one.interconnectGBps,
        }).flatMap(([fact, figure]) => (figure === null ? [`${one.id} ${fact}`] : [])),
      );
    expect(new Set(missing)).toEqual(NOT_PUBLISHED);
  });
});

describe('the instance types that the clouds rent', () => {
  it('have vCPUs and memory, but for accelerators priced alone and variants that only price lists name', () => {
    const bare = instanceTypes
      .filter(({ kind, vcpus, memoryGiB }) => kind !== 'component' && (vcpus === null || memoryGiB === null))
      .filter(({ source }) => !/variant of .* in the price list|of equal price and disk/.test(source));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    // Name, local disk in 10^9 bytes, network in Gbit/s, as the clouds state them.
    ['p5.48xlarge', 8 * 3800, 3200],
    ['p3.16xlarge', 0, 25],
    ['p2.16xlarge', 0, 20],
    ['dl1.24xlarge', 4 * 1000, 400],
    ['a3-highgpu-8g', Math.round(16 * 375 * 1.073741824), 1000],
    ['tpu-v5p-8', null, 4 * 50],
    ['tpu-v5litepod-8', null, 2 * 100],
    ['tpu-v6e-8', null, 4 * 200],
    ['Standard_NC96ads_A100_v4', Math.round(4 * (64 + 894) * 1.073741824), 80],
    ['Standard_ND96isr_H100_v5', Math.round(29_696 * 1.073741824), 3200],
  ])('%s has %s GB of local disk and a network of %d Gbit/s', (name, localDiskGB, networkGbps) => {
    expect(instanceTypes.find((type) => type.name === name)).toMatchObject({ localDiskGB, networkGbps });
  });
});
