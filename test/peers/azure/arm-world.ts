import type { EvictionRow } from './arm-emulator.js';
import { MACHINES } from './retail-world.js';

/** GPUs as Azure states them: twelve for eight H100, one for a sixth of an A10. */
const WRONG_COUNTS: Readonly<Record<string, string>> = {
  Standard_ND96isr_H100_v5: '12',
  Standard_NV6ads_A10_v5: '1',
};

function sku(name: string, gpus: string, differs: object = {}): object {
  return {
    resourceType: 'virtualMachines',
    name,
    tier: 'Standard',
    size: name.replace('Standard_', ''),
    family: 'standardFamily',
    locations: ['EastUS2'],
    locationInfo: [{ location: 'EastUS2', zones: ['1', '2'], zoneDetails: [] }],
    capabilities: [
      { name: 'vCPUs', value: '40' },
      { name: 'GPUs', value: gpus },
      { name: 'LowPriorityCapable', value: 'True' },
    ],
    restrictions: [],
    ...differs,
  };
}

/** Machines that a subscription cannot have in East US 2, and why. */
export const RESTRICTED = 'Standard_ND96isr_H200_v5';
export const RESTRICTED_IN_ZONE_2 = 'Standard_NC40ads_H100_v5';
export const UNLISTED = 'Standard_ND96isr_MI300X_v5';

const RESTRICTIONS: Readonly<Record<string, object[]>> = {
  [RESTRICTED]: [
    {
      type: 'Location',
      values: ['EastUS2'],
      restrictionInfo: { locations: ['EastUS2'] },
      reasonCode: 'NotAvailableForSubscription',
    },
  ],
  [RESTRICTED_IN_ZONE_2]: [
    {
      type: 'Zone',
      values: ['EastUS2'],
      restrictionInfo: { locations: ['EastUS2'], zones: ['2'] },
      reasonCode: 'NotAvailableForSubscription',
    },
  ],
};

/** The list of SKUs of East US 2: every machine of the catalog but one, and others. */
export function skuWorld(): object[] {
  const machines = MACHINES.filter(({ name }) => name !== UNLISTED).map(({ name, acceleratorCount }) =>
    sku(name, WRONG_COUNTS[name] ?? String(acceleratorCount), { restrictions: RESTRICTIONS[name] ?? [] }),
  );
  return [
    ...machines,
    sku('Standard_D2s_v5', '0'),
    sku('Standard_ND999_future_v9', '16'),
    { resourceType: 'disks', name: 'Premium_LRS', locations: ['EastUS2'] },
    sku('Standard_NC40ads_H100_v5', '1', { locations: ['westus'] }),
  ];
}

const RANGES = ['0-5', '5-10', '10-15', '15-20', '20+'] as const;

/** Every machine of the catalog in two regions, in small letters as Resource Graph has them, each in the next range. */
export function evictionWorld(): EvictionRow[] {
  const rows = MACHINES.flatMap(({ name }, index) =>
    ['eastus2', 'westeurope'].map((location) => ({
      skuName: name.toLowerCase(),
      location,
      spotEvictionRate: RANGES[index % RANGES.length] ?? '',
    })),
  );
  return [
    ...rows,
    { skuName: 'standard_nd999_future_v9', location: 'eastus2', spotEvictionRate: '0-5' },
    { skuName: 'standard_nc40ads_h100_v5', location: 'northeurope', spotEvictionRate: 'unknown' },
  ];
}
