import type { ResourceSku, ResourceSkuRestrictions } from '@azure/arm-compute';
import { describe, expect, it } from 'vitest';
import { azureMachines } from './machine.fixture.js';
import { MachineNames } from './machine-names.js';
import { SkuAvailability } from './sku-availability.js';

const NAME = 'Standard_ND96isr_H100_v5';

function sku(differs: Partial<ResourceSku> = {}): ResourceSku {
  return {
    resourceType: 'virtualMachines',
    name: NAME,
    locations: ['EastUS'],
    locationInfo: [{ location: 'eastus', zones: ['1', '3'] }],
    capabilities: [{ name: 'GPUs', value: '8' }],
    restrictions: [],
    ...differs,
  };
}

function found(skus: readonly ResourceSku[], machines = [NAME]): SkuAvailability {
  const types = azureMachines(...machines);
  const list = new SkuAvailability('eastus', types, new MachineNames(types));
  skus.forEach((one) => list.add(one));
  return list;
}

function said(list: SkuAvailability): string[] {
  return list.availability.map(
    ({ instanceType, zone, available, why }) =>
      `${instanceType} ${zone ?? 'region'} ${available ? 'yes' : `no: ${why ?? ''}`}`,
  );
}

describe('a machine in the list of a region', () => {
  it('without a restriction can be had, in the region and in each of its zones', () =>
    expect(said(found([sku()]))).toEqual([`${NAME} region yes`, `${NAME} eastus-1 yes`, `${NAME} eastus-3 yes`]));

  it('that is restricted in the region cannot be had in its zones either', () => {
    const restrictions: ResourceSkuRestrictions[] = [
      {
        type: 'Location',
        values: ['eastus'],
        restrictionInfo: { locations: ['eastus'] },
        reasonCode: 'NotAvailableForSubscription',
      },
    ];
    const why = 'no: Azure does not offer it to this subscription here (NotAvailableForSubscription)';
    expect(said(found([sku({ restrictions })]))).toEqual([
      `${NAME} region ${why}`,
      `${NAME} eastus-1 ${why}`,
      `${NAME} eastus-3 ${why}`,
    ]);
  });

  it('that is restricted in a zone can be had elsewhere', () => {
    const restrictions: ResourceSkuRestrictions[] = [
      { type: 'Zone', restrictionInfo: { locations: ['eastus'], zones: ['2', '3'] }, reasonCode: 'QuotaId' },
    ];
    const why = 'no: The offer of this subscription does not include it (QuotaId)';
    expect(said(found([sku({ restrictions })]))).toEqual([
      `${NAME} region yes`,
      `${NAME} eastus-1 yes`,
      `${NAME} eastus-3 ${why}`,
      `${NAME} eastus-2 ${why}`,
    ]);
  });

  it('is not restricted here by a restriction elsewhere', () => {
    const restrictions: ResourceSkuRestrictions[] = [
      { type: 'Location', values: ['westus'], reasonCode: 'QuotaId' },
      { type: 'Zone', restrictionInfo: { locations: ['westus'], zones: ['1'] } },
    ];
    expect(said(found([sku({ restrictions })]))).not.toContainEqual(expect.stringContaining('no:'));
  });

  it('is named with its reason where the reason is a new one', () => {
    const restrictions: ResourceSkuRestrictions[] = [
      { type: 'Location', values: ['eastus'], reasonCode: 'Moon' as 'QuotaId' },
    ];
    expect(said(found([sku({ restrictions })]))[0]).toBe(`${NAME} region no: Azure restricts it here (Moon)`);
  });

  it('that is missing from the list cannot be had, though the price list has a price', () =>
    expect(said(found([sku({ name: 'Standard_D2s_v5', capabilities: [] })]))).toEqual([
      `${NAME} region no: Azure does not list it here for this subscription`,
    ]));

  it.each(['12', '0', 'eight'])(
    'with %s GPUs, where the catalog says 8, is the same machine and is counted',
    (value) => {
      const list = found([sku({ capabilities: [{ name: 'GPUs', value }] })]);
      expect(said(list)[0]).toBe(`${NAME} region yes`);
      expect(list.skipped).toEqual({ 'number of GPUs that differs from the catalog, which is believed': 1 });
    },
  );

  it('with one GPU, where the catalog says a sixth, is the same machine', () => {
    const name = 'Standard_NV6ads_A10_v5';
    const list = found([sku({ name, capabilities: [{ name: 'GPUs', value: '1' }] })], [name]);
    expect(said(list)[0]).toBe(`${name} region yes`);
    expect(list.unknownTypes).toEqual([]);
  });

  it('that has GPUs, or an N in its name, and is not in the catalog is reported with where it was seen', () => {
    const list = found([
      sku({ name: 'Standard_XY8_GPU' }),
      sku({ name: 'Standard_ND40s_v2', capabilities: [] }),
      sku({ name: 'Standard_D2s_v5', capabilities: [] }),
    ]);
    expect(list.unknownTypes).toEqual(['Standard_ND40s_v2 in eastus', 'Standard_XY8_GPU in eastus']);
  });

  it('that is a disk, or stands elsewhere, does not count', () => {
    const list = found([sku({ resourceType: 'disks' }), sku({ locations: ['westus'] }), sku({ name: '' })]);
    expect(list.isEmpty).toBe(true);
    expect(list.skipped).toEqual({ 'no virtual machine': 2, 'another region': 1 });
  });
});
