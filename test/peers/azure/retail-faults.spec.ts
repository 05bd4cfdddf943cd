import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAzureSources } from '../../../src/prices/sources/azure/index.js';
import {
  LIST_PRICES,
  RetailPricesSource,
  SPOT_PRICES,
} from '../../../src/prices/sources/azure/retail-prices.source.js';
import type { StatedPrice } from '../../../src/prices/sources/price-source.js';
import { vouch } from '../../../src/prices/vouch.js';
import { pollContext, retailAccess } from './clients.js';
import { FAULTS, type Fault } from './faults.js';
import { page, startRetailEmulator, type RetailEmulator } from './retail-emulator.js';
import { item, REGION } from './retail-world.js';

const H100 = 'Standard_NC40ads_H100_v5';

let emulator: RetailEmulator;

beforeEach(async () => {
  emulator = await startRetailEmulator([item(H100, 6.98)]);
});
afterEach(() => emulator.close());

function poll(part = LIST_PRICES, more = {}) {
  return new RetailPricesSource(part, retailAccess(emulator.publicUrl)).poll(REGION, pollContext(more));
}

function stated(prices: readonly StatedPrice[]) {
  return prices.map(({ instanceType, purchaseOption, perHour }) => `${instanceType} ${purchaseOption} ${perHour}`);
}

