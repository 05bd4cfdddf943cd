import type { RetailRow } from './retail-page.js';

/** A row as the API of 2023-01-01-preview writes it, numbers as text: one H100 NVL on demand in East US 2. */
export function retailRow(differs: Partial<RetailRow> = {}): RetailRow {
  return {
    currencyCode: 'USD',
    tierMinimumUnits: '0.0',
    retailPrice: '6.98',
    armRegionName: 'eastus2',
    effectiveStartDate: '2024-03-01T00:00:00Z',
    meterId: '0c1f2a3b-5d6e-5f70-8192-a3b4c5d6e7f8',
    meterName: 'NC40ads H100 v5',
    skuId: 'DZH318Z0CQ8J/00AB',
    productName: 'Virtual Machines NCadsH100v5 Series',
    skuName: 'NC40ads H100 v5',
    serviceName: 'Virtual Machines',
    unitOfMeasure: '1 Hour',
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    armSkuName: 'Standard_NC40ads_H100_v5',
    ...differs,
  };
}
