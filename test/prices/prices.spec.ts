import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  leftOutListSchema,
  priceListSchema,
  priceMatrixSchema,
  priceSummarySchema,
} from '../../src/prices/prices.schema.js';
import { ClickHouse } from '../../src/platform/index.js';
import { OfferCatalog } from '../../src/prices/index.js';
import { recordPriceChanges } from '../../src/prices/price-history.js';
import { PriceLoader } from '../../src/prices/price-loader.js';
import { startTestApp } from '../platform/test-app.js';

const problemSchema = z.object({ status: z.number(), detail: z.string() });

describe('prices over HTTP', () => {
  let app: Awaited<ReturnType<typeof startTestApp>>;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function get(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${app.url}${path}`);
    return { status: response.status, body: await response.json() };
  }

  async function list(query: string) {
    return priceListSchema.parse((await get(`/v1/prices?${query}`)).body);
  }

  it('lists what matches, cheapest first', async () => {
    const found = await list('accelerator=H100&purchase=on-demand&cloud=gcp&sort=accelerator&limit=5');
    expect(found.offers).toHaveLength(5);
    expect(found.total).toBeGreaterThan(5);
    // 88.49 ÷ 8: the list price of us-central1 and its neighbours.
    expect(found.offers[0]).toMatchObject({ usdPerAcceleratorHour: '11.06125', acceleratorName: 'H100' });
    expect(found.clouds.find(({ cloud }) => cloud === 'gcp')?.newestAsOf).toBe('2026-07-30');
  });

  it('pages without gaps', async () => {
    const whole = await list('cloud=azure&limit=20');
    const second = await list('cloud=azure&limit=10&offset=10');
    expect(second.offers).toEqual(whole.offers.slice(10));
  });

  it('has every offer of the summary', async () => {
    const summary = priceSummarySchema.parse((await get('/v1/prices/summary')).body);
    const all = await list('limit=100000');
    expect(all.offers).toHaveLength(summary.offers);
    expect(new Set(all.offers.map(({ id }) => id)).size).toBe(summary.offers);
    const leftOut = leftOutListSchema.parse((await get('/v1/prices/left-out')).body);
    expect(leftOut).toHaveLength(summary.leftOut);
  });

  it('gives each cell of the matrix the cheapest offer of its kind that can be had', async () => {
    const matrix = priceMatrixSchema.parse((await get('/v1/prices/matrix')).body);
    const cells = matrix.flatMap((row) => row.cells.map((cell) => ({ ...cell, acceleratorId: row.acceleratorId })));
    const spot = cells.filter(({ purchaseOption }) => purchaseOption === 'spot');
    expect(spot.length).toBeGreaterThan(10);
    for (const { acceleratorId, cloud, offer } of spot) {
      const query = `accelerator=${acceleratorId}&cloud=${cloud}&purchase=spot&availableOnly=true&sort=accelerator&limit=1`;
      expect((await list(query)).offers[0]?.usdPerAcceleratorHour).toBe(offer.usdPerAcceleratorHour);
    }
  });

  it('is in force once: loading again does nothing, and the history gains rows for changes only', async () => {
    const clickhouse = app.app.get(ClickHouse);
    const { offers } = app.app.get(OfferCatalog).current();
    const rows = () => clickhouse.query<{ n: string }>('SELECT count() AS n FROM price_history');
    expect(await app.app.get(PriceLoader).load()).toBe(false);
    expect(await rows()).toEqual([{ n: String(offers.length) }]);
    expect(await recordPriceChanges(clickhouse, offers, [], new Date())).toBe(0);
    const [first, ...others] = offers;
    if (first === undefined) throw new Error('no offers');
    expect(await recordPriceChanges(clickhouse, [{ ...first, usdPerHour: '0.001' }, ...others], [], new Date())).toBe(
      1,
    );
    expect(await recordPriceChanges(clickhouse, others, [first], new Date())).toBe(1);
    expect(await rows()).toEqual([{ n: String(offers.length + 2) }]);
  });

  it('refuses names that nothing has and fields that it does not know', async () => {
    for (const [query, sentence] of [
      ['region=us-eest-1', /us-east-1/],
      ['purchase=spott', /spot/],
      ['accelerator=H1000', /H100/],
    ] as const) {
      const { status, body } = await get(`/v1/prices?${query}`);
      expect(status).toBe(400);
      expect(problemSchema.parse(body).detail).toMatch(sentence);
    }
    expect((await get('/v1/prices?regin=us-east-1')).status).toBe(400);
    expect((await get('/v1/prices?sort=beauty')).status).toBe(400);
  });

  it('describes its answers in the OpenAPI document', async () => {
    const document = JSON.stringify((await get('/openapi.json')).body);
    for (const part of ['/v1/prices/matrix', 'usdPerAcceleratorHour', 'minMemoryGB']) expect(document).toContain(part);
  });

  it('tells Prometheus how many offers there are and how old they are', async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toMatch(/pennywatt_offers\{cloud="gcp",purchase_option="spot"\} \d+/);
    expect(text).toMatch(/pennywatt_price_age_seconds\{cloud="aws"\} \d+/);
  });
});
