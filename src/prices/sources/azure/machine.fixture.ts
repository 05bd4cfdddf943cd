import type { InstanceType } from '../../../catalog/index.js';

const COUNTS: Readonly<Record<string, number>> = {
  Standard_NC8as_T4_v3: 1,
  Standard_NC40ads_H100_v5: 1,
  Standard_NCC40ads_H100_v5: 1,
  Standard_NC48ads_A100_v4: 2,
  Standard_ND96isr_H100_v5: 8,
  Standard_NV6ads_A10_v5: 0.166667,
};

/** Some machines of Azure by name, with the number of their accelerators and little else. */
export function azureMachines(...names: readonly string[]): ReadonlyMap<string, InstanceType> {
  const wanted = names.length === 0 ? Object.keys(COUNTS) : names;
  return new Map(
    wanted.map((name) => [
      name,
      {
        cloud: 'azure',
        name,
        acceleratorId: 'an-accelerator',
        acceleratorCount: COUNTS[name] ?? 1,
        acceleratorMemoryGiB: null,
        vcpus: null,
        memoryGiB: null,
        localDiskGB: null,
        networkGbps: null,
        kind: 'instance',
        source: 'a test',
      },
    ]),
  );
}
