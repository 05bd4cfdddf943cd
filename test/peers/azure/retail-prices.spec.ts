import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  LIST_PRICES,
  RetailPricesSource,
  SPOT_PRICES,
} from '../../../src/prices/sources/azure/retail-prices.source.js';
import type { PollResult } from '../../../src/prices/sources/price-source.js';
import { startPrism, type Prism } from '../prism.js';
import { pollContext, retailAccess } from './clients.js';
import { startRetailEmulator, type RetailEmulator } from './retail-emulator.js';
import { MACHINES, priceAt, REGION, retailWorld } from './retail-world.js';

const DESCRIPTION = fileURLToPath(new URL('../openapi/azure-retail-prices.json', import.meta.url));

let emulator: RetailEmulator;
let prism: Prism;
let endpoint: string;

beforeAll(async () => {
  emulator = await startRetailEmulator(retailWorld());
  prism = await startPrism(DESCRIPTION, `http://127.0.0.1:${emulator.port}`);
  endpoint = `${prism.url}/api/retail/prices`;
  emulator.publicUrl = endpoint;
});
afterEach(() => {
  emulator.unsettled = 0;
  emulator.asked.length = 0;
});
afterAll(async () => {
  await prism.stop();
  await emulator.close();
});

function figures({ prices }: PollResult): Record<string, string> {
  return Object.fromEntries(
    prices.map(({ instanceType, purchaseOption, termYears, perHour }) => [
      [instanceType, purchaseOption, termYears].filter((word) => word !== null).join(' '),
      perHour,
    ]),
  );
}

/** What the world holds, worked out from its own prices. */
const LISTED = Object.fromEntries(
  MACHINES.flatMap(({ name }, place) => [
    [`${name} on_demand`, String(priceAt(place))],
    [`${name} savings_plan 1`, String(priceAt(place) / 2)],
    [`${name} savings_plan 3`, String(priceAt(place) / 4)],
    // 8760 hours at the price, and 13140 over 26280 hours: half of it.
    [`${name} reserved 1`, String(priceAt(place))],
    [`${name} reserved 3`, String(priceAt(place) / 2)],
  ]),
);
const SPOT = Object.fromEntries(MACHINES.map(({ name }, place) => [`${name} spot`, String(priceAt(place) / 8)]));