describe('what passes', () => {
  it.each(Object.keys(FAULTS) as Fault[])('%s: asked again, the price list is the same', async (fault) => {
    emulator.next.push(FAULTS[fault]);
    expect(stated((await poll()).prices)).toEqual([`${H100} on_demand 6.98`]);
  });

  it('Retry-After is heeded: nothing is asked for the second that the other side wants', async () => {
    emulator.next.push(FAULTS['throttled for a second']);
    const began = performance.now();
    await poll();
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('a field that nobody knows', async () => {
    emulator.items = [item(H100, 6.98, { carbonGramsPerHour: 12, discounts: [{ of: 'whom' }] })];
    expect(stated((await poll()).prices)).toEqual([`${H100} on_demand 6.98`]);
  });
});

describe('what does not pass is an error, and no half of a list', () => {
  it.each(Object.keys(FAULTS) as Fault[])('%s, as often as it is asked', async (fault) => {
    for (let tries = 0; tries < 3; tries += 1) emulator.next.push(FAULTS[fault]);
    const failures: Record<Fault, string> = {
      throttled: 'throttled',
      'throttled for a second': 'throttled',
      'server error': 'status',
      html: 'unreadable',
      'cut off JSON': 'unreadable',
      'connection cut in the body': 'cut_off',
      'wrong encoding': 'unreadable',
    };
    await expect(poll()).rejects.toMatchObject({ name: 'OutboundError', failure: failures[fault] });
    expect(emulator.asked).toHaveLength(3);
  });

  it.each([
    ['another host', 'https://example.org/api/retail/prices?$skip=1'],
    ['the metadata of the machine', 'http://169.254.169.254/latest/meta-data'],
  ])('a link to the next page that leads to %s', async (_name, link) => {
    emulator.next.push(page([item(H100, 6.98)], link));
    await expect(poll()).rejects.toMatchObject({ failure: 'unexpected' });
    expect(emulator.asked).toHaveLength(1);
  });

  it('a redirect to another host', async () => {
    const other = await startRetailEmulator([item(H100, 0.01)]);
    emulator.next.push((_request, response) => void response.writeHead(302, { location: other.publicUrl }).end());
    await expect(poll()).rejects.toMatchObject({ failure: 'status', status: 302 });
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it('links that lead in a circle', async () => {
    emulator.next.push(
      page([item(H100, 6.98)], `${emulator.publicUrl}?$skip=1`),
      page([], `${emulator.publicUrl}?$skip=2`),
      page([], `${emulator.publicUrl}?$skip=1`),
    );
    await expect(poll()).rejects.toThrow('leads back to a page that was read already');
    expect(emulator.asked).toHaveLength(3);
  });

  it.each([
    ['an object', { Items: { a: 1 } }],
    ['a list', []],
    ['a row that is no object', { Items: ['NC40ads'] }],
    ['a name that is an object', { Items: [item(H100, 6.98, { skuName: {} })] }],
  ])('a page of another shape: %s', async (_name, body) => {
    emulator.next.push((_request, response) => void response.end(JSON.stringify(body)));
    await expect(poll()).rejects.toMatchObject({ failure: 'unexpected' });
  });

  it('nobody there', async () => {
    await emulator.close();
    await expect(poll()).rejects.toMatchObject({ failure: 'unreachable' });
    emulator = await startRetailEmulator([]);
  });

  it('silence, ended by whoever polls', async () => {
    emulator.next.push(() => undefined);
    await expect(poll(LIST_PRICES, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
      failure: 'cancelled',
    });
  });
});

describe('prices that are odd are handed on as they are', () => {
  it('two prices of one meter: both, so that the gate sees that they disagree and believes neither', async () => {
    const twice = { meterId: 'm', skuId: 's' };
    emulator.items = [item(H100, 6.98, twice), item(H100, 8.82, twice)];
    const { prices } = await poll();
    expect(stated(prices)).toEqual([`${H100} on_demand 6.98`, `${H100} on_demand 8.82`]);
    const facts = prices.map((price) => ({ ...price, usdPerHour: price.perHour, acceleratorCount: 1 }));
    expect(vouch(facts).leftOut.map(({ reason }) => reason)).toEqual(['sources_disagree', 'sources_disagree']);
  });

  it('the same price of two meters: once', async () => {
    emulator.items = [item(H100, 6.98), item(H100, 6.98)];
    const { prices, skipped } = await poll();
    expect(stated(prices)).toEqual([`${H100} on_demand 6.98`]);
    expect(skipped).toEqual({ 'stated twice alike': 1 });
  });

  it('negative, zero, missing', async () => {
    emulator.items = [
      item(H100, -6.98),
      item('Standard_NC80adis_H100_v5', 0),
      item('Standard_NC8as_T4_v3', 1, { retailPrice: null }),
    ];
    const { prices, skipped } = await poll();
    expect(stated(prices)).toEqual([`${H100} on_demand -6.98`, 'Standard_NC80adis_H100_v5 on_demand 0']);
    expect(skipped).toEqual({ 'without a price': 1 });
    const facts = prices.map((price) => ({ ...price, usdPerHour: price.perHour, acceleratorCount: 1 }));
    expect(vouch(facts).leftOut.map(({ reason }) => reason)).toEqual(['unreadable', 'placeholder']);
  });

  it('an old price beside the one that replaced it, and one that is to come: the one in force', async () => {
    const meter = { meterId: 'm', skuId: 's' };
    emulator.items = [
      item(H100, 9, { ...meter, effectiveStartDate: '2022-01-01T00:00:00Z' }),
      item(H100, 6.98, { ...meter, effectiveStartDate: '2026-07-01T00:00:00Z' }),
      item(H100, 5, { ...meter, effectiveStartDate: '2026-09-01T00:00:00Z' }),
    ];
    const { prices, skipped } = await poll();
    expect(stated(prices)).toEqual([`${H100} on_demand 6.98`]);
    expect(skipped).toEqual({ 'replaced by a later price': 1, 'not yet in force': 1 });
  });
});

it('as the product makes it, the price list is read without credentials', async () => {
  emulator.items = [item(H100, 6.98), item(H100, 3.49, { skuName: 'NC40ads H100 v5 Spot' })];
  emulator.next.push(FAULTS.throttled);
  const [list, spot] = createAzureSources({
    regions: [' EastUS2 '],
    pricesEndpoint: emulator.publicUrl,
    currency: null,
    managementEndpoint: null,
    authorityHost: null,
    subscriptionId: null,
    caFile: null,
  });
  expect(await list?.regions(pollContext())).toEqual([REGION]);
  expect(stated((await list?.poll(REGION, pollContext()))?.prices ?? [])).toEqual([`${H100} on_demand 6.98`]);
  expect(stated((await spot?.poll(REGION, pollContext()))?.prices ?? [])).toEqual([`${H100} spot 3.49`]);
  expect(SPOT_PRICES.everyMinutes).toBe(15);
});
