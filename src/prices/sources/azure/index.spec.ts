import { describe, expect, it } from 'vitest';
import { createAzureSources, type AzureSourceSettings } from './index.js';

function sources(differs: Partial<AzureSourceSettings> = {}) {
  return createAzureSources({
    regions: ['eastus'],
    pricesEndpoint: null,
    currency: null,
    managementEndpoint: null,
    authorityHost: null,
    subscriptionId: null,
    caFile: null,
    ...differs,
  });
}

describe('the sources of Azure', () => {
  it('are four; two of them state prices, each other ones', () =>
    expect(sources().map(({ id, purchaseOptions }) => [id, purchaseOptions])).toEqual([
      ['azure-retail-prices', ['on_demand', 'reserved', 'savings_plan']],
      ['azure-retail-spot', ['spot']],
      ['azure-resource-skus', []],
      ['azure-spot-evictions', []],
    ]));

  it('that state prices need no credentials', async () => {
    const [list, spot] = sources();
    expect(await list?.readiness()).toEqual({ ready: true });
    expect(await spot?.readiness()).toEqual({ ready: true });
  });

  it('say what a subscription would add where none is named', async () => {
    const [, , skus] = sources();
    expect(await skus?.readiness()).toEqual({
      ready: false,
      needs:
        'Needs the id of a subscription (PENNYWATT_AZURE_SUBSCRIPTION): it adds which machines your subscription can ' +
        'have in which region and zone.',
    });
  });

  it.each<[string, Partial<AzureSourceSettings>]>([
    ['PENNYWATT_AZURE_PRICES_ENDPOINT', { pricesEndpoint: 'prices' }],
    ['PENNYWATT_AZURE_PRICES_ENDPOINT', { pricesEndpoint: 'http://prices.example.org/prices' }],
    ['PENNYWATT_AZURE_PRICES_ENDPOINT', { pricesEndpoint: 'https://prices.example.org/prices?key=1' }],
    ['PENNYWATT_AZURE_MANAGEMENT_ENDPOINT', { managementEndpoint: 'http://127.0.0.1:1' }],
    ['PENNYWATT_AZURE_MANAGEMENT_ENDPOINT', { managementEndpoint: 'https://arm.example.org/path' }],
    ['PENNYWATT_AZURE_MANAGEMENT_ENDPOINT', { managementEndpoint: 'https://me@arm.example.org' }],
    ['PENNYWATT_AZURE_AUTHORITY_HOST', { authorityHost: 'http://127.0.0.1:1' }],
    ['is no region of Azure', { regions: ["east'us"] }],
    ['cannot be read', { caFile: 'no such file' }],
  ])('refuse a setting that would send prices or tokens astray: %s', (words, differs) =>
    expect(() => sources(differs)).toThrow(words),
  );

  it('take plain HTTP on this machine for the price list alone', () =>
    expect(() => sources({ pricesEndpoint: 'http://127.0.0.1:8080/api/retail/prices' })).not.toThrow());
});
