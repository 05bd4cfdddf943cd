import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BillingCatalogSource } from '../../../src/prices/sources/gcp/billing-catalog.source.js';
import { MachineTypesSource } from '../../../src/prices/sources/gcp/machine-types.source.js';
import { TpuTypesSource } from '../../../src/prices/sources/gcp/tpu-types.source.js';
import type { PollResult } from '../../../src/prices/sources/price-source.js';
import { pollContext, quickOutbound, useCredentials } from './clients.js';
import { API_KEY, startGoogleEmulator, type GoogleEmulator } from './emulator.js';
import { startPrism, type Prism } from '../prism.js';
import { WORLD } from './world.js';

const DESCRIPTION = fileURLToPath(new URL('../openapi/gcp.json', import.meta.url));

let emulator: GoogleEmulator;
let prism: Prism;
let credentials: { remove(): void };

beforeAll(async () => {
  emulator = await startGoogleEmulator(WORLD);
  prism = await startPrism(DESCRIPTION, emulator.url);
  credentials = useCredentials(`${emulator.url}/token`);
});
afterAll(async () => {
  credentials.remove();
  await prism.stop();
  await emulator.close();
});

/** Through the validator, with the SDKs of Google. */
function settings(apiKey: string | null = null) {
  return {
    apiKey,
    projectId: 'a-project',
    billingEndpoint: prism.url,
    computeEndpoint: prism.url,
    tpuEndpoint: prism.url,
  };
}

function figures({ prices }: PollResult): Record<string, string> {
  return Object.fromEntries(
    prices.map(({ region, instanceType, purchaseOption, termYears, perHour }) => [
      [region, instanceType, purchaseOption, termYears].filter((word) => word !== null).join(' '),
      perHour,
    ]),
  );
}

describe('the Cloud Billing catalog, page by page', () => {
  it('gives the prices of machines in every region that has all of their parts', async () => {
    const pages: number[] = [];
    const context = pollContext({ progress: (done) => void pages.push(done) });
    const result = await new BillingCatalogSource(settings(API_KEY), quickOutbound()).poll(null, context);

    const prices = figures(result);
    for (const region of ['us-central1', 'us-east1', 'us-west1']) {
      expect(prices).toMatchObject({
        // 12 × 0.031611 + 85 × 0.004237 + 2.933908
        [`${region} a2-highgpu-1g on_demand`]: '3.673385',
        // 208 × 0.00586 + 1872 × 0.000511 + 8 × 2.253 + 6000 × 0.0389 / 730
        [`${region} a3-highgpu-8g spot`]: '20.519198027397',
        // 208 × 0.026924 + 1872 × 0.002344 + 8 × 10.344275712 + 6000 × 0.08 / 730
        [`${region} a3-megagpu-8g on_demand`]: '93.399899942575',
        [`${region} a4-highgpu-8g spot`]: '39.6336',
        [`${region} a4-highgpu-8g calendar`]: '90.216',
      });
    }
    expect(prices).toMatchObject({
      // 4 × 0.025 + 16 × 1.073741824 × 0.003 + 0.6
      'europe-west4 g2-standard-4 on_demand': '0.751539607552',
      'us-east5 tpu-v6e-8 on_demand': '21.6',
      'us-east5 tpu-v6e-8 spot': '11.2264',
      'europe-west4 tpu-v5p-8 committed_use 3': '7.644',
      'us-central1 tpu-v2-8 on_demand': '4.5',
      'us-central2 tpu-v4-8 on_demand': '12.88',
    });
    // Not sold, not whole, not free, not to be mixed up.
    expect(
      Object.keys(prices).filter((key) => /a4-highgpu-8g on_demand|europe-west3|asia|mega.*(flex|calendar)/.test(key)),
    ).toEqual([]);
    expect(result.prices.every(({ asOf }) => asOf === '2026-07-30T07:00:00.000Z')).toBe(true);
    expect(result.covers).toEqual(['on_demand', 'spot', 'committed_use', 'calendar', 'flex_start']);
    expect(result.unknownTypes).toEqual(['Nvidia H100 80GB Super GPU (price list, us-central1)']);
    expect(result.skipped).toMatchObject({
      'sole tenancy': 1,
      'custom machine': 1,
      'use of capacity that is reserved already': 1,
    });
    // 28 SKUs by seven, and one page of the other service.
    expect(pages).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes Application Default Credentials as well as a key', async () => {
    const result = await new BillingCatalogSource(settings(), quickOutbound()).poll(null, pollContext());
    expect(figures(result)['us-central1 a2-highgpu-1g on_demand']).toBe('3.673385');
  });
});

describe('Compute Engine', () => {
  it('says in which zones and regions a machine is offered, and which machines we do not know', async () => {
    const result = await new MachineTypesSource(settings(), quickOutbound()).poll(null, pollContext());
    const where = (name: string) =>
      Object.fromEntries(
        result.availability
          .filter(({ instanceType }) => instanceType === name)
          .map(({ region, zone, available }) => [zone ?? region, available]),
      );
    expect(where('a2-highgpu-1g')).toEqual({
      'us-central1-a': true,
      'us-central1-c': true,
      'us-central1': true,
      'us-east1': false,
      'europe-west4': false,
      // us-east4-a is down and us-west1-a cannot be reached: nothing is said of their regions.
    });
    // Obsolete in us-east1, deprecated and still offered in europe-west4.
    expect(where('a2-highgpu-2g')).toMatchObject({ 'us-east1': false, 'europe-west4-a': true, 'europe-west4': true });
    expect(where('gpu-component:t4')).toMatchObject({ 'us-central1-a': true, 'us-east1': false });
    expect(where('tpu-v6e-8')).toEqual({});
    expect(result.unknownTypes).toEqual(['a5-highgpu-8g (us-central1-a and 1 more)']);
    expect(result.skipped).toEqual({
      'machine without accelerators': 2,
      'host of TPUs': 1,
      'machine that is gone': 1,
      "shape that differs from the catalog's: g2-standard-4": 1,
      'zone that cannot be reached': 2,
    });
    expect(result.prices).toEqual([]);
  });
});

describe('the Cloud TPU API', () => {
  it('says in which zones a TPU is offered, and nothing of zones that do not answer', async () => {
    const result = await new TpuTypesSource(settings(), quickOutbound()).poll(null, pollContext());
    const where = (name: string) =>
      result.availability
        .filter(({ instanceType }) => instanceType === name)
        .map(({ region, zone, available }) => [zone ?? region, available]);
    expect(where('tpu-v5litepod-4')).toEqual([
      ['us-central1-a', true],
      ['us-central1', true],
    ]);
    // us-east1-b fails and europe-west4-a is empty, so both regions may have more than they say.
    expect(where('tpu-v2-8')).toEqual([
      ['us-central1', false],
      ['us-east1-d', true],
      ['us-east1', true],
    ]);
    expect(result.unknownTypes).toEqual(['tpu-v9-8 (us-central1-a)']);
    expect(result.skipped).toEqual({
      'slice larger than those of the catalog': 1,
      'zone that says nothing of TPUs': 2,
    });
  });
});

it('the validator stands in between: an answer in another shape than Google describes gets no further', async () => {
  emulator.failAlways((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ skus: [{ description: 'A2', serviceRegions: 'us-central1' }] }));
  });
  const source = new BillingCatalogSource(settings(API_KEY), quickOutbound());
  await expect(source.poll(null, pollContext())).rejects.toMatchObject({
    failure: 'status',
    status: 500,
    message: expect.stringContaining('stoplight.io/prism/errors#VIOLATIONS') as string,
  });
  emulator.failAlways(null);
});
