import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClickHouse } from '../../src/platform/index.js';
import { OfferCatalog } from '../../src/prices/index.js';
import { PricePublisher } from '../../src/prices/publication/price-publisher.js';
import type { PollResult, StatedPrice } from '../../src/prices/sources/price-source.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';
import { result, SOURCE, stated } from './test-source.js';

interface Waiting {
  readonly id: string;
  readonly reason: string;
  readonly status: string;
  readonly usdPerHour: string | null;
  readonly perHour: string;
  readonly decidedBy: string | null;
}

/** What operators decide about prices in quarantine, on real stores. */
describe('decisions', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const poll = (region: string, one: PollResult) =>
    app.app.get(PricePublisher).publishPoll(SOURCE, region, one, new Date());
  const offer = async (id: string) => {
    const { offers } = await app.app.get(OfferCatalog).refresh();
    return offers.find((one) => one.id === id);
  };
  const waiting = async (query: string): Promise<Waiting[]> =>
    (await app.get<{ prices: Waiting[] }>(`/v1/prices/quarantine?limit=1000&${query}`)).body.prices;
  const history = (id: string) =>
    app.app.get(ClickHouse).query<{
      usd_per_hour: string | null;
    }>('SELECT usd_per_hour FROM price_history WHERE offer_id = {id:String} ORDER BY observed_at', { id });
  const bad = (perHour: string, more: Partial<StatedPrice> = {}) =>
    poll('ap-south-1', result([stated('ap-south-1', 'g6.xlarge', perHour, more)]));
  const id = 'aws:ap-south-1:g6.xlarge:on_demand';
  const decide = async (verdict: 'accept' | 'reject', perHour: string, body: object = {}) => {
    const row = (await waiting('region=ap-south-1&status=all')).find((one) => one.perHour === perHour);
    return app.post<Waiting & { detail: string }>(`/v1/prices/quarantine/${row?.id ?? ''}/${verdict}`, body);
  };

  it('of what is no price of ours can only be to reject it', async () => {
    for (const [usdPerHour, currency] of [
      ['0', 'USD'],
      ['7.5', 'CNY'],
    ] as const) {
      await bad(usdPerHour, { currency });
      const { status, body } = await decide('accept', usdPerHour);
      expect(status).toBe(409);
      expect(body.detail).toContain('cannot be accepted');
    }
    expect((await decide('reject', '7.5')).body.status).toBe('rejected');
    expect(Number((await offer(id))?.usdPerHour)).toBeLessThan(2);
  });

  it('can be changed: where an accepted price is rejected, the last good one comes back with its age', async () => {
    const before = await offer(id);
    await bad('2.5');
    const accepted = await decide('accept', '2.5', { note: 'it says so on the invoice', by: 'jo' });
    expect(accepted.body).toMatchObject({ status: 'accepted', decidedBy: 'jo' });
    expect((await offer(id))?.usdPerHour).toBe('2.5');
    expect((await decide('reject', '2.5')).status).toBe(200);
    expect(await offer(id)).toEqual(before);
    expect(Number((await history(id)).at(-1)?.usd_per_hour)).toBe(Number(before?.usdPerHour));
  });

  it('pass over a price that has been rejected in the meantime', async () => {
    const before = await offer(id);
    for (const perHour of ['3.5', '9.5']) {
      await bad(perHour);
      await decide('accept', perHour);
    }
    expect((await offer(id))?.usdPerHour).toBe('9.5');
    // 3.5 is not in force any more: rejecting it changes nothing at once, but it must not come back either.
    await decide('reject', '3.5');
    expect((await offer(id))?.usdPerHour).toBe('9.5');
    await decide('reject', '9.5');
    expect(await offer(id)).toEqual(before);
  });

  it('take a price out of force that came in the place of none', async () => {
    const only = 'aws:ap-south-1:g6e.xlarge:on_demand';
    await poll('ap-south-1', result([stated('ap-south-1', 'g6e.xlarge', '700', {})], { covers: [] }));
    expect(await offer(only)).toBeUndefined();
    await decide('accept', '700');
    expect((await offer(only))?.usdPerHour).toBe('700');
    await decide('reject', '700');
    expect(await offer(only)).toBeUndefined();
    expect((await history(only)).at(-1)?.usd_per_hour).toBeNull();
  });

  it('cannot let a price pass that is dated in the future', async () => {
    const before = await offer(id);
    await bad('0.93', { asOf: '2099-01-01T00:00:00Z' });
    const { status, body } = await decide('accept', '0.93');
    expect(status).toBe(409);
    expect(body.detail).toContain('is dated 2099-01-01T00:00:00Z, which has not come');
    expect(await offer(id)).toEqual(before);
  });

  it('to reject holds even where the checks would let the price pass', async () => {
    await bad('0.92');
    expect((await offer(id))?.usdPerHour).toBe('0.92');
    await bad('1.6');
    await decide('reject', '1.6');
    // From 0.92 to 1.28 is no jump, nor is it from there to 1.6.
    await bad('1.28');
    expect((await offer(id))?.usdPerHour).toBe('1.28');
    await bad('1.6');
    expect((await offer(id))?.usdPerHour).toBe('1.28');
    expect(await waiting('region=ap-south-1')).toEqual([]);
  });

  it('are over where another price is stated in the meantime', async () => {
    await bad('1.9');
    expect(await waiting('region=ap-south-1')).toMatchObject([{ usdPerHour: '1.9', reason: 'jump' }]);
    await bad('1.27');
    expect(await waiting('region=ap-south-1')).toEqual([]);
    expect((await decide('accept', '1.9')).status).toBe(409);
  });
});
