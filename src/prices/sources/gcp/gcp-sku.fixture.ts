import type { CatalogSku } from './catalog-sku.js';

/**
 * A SKU for tests, in `us-central1` by the hour and tagged `OnDemand` unless told otherwise.
 *
 * @param usd decimal string of up to nine places
 */
export function gcpSku(
  description: string,
  usd: string,
  more: Partial<Omit<CatalogSku, 'price'>> & { readonly unit?: string; readonly currency?: string } = {},
): CatalogSku {
  const [units = '0', nanos = ''] = usd.split('.');
  const { unit = 'h', currency = 'USD', ...rest } = more;
  return {
    id: '0000-0000-0000',
    description,
    resourceGroup: 'GPU',
    usageType: 'OnDemand',
    regions: ['us-central1'],
    price: {
      currency,
      units: BigInt(units),
      nanos: BigInt(nanos.padEnd(9, '0')),
      unit,
      effective: '2026-07-30T07:00:00.000Z',
    },
    ...rest,
  };
}

/** The parts of an A2 machine in the United States on demand, as Google listed them. */
export const A2_SKUS = [
  gcpSku('A2 Instance Core running in Americas', '0.031611', { resourceGroup: 'CPU' }),
  gcpSku('A2 Instance Ram running in Americas', '0.004237', { resourceGroup: 'RAM', unit: 'GiBy.h' }),
  gcpSku('Nvidia Tesla A100 GPU running in Americas', '2.933908'),
];
