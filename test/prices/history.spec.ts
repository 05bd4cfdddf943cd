import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessClickHouse } from '../../src/platform/clickhouse/in-process.js';
import { migrateClickHouse } from '../../src/platform/clickhouse/migrate.js';
import type { CatalogService } from '../../src/catalog/index.js';
import { historyQuerySchema } from '../../src/prices/history/history.schema.js';
import { PriceHistoryService } from '../../src/prices/history/history.service.js';

const NOW = new Date('2026-03-10T12:00:00Z');

function change(offer: string, observedAt: string, usd: string | null) {
  return {
    offer_id: offer,
    cloud: 'aws',
    region: 'us-east-1',
    zone: null,
    instance_type: 'p5.48xlarge',
    accelerator_id: 'nvidia-h100-sxm-80gb',
    accelerator_count: 8,
    purchase_option: offer.endsWith('spot') ? 'spot' : 'on_demand',
    term_years: null,
    payment: null,
    offering_class: null,
    usd_per_hour: usd,
    upfront_usd: null,
    recurring_usd_per_hour: null,
    as_of: observedAt.slice(0, 10),
    source: 'worked by hand',
    observed_at: observedAt,
  };
}

describe('the history of a price', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-history-'));
  let clickhouse: InProcessClickHouse;
  let history: PriceHistoryService;
  const ask = (query: object) => history.find(historyQuerySchema.parse(query), NOW);

  beforeAll(async () => {
    clickhouse = await InProcessClickHouse.open(join(folder, 'clickhouse'), 'pennywatt');
    await migrateClickHouse(clickhouse, null);
    await clickhouse.insert('price_history', [
      // Held before the period begins.
      change('a:spot', '2026-02-20 00:00:00.000', '10'),
      change('a:spot', '2026-03-02 06:00:00.000', '20'),
      change('a:spot', '2026-03-02 18:00:00.000', '5.0000000001'),
      // Withdrawn for two days, back for less.
      change('a:spot', '2026-03-04 00:00:00.000', null),
      change('a:spot', '2026-03-06 00:00:00.000', '4'),
      change('a:on_demand', '2026-03-03 12:00:00.000', '55.04'),
    ]);
    const catalog = { accelerators: () => [] } as unknown as CatalogService;
    history = new PriceHistoryService(clickhouse, catalog);
  });
  afterAll(async () => {
    await clickhouse.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has least, most and the mean over time of each day, from the price that held before', async () => {
    const { series } = await ask({ offer: 'a:spot', from: '2026-03-01', to: '2026-03-04' });
    expect(series[0]?.days).toEqual([
      { day: '2026-03-01', minUsdPerHour: '10', maxUsdPerHour: '10', meanUsdPerHour: '10', hoursKnown: 24 },
      // 6 h at 10, 12 h at 20, 6 h at 5.0000000001: (60 + 240 + 30.0000000006) / 24.
      {
        day: '2026-03-02',
        minUsdPerHour: '5.0000000001',
        maxUsdPerHour: '20',
        meanUsdPerHour: '13.75',
        hoursKnown: 24,
      },
      {
        day: '2026-03-03',
        minUsdPerHour: '5.0000000001',
        maxUsdPerHour: '5.0000000001',
        meanUsdPerHour: '5.0000000001',
        hoursKnown: 24,
      },
    ]);
  });

  it('knows no price while an offer is withdrawn, and says for how long one was known', async () => {
    const { series } = await ask({ offer: 'a:spot', from: '2026-03-03', to: '2026-03-07' });
    expect(series[0]?.days.map(({ day }) => day)).toEqual(['2026-03-03', '2026-03-06']);
    expect(series[0]?.hoursKnown).toBe(48);
  });

  it('ends now, not at the end of the day', async () => {
    const { series } = await ask({ offer: 'a:spot', from: '2026-03-10', to: '2026-03-11' });
    expect(series[0]?.hoursKnown).toBe(12);
  });

  it('says how much of the time the price was below a given one', async () => {
    // Of 72 h: 24 + 6 at 10, 12 at 20, 30 at 5.0000000001. Below 10 are 30 of 72; the price itself is not below it.
    const { series } = await ask({ offer: 'a:spot', from: '2026-03-01', to: '2026-03-04', below: '10' });
    expect(series[0]?.belowPercent).toBeCloseTo((30 / 72) * 100, 3);
  });

  it('measures volatility on the daily means', async () => {
    // ln(13.75/10) = 0.318454, ln(5/13.75) = -1.011601; their standard deviation is 1.330055 / √2.
    const { series } = await ask({ offer: 'a:spot', from: '2026-03-01', to: '2026-03-04' });
    expect(series[0]?.dailyVolatilityPercent).toBeCloseTo(94.049, 2);
  });

  it('finds by machine, region and way to buy, and has nothing where nothing matches', async () => {
    const found = await ask({ instanceType: 'p5.48xlarge', region: 'us-east-1', from: '2026-03-01', to: '2026-03-11' });
    expect(found.series.map(({ offerId }) => offerId)).toEqual(['a:on_demand', 'a:spot']);
    expect((await ask({ region: 'us-east-1', purchase: 'spot' })).total).toBe(1);
    expect((await ask({ region: 'eu-west-1' })).total).toBe(0);
    expect((await ask({ offer: "x' OR 1=1 --" })).total).toBe(0);
  });

  it('refuses a question about everything, and a period that is none', async () => {
    expect(() => historyQuerySchema.parse({})).toThrow('the history of everything is too long');
    await expect(ask({ region: 'us-east-1', from: '2026-03-04', to: '2026-03-04' })).rejects.toThrow('has no day');
    await expect(ask({ region: 'us-east-1', from: '1990-01-01', to: '2026-03-04' })).rejects.toThrow('3660 days');
  });
});
