import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { remote } from '../../src/cli/remote.js';
import type { Quote } from '../../src/placement/plan.schema.js';
import {
  OfferCatalog,
  type PriceHistory,
  type PriceList,
  type QuarantinedPrice,
  type StatedRates,
} from '../../src/prices/index.js';
import type { PollResult } from '../../src/prices/sources/price-source.js';
import { PricePublisher } from '../../src/prices/publication/price-publisher.js';
import { PublicationWriter } from '../../src/prices/publication/publication-writer.js';
import { result, SOURCE, stated } from './test-source.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const HEADER = 'cloud,region,instance_type,purchase_option,price_per_hour,currency,as_of,source';
const ECB = 'European Central Bank, euro foreign exchange reference rates';

/** The whole product on real stores. Each test has a region and a currency, or days, of its own. */
describe('prices in other currencies', () => {
  let app: TestApp;
  let publisher: PricePublisher;

  beforeAll(async () => {
    app = await startTestApp();
    publisher = app.app.get(PricePublisher);
  });
  afterAll(() => app.close());

  /** What the source states of a g6.xlarge on demand, of which 0.8048 USD is in force in us-east-1 and us-west-2. */
  const poll = async (
    region: string,
    perHour: string,
    currency: string,
    day: string,
    more: Partial<PollResult> = {},
  ) => {
    const price = stated(region, 'g6.xlarge', perHour, { currency, asOf: `${day}T08:00:00.000Z` });
    const now = new Date(`${day}T09:00:00.000Z`);
    const published = await publisher.publishPoll(SOURCE, region, result([price], more), now);
    await app.app.get(OfferCatalog).refresh();
    return published;
  };
  const offer = async (region: string, type = 'g6.xlarge') => {
    const query = `instanceType=${type}&region=${region}&purchase=on_demand`;
    const [found] = (await app.get<PriceList>(`/v1/prices?${query}`)).body.offers;
    if (found === undefined) throw new Error(`There is no offer for ${query}.`);
    return found;
  };
  const waiting = async (region: string, status = 'open') =>
    (await app.get<{ prices: QuarantinedPrice[] }>(`/v1/prices/quarantine?status=${status}&region=${region}`)).body
      .prices;
  const rate = async (currency: string, date: string, usdPerUnit: string, source = 'a bank') => {
    const { status, body } = await app.post<StatedRates>('/v1/prices/rates', { currency, date, usdPerUnit, source });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const take = async (...rows: string[]) =>
    (
      await app.post<{ published: number; quarantined: { row: number; reason: string }[]; rejected: unknown[] }>(
        '/v1/prices/import',
        { csv: [HEADER, ...rows].join('\n') },
      )
    ).body;

  it('wait until their rate is stated, and are in force then, with everything they were made of', async () => {
    const before = await offer('us-east-1');
    expect(before.usdPerHour).toBe('0.8048');
    expect(await poll('us-east-1', '5.748', 'CNY', '2026-11-02')).toEqual({ published: 0, quarantined: 1 });
    const [held] = await waiting('us-east-1');
    expect(held).toMatchObject({
      reason: 'exchange_rate_missing',
      usdPerHour: null,
      perHour: '5.748',
      currency: 'CNY',
      previousUsdPerHour: '0.8048',
    });
    expect(held?.why).toContain('pennywatt prices rates add --currency CNY --date 2026-11-02');
    expect(await offer('us-east-1')).toEqual(before);

    const told = await rate('CNY', '2026-11-02', '0.14');
    expect(told).toMatchObject({ added: 1, prices: { published: 1, quarantined: 0, waiting: 0 } });
    // 5.748 CNY × 0.14 USD.
    const after = await offer('us-east-1');
    expect(after).toMatchObject({ usdPerHour: '0.80472', currency: 'USD', usdPerAcceleratorHour: '0.80472' });
    expect(after.converted).toEqual({
      currency: 'CNY',
      perHour: '5.748',
      upfront: null,
      recurringPerHour: null,
      usdPerUnit: '0.14',
      rateDate: '2026-11-02',
      rateSource: 'a bank',
    });
    expect(await waiting('us-east-1')).toEqual([]);
    const events = await app.get<{ events: { kind: string; what: string }[] }>('/v1/prices/events?kind=rates_stated');
    expect(events.body.events[0]?.what).toBe('CNY 2026-11-02: 0.14 USD (a bank).');
  });

  it('keep what they were stated as in the history', async () => {
    const query = 'offer=aws:us-east-1:g6.xlarge:on_demand&from=2026-11-01';
    const [series] = (await app.get<PriceHistory>(`/v1/prices/history?${query}`)).body.series;
    const converted = { currency: 'CNY', perHour: '5.748', usdPerUnit: '0.14', rateDate: '2026-11-02' };
    expect(series?.converted).toMatchObject(converted);
    expect(series?.days.at(-1)).toMatchObject({ maxUsdPerHour: '0.8048', minUsdPerHour: '0.80472', converted });
  });

  it('take the latest rate of at most seven days before', async () => {
    await rate('JPY', '2026-10-01', '0.0067');
    await poll('us-west-2', '120', 'JPY', '2026-10-09');
    expect((await waiting('us-west-2')).map(({ reason }) => reason)).toEqual(['exchange_rate_missing']);
    await poll('us-west-2', '120', 'JPY', '2026-10-08');
    // 120 JPY × 0.0067 USD.
    expect(await offer('us-west-2')).toMatchObject({ usdPerHour: '0.804', converted: { rateDate: '2026-10-01' } });
    await rate('JPY', '2026-10-03', '0.0068');
    // What is in force is converted again, for now this is the latest.
    expect(await offer('us-west-2')).toMatchObject({ usdPerHour: '0.816', converted: { rateDate: '2026-10-03' } });
    expect(await rate('JPY', '2026-10-09', '0.0069')).toMatchObject({ prices: { published: 0 } });
  });

  it('are converted again where a rate is corrected, and only then', async () => {
    expect(await rate('JPY', '2026-10-03', '0.0068')).toMatchObject({ added: 0, corrected: 0, unchanged: 1 });
    expect(await rate('JPY', '2026-10-03', '0.0066')).toMatchObject({ corrected: 1, prices: { published: 1 } });
    expect((await offer('us-west-2')).usdPerHour).toBe('0.792');
    const { rates } = (await app.get<{ rates: object[] }>('/v1/prices/rates?currency=jpy&to=2026-10-03')).body;
    expect(rates).toMatchObject([
      { date: '2026-10-03', usdPerUnit: '0.0066', source: 'a bank' },
      { date: '2026-10-01', usdPerUnit: '0.0067' },
    ]);
  });

  it('wait for another reason where the checks doubt them in USD; accepted, they stay so at other rates', async () => {
    const before = (await offer('eu-central-1')).usdPerHour;
    await poll('eu-central-1', '2', 'CHF', '2026-11-02');
    await rate('CHF', '2026-11-02', '1.25');
    const [held, ...others] = await waiting('eu-central-1');
    expect(others).toEqual([]);
    // 2 CHF × 1.25 USD: more than twice what it costs in other regions, so that no rate makes it pass by itself.
    expect(held).toMatchObject({ reason: 'out_of_line', usdPerHour: '2.5', perHour: '2', currency: 'CHF' });
    expect(held?.converted).toMatchObject({ usdPerUnit: '1.25' });
    expect((await offer('eu-central-1')).usdPerHour).toBe(before);
    expect((await app.post(`/v1/prices/quarantine/${held?.id ?? ''}/accept`, {})).status).toBe(200);
    expect(await offer('eu-central-1')).toMatchObject({ usdPerHour: '2.5', converted: { perHour: '2' } });
    await rate('CHF', '2026-11-03', '1.3');
    expect(await poll('eu-central-1', '2', 'CHF', '2026-11-03')).toEqual({ published: 1, quarantined: 0 });
    expect((await offer('eu-central-1')).usdPerHour).toBe('2.6');
    expect((await app.post(`/v1/prices/quarantine/${held?.id ?? ''}/reject`, {})).status).toBe(200);
    expect(await poll('eu-central-1', '2', 'CHF', '2026-11-03')).toEqual({ published: 0, quarantined: 1 });
  });

  it('cannot be accepted without a rate, and wait where their currency is none', async () => {
    await poll('eu-west-1', '0.7', 'GBP', '2026-11-02');
    const [held] = await waiting('eu-west-1');
    const accepted = await app.post<{ detail: string }>(`/v1/prices/quarantine/${held?.id ?? ''}/accept`, {});
    expect(accepted.status).toBe(409);
    expect(accepted.body.detail).toContain('prices rates add');
    await poll('eu-west-1', '0.7', 'GPB', '2026-11-02');
    expect(await waiting('eu-west-1')).toMatchObject([{ reason: 'currency_unknown', perHour: '0.7' }]);
  });

  it('that are polled again while they wait wait for the rate of the later day', async () => {
    await poll('sa-east-1', '7.1', 'BRL', '2026-11-02');
    await poll('sa-east-1', '7.1', 'BRL', '2026-11-20');
    const [held, ...others] = await waiting('sa-east-1');
    expect(others).toEqual([]);
    expect(held).toMatchObject({ seen: 2, asOf: '2026-11-20T08:00:00.000Z' });
    expect(held?.why).toContain('--currency BRL --date 2026-11-20');
    expect((await rate('BRL', '2026-11-18', '0.2')).prices.published).toBe(1);
    // 7.1 BRL × 0.2 USD.
    expect((await offer('sa-east-1')).usdPerHour).toBe('1.42');
  });

  it('of a list of your own are in force at once, or once the rate is there', async () => {
    await rate('EUR', '2026-11-02', '1.25');
    const both = await take(
      'aws,us-east-2,g6.xlarge,on_demand,0.64384,EUR,2026-11-03,contract',
      'aws,us-east-2,g6.2xlarge,on_demand,0.79,eur,2026-11-20,contract',
      'aws,us-east-2,g6.4xlarge,on_demand,1.05,EURO,2026-11-20,contract',
      'aws,us-east-2,g6.4xlarge,on_demand,1.05,,2026-11-20,contract',
    );
    expect(both).toMatchObject({ published: 1, quarantined: [{ row: 2 }], rejected: [{ row: 3 }, { row: 4 }] });
    expect(both.quarantined[0]?.reason).toMatch(/^exchange_rate_missing: 0.79 EUR an hour of 2026-11-20 /);
    // 0.64384 EUR × 1.25 USD.
    expect(await offer('us-east-2')).toMatchObject({ usdPerHour: '0.8048', converted: { perHour: '0.64384' } });
    const told = await rate('EUR', '2026-11-19', '1.24');
    expect(told.prices).toEqual({ published: 1, quarantined: 0, waiting: 0 });
    // 0.79 EUR × 1.24 USD.
    expect((await offer('us-east-2', 'g6.2xlarge')).usdPerHour).toBe('0.9796');
    const again = await take('aws,us-east-2,g6.xlarge,on_demand,0.64384,EUR,2026-11-03,contract');
    expect(again).toMatchObject({ published: 1, quarantined: [] });
  });

  it('of several who state them are tried again together, and what is gone from a list is not while it waits', async () => {
    await poll('ap-northeast-1', '11.6', 'SEK', '2026-11-20', { covers: ['on_demand'] });
    expect((await offer('ap-northeast-1')).usdPerHour).toBe('1.1672');
    await take('aws,ap-northeast-1,g6.2xlarge,on_demand,14,SEK,2026-11-20,contract');
    expect((await rate('SEK', '2026-11-20', '0.1')).prices).toEqual({ published: 2, quarantined: 0, waiting: 0 });
    // 11.6 SEK × 0.1 USD and 14 SEK × 0.1 USD.
    expect((await offer('ap-northeast-1')).usdPerHour).toBe('1.16');
    expect((await offer('ap-northeast-1', 'g6.2xlarge')).usdPerHour).toBe('1.4');
    expect(await waiting('ap-northeast-1')).not.toContainEqual(expect.objectContaining({ currency: 'SEK' }));
  });

  it('and their rates are taken in together or not at all', async () => {
    await poll('ap-southeast-2', '1.4', 'AUD', '2026-11-20');
    const before = await offer('ap-southeast-2');
    const writer = app.app.get(PublicationWriter);
    const write = writer.write.bind(writer);
    writer.write = async (...args) => {
      await write(...args);
      throw new Error('PostgreSQL is away.');
    };
    try {
      const aud = { currency: 'AUD', date: '2026-11-20', usdPerUnit: '0.65', source: 'a bank' };
      expect((await app.post('/v1/prices/rates', aud)).status).toBe(500);
    } finally {
      writer.write = write;
    }
    expect((await app.get<{ total: number }>('/v1/prices/rates?currency=AUD')).body.total).toBe(0);
    expect(await offer('ap-southeast-2')).toEqual(before);
    expect(await waiting('ap-southeast-2')).toMatchObject([{ reason: 'exchange_rate_missing', perHour: '1.4' }]);
  });

  it('are placed with the arithmetic', async () => {
    const where = { regions: ['us-east-2'] };
    const workload = { name: 'box', kind: 'generic', acceleratorCount: 1, accelerators: ['L4'], where };
    const constraints = { purchaseOptions: ['on_demand'] };
    const { body } = await app.post<Quote>('/v1/placements/quote', { ...workload, ...constraints });
    const { plan, assumptions } = body.placement;
    expect(plan?.offer).toMatchObject({ instanceType: 'g6.xlarge', usdPerInstanceHour: '0.8048' });
    expect(plan?.offer.converted).toMatchObject({ currency: 'EUR', perHour: '0.64384' });
    expect(assumptions.join('\n')).toContain('0.64384 EUR at 1.25 USD of 2026-11-02 (a bank)');
  });

  it('have rates from the file of the European Central Bank', async () => {
    const csv = [
      'Date,USD,JPY,CYP,INR,',
      '2026-11-05,1.2,180,N/A,100.8,',
      '2026-11-04,N/A,180,N/A,100,',
      '2026-11-31,1.2,180,N/A,100,',
    ].join('\n');
    const { status, body } = await app.post<StatedRates>('/v1/prices/rates/import', csv, {
      'content-type': 'text/csv',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ added: 3, corrected: 0, rejected: [{ row: 2 }, { row: 3 }] });
    expect(body.rejected[0]?.reason).toMatch(/^unreadable: It has no USD/);
    const found = await app.get<{ total: number; rates: object[] }>('/v1/prices/rates?from=2026-11-05&to=2026-11-05');
    // 1.2 ÷ 180 = 1/150 and 1.2 ÷ 100.8 = 1/84.
    expect(found.body.rates).toMatchObject([
      { currency: 'EUR', date: '2026-11-05', usdPerUnit: '1.2', source: ECB },
      { currency: 'INR', usdPerUnit: '0.011904761904761905' },
      { currency: 'JPY', usdPerUnit: '0.006666666666666667' },
    ]);
  });

  it.each([
    ['in no currency', { currency: 'EURO' }, /no currency of ISO 4217/],
    ['in USD', { currency: 'USD' }, /needs no rate/],
    ['of no day', { date: '2026-02-30' }, /has to be a day/],
    ['of a day to come', { date: '2199-01-01' }, /after today/],
    ['that are 0', { usdPerUnit: '0.000' }, /no currency is free/],
    ['upside down', { usdPerUnit: '150' }, /units for one USD/],
    ['in words', { usdPerUnit: 'a lot' }, /no decimal number/],
    ['of nobody', { source: ' ' }, /The source is empty/],
  ])('have no rates %s', async (_, more, sentence) => {
    const good = { currency: 'DKK', date: '2026-11-02', usdPerUnit: '0.1', source: 'a bank' };
    const { status, body } = await app.post('/v1/prices/rates', { ...good, ...more });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(sentence);
    expect((await app.get<{ total: number }>('/v1/prices/rates?currency=DKK')).body.total).toBe(0);
  });

  it('are told on the command line: rates in, prices out', async () => {
    const terminal = async (...args: string[]) => {
      const out: string[] = [];
      const err: string[] = [];
      const connect = () => Promise.resolve(remote(app.url));
      const code = await run(args, { connect, out: (line) => out.push(line), err: (line) => err.push(line) });
      return { code, out: out.join('\n'), err: err.join('\n') };
    };
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-rates-'));
    try {
      const file = join(folder, 'rates.csv');
      const rows = ['EUR,2026-11-17,1.22,house rate', 'EUR,2026-11-17,1.23,house rate', 'EUX,2026-11-17,1,house rate'];
      writeFileSync(file, ['currency,date,usd_per_unit,source', ...rows].join('\n'));
      const imported = await terminal('prices', 'rates', 'import', file);
      expect(imported.code).toBe(3);
      expect(imported.out).toContain('Rates: 1 added, 0 corrected, 0 known already, 2 rejected.');
      expect(imported.out).toContain('row 2 rejected: contradicted: It gives 1.23 for EUR on 2026-11-17, and row 1');
      expect(imported.out).toContain('row 3 rejected: unreadable: "EUX" is no currency');
      writeFileSync(file, 'Datum;USD\n');
      expect(await terminal('prices', 'rates', 'import', file)).toMatchObject({ code: 2 });
    } finally {
      rmSync(folder, { recursive: true });
    }
    const what = ['--currency', 'eur', '--date', '2026-11-18', '--usd-per-unit', '1.23', '--source', 'a bank'];
    const added = await terminal('prices', 'rates', 'add', ...what, '--json');
    expect(JSON.parse(added.out)).toMatchObject({ added: 1, rejected: [] });
    const listed = await terminal('prices', 'rates', '--currency', 'EUR', '--from', '2026-11-17', '--to', '2026-11-18');
    expect(listed.out).toMatch(/2026-11-18\s+EUR\s+1\.23\s+a bank\s+20\d\d-\d\d-\d\d/);
    expect(listed.err).toContain('2 of 2 rates');
    const prices = await terminal('prices', '--instance-type', 'g6.xlarge', '--region', 'us-east-2');
    expect(prices.out).toContain('0.64384 EUR at 1.25 USD of 2026-11-02 (a bank)');
    const history = await terminal('prices', 'history', '--instance-type', 'g6.xlarge', '--region', 'us-east-2');
    expect(history.out).toContain('0.64384 EUR at 1.25 USD');
    await poll('eu-west-2', '0.8', 'NOK', '2026-11-02');
    expect((await terminal('prices', 'quarantine')).out).toMatch(/0\.8 NOK\s+\S+\s+exchange_rate_missing/);
  });

  it('are in the description of the API', async () => {
    const { body } = await app.get<{ paths: Record<string, unknown> }>('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/prices/rates', '/v1/prices/rates/import', '/v1/prices/history']),
    );
    expect(JSON.stringify(body.paths['/v1/prices'])).toContain('usdPerUnit');
    expect(JSON.stringify(body.paths['/v1/prices/history'])).toContain('usdPerUnit');
  });
});