describe('the price list of a region, behind a validator of what is asked and answered', () => {
  it('gives every price of every machine, and nothing of Windows, of others or of another region', async () => {
    const result = await new RetailPricesSource(LIST_PRICES, retailAccess(endpoint)).poll(REGION, pollContext());
    expect(figures(result)).toEqual(LISTED);
    expect(result.prices).toHaveLength(5 * MACHINES.length);
    expect(result.covers).toEqual(['on_demand', 'reserved', 'savings_plan']);
    // Five rows of each machine on one list and two on the other, a hundred to a page; two walks that agree are enough.
    const pages = Math.ceil((5 * MACHINES.length + 1) / 100) + Math.ceil((2 * MACHINES.length) / 100);
    expect(emulator.asked).toHaveLength(2 * pages);
    expect(result.unknownTypes).toEqual([`Standard_ND40s_v2 in ${REGION}`]);
    expect(result.skipped).toEqual({
      Windows: 2 * MACHINES.length,
      'Low Priority (of Azure Batch)': MACHINES.length,
      'machine that the catalog lacks': 1,
      'spot: another source states it': MACHINES.length,
    });
  });

  it.each([0.3, 0.6, 0.9])('gives all of it where %d of the rows move from page to page', async (unsettled) => {
    emulator.unsettled = unsettled;
    const pages: number[] = [];
    const context = pollContext({ progress: (done) => void pages.push(done) });
    const result = await new RetailPricesSource(LIST_PRICES, retailAccess(endpoint)).poll(REGION, context);
    expect(figures(result)).toEqual(LISTED);
    expect(pages).toEqual(pages.map((_page, index) => index + 1));
    // Two walks of five and two pages would have done where nothing is lost.
    expect(pages.length).toBeGreaterThan(14);
  });

  it('has spot prices as spot, whatever moves', async () => {
    emulator.unsettled = 0.5;
    const result = await new RetailPricesSource(SPOT_PRICES, retailAccess(endpoint)).poll(REGION, pollContext());
    expect(figures(result)).toEqual(SPOT);
    expect(result.covers).toEqual(['spot']);
  });

  it('is asked for in parts, by names as Azure writes them, and by no page size or order of our own', async () => {
    await new RetailPricesSource(LIST_PRICES, retailAccess(endpoint, 'EUR')).poll(REGION, pollContext());
    const first = emulator.asked.filter(({ searchParams }) => !searchParams.has('$skip'));
    expect(new Set(first.map(({ searchParams }) => searchParams.get('$filter')))).toEqual(
      new Set(
        ['Consumption', 'Reservation'].map(
          (type) =>
            `serviceName eq 'Virtual Machines' and armRegionName eq 'eastus2' and priceType eq '${type}' and ` +
            `contains(armSkuName, 'Standard_N')`,
        ),
      ),
    );
    for (const { searchParams } of emulator.asked) {
      expect(searchParams.get('api-version')).toBe('2023-01-01-preview');
      expect(searchParams.get('currencyCode')).toBe("'EUR'");
      expect(searchParams.has('$top') || searchParams.has('$orderby')).toBe(false);
    }
  });

  it('of a region without such machines is empty, and covers nothing: that may be a filter that is not understood', async () => {
    const result = await new RetailPricesSource(LIST_PRICES, retailAccess(endpoint)).poll('francesouth', pollContext());
    expect(result).toMatchObject({ prices: [], covers: [] });
  });

  it('is compared with the last poll: a list cut in half is refused, and the mark stays what it was', async () => {
    const source = new RetailPricesSource(LIST_PRICES, retailAccess(endpoint));
    const { mark } = await source.poll(REGION, pollContext());
    const whole = emulator.items;
    emulator.items = whole.slice(0, whole.length / 2);
    const cut = source.poll(REGION, pollContext({ since: mark }));
    await expect(cut).rejects.toMatchObject({
      failure: 'unexpected',
      message: expect.stringContaining('believed to be cut short') as string,
    });
    emulator.items = whole;
    expect(figures(await source.poll(REGION, pollContext({ since: mark })))).toEqual(LISTED);
  });
});

describe('the emulator, where its ways are the point', () => {
  it('drops a tenth of the rows and more from a walk when rows move', async () => {
    emulator.unsettled = 0.9;
    const seen = new Set<string>();
    let rows = 0;
    let link: string | null = `http://127.0.0.1:${emulator.port}/api/retail/prices?$filter=type%20eq%20'Consumption'`;
    while (link !== null) {
      const { Items, NextPageLink } = (await (await fetch(link)).json()) as {
        Items: { meterId: string }[];
        NextPageLink: string | null;
      };
      Items.forEach(({ meterId }) => seen.add(meterId));
      rows += Items.length;
      link = NextPageLink?.replace(endpoint, `http://127.0.0.1:${emulator.port}/api/retail/prices`) ?? null;
    }
    expect(seen.size).toBeLessThan(0.9 * rows);
  });

  it('counts backwards when a page size is asked for, and refuses its own link in the end', async () => {
    const first = `http://127.0.0.1:${emulator.port}/api/retail/prices?$filter=type%20eq%20'Consumption'&$top=100`;
    const { NextPageLink } = (await (await fetch(first)).json()) as { NextPageLink: string };
    expect(new URL(NextPageLink).searchParams.get('$top')).toBe('0');
    const negative = NextPageLink.replace('$top=0', '$top=-100');
    const direct = negative.replace(endpoint, `http://127.0.0.1:${emulator.port}/api/retail/prices`);
    expect((await fetch(direct)).status).toBe(400);
  });

  it('is caught by the validator where it leaves a field out, and we are where we ask for what nobody knows', async () => {
    const whole = emulator.items;
    emulator.items = whole.map((row) => ({ ...row, meterId: undefined }));
    const filter = encodeURIComponent("serviceName eq 'Virtual Machines'");
    const good = `${endpoint}?api-version=2023-01-01-preview&$filter=${filter}`;
    expect((await fetch(good)).status).toBe(500);
    emulator.items = whole;
    expect((await fetch(good)).status).toBe(200);
    expect((await fetch(good.replace('2023-01-01-preview', '2021-10-01'))).status).toBe(422);
    expect((await fetch(good.replace('serviceName', 'serviceTitle'))).status).toBe(422);
  });
});
