import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClickHouse, DataReleaseEntity } from '../../src/platform/index.js';
import { OfferCatalog } from '../../src/prices/index.js';
import { PriceLoader } from '../../src/prices/price-loader.js';
import { PricePublisher } from '../../src/prices/publication/price-publisher.js';
import type { PollResult } from '../../src/prices/sources/price-source.js';
import { availability, result, SOURCE, stated } from './test-source.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const HEADER = 'cloud,region,zone,instance_type,purchase_option,term_years,payment,usd_per_hour,as_of,source';

interface Waiting {
  readonly id: string;
  readonly offerId: string;
  readonly reason: string;
  readonly status: string;
  readonly usdPerHour: string | null;
  readonly perHour: string;
  readonly decidedBy: string | null;
}

/** The publisher on real stores, fed as the poller and the import feed it. Each test has a region of its own. */
describe('publication', () => {
  let app: TestApp;
  let publisher: PricePublisher;
  let clickhouse: ClickHouse;
  let dataSource: DataSource;

  beforeAll(async () => {
    app = await startTestApp();
    publisher = app.app.get(PricePublisher);
    clickhouse = app.app.get(ClickHouse);
    dataSource = app.app.get(DataSource);
  });
  afterAll(() => app.close());

  const poll = (region: string, one: PollResult, now = new Date()) => publisher.publishPoll(SOURCE, region, one, now);
  const offer = async (id: string) => {
    const { offers } = await app.app.get(OfferCatalog).refresh();
    return offers.find((one) => one.id === id);
  };
  const waiting = async (query: string): Promise<Waiting[]> =>
    (await app.get<{ prices: Waiting[] }>(`/v1/prices/quarantine?limit=1000&${query}`)).body.prices;
  const history = (id: string) =>
    clickhouse.query<{ usd_per_hour: string | null }>(
      'SELECT usd_per_hour FROM price_history WHERE offer_id = {id:String} ORDER BY observed_at',
      { id },
    );
  const release = () => dataSource.getRepository(DataReleaseEntity).findOneByOrFail({ name: 'prices_in_force' });
  const take = (...rows: string[]) =>
    app.post<{ published: number; quarantined: { row: number; reason: string }[]; rejected: unknown[] }>(
      '/v1/prices/import',
      { csv: [HEADER, ...rows].join('\n') },
    );

  it('keeps what is known of availability and interruption when only the price is polled', async () => {
    const id = 'aws:us-east-1:g6.xlarge:spot';
    const before = await offer(id);
    expect(before?.interruptionPerMonth).not.toBeNull();
    await poll('us-east-1', result([], { availability: [availability('us-east-1', 'g6.xlarge', true)] }));
    const price = stated('us-east-1', 'g6.xlarge', '0.36', { purchaseOption: 'spot' });
    await poll('us-east-1', result([price]));
    expect(await offer(id)).toMatchObject({
      usdPerHour: '0.36',
      publisher: SOURCE.id,
      available: true,
      interruptionPerMonth: before?.interruptionPerMonth,
    });
  });

  it('hands on to zones what was known of their region', async () => {
    const rate = (await offer('aws:us-east-1:g6.2xlarge:spot'))?.interruptionPerMonth;
    expect(rate).toBeTruthy();
    const zone = { purchaseOption: 'spot', zone: 'us-east-1a' } as const;
    await poll('us-east-1', result([stated('us-east-1', 'g6.2xlarge', '0.4', zone)]));
    expect((await offer('aws:us-east-1a:g6.2xlarge:spot'))?.interruptionPerMonth).toEqual(rate);
  });

  it('says of a region that it has a machine where one of its zones has, and of each zone what is said of it', async () => {
    const price = stated('us-east-1', 'g6.4xlarge', '0.5', { purchaseOption: 'spot', zone: 'us-east-1b' });
    const said = [
      availability('us-east-1', 'g6.4xlarge', true, 'us-east-1a'),
      availability('us-east-1', 'g6.4xlarge', false, 'us-east-1b'),
    ];
    await poll('us-east-1', result([price]));
    await poll('us-east-1', result([], { availability: said }));
    expect((await offer('aws:us-east-1:g6.4xlarge:on_demand'))?.available).toBe(true);
    expect((await offer('aws:us-east-1b:g6.4xlarge:spot'))?.available).toBe(false);
  });

  it('publishes all or nothing: a failure half way leaves prices, quarantine and history as they were', async () => {
    const id = 'aws:us-west-2:g6.xlarge:on_demand';
    const before = [await offer(id), await release(), (await history(id)).length];
    // The catalog has no such availability: PostgreSQL refuses the last step.
    const broken = { ...availability('us-west-2', 'g6.xlarge', true), available: 'perhaps' as unknown as boolean };
    await expect(
      poll('us-west-2', result([stated('us-west-2', 'g6.xlarge', '0.9')], { availability: [broken] })),
    ).rejects.toThrow();
    expect([await offer(id), await release(), (await history(id)).length]).toEqual(before);
  });

  it('writes one row of history per change, and none when the same is published again', async () => {
    const id = 'aws:us-west-2:g6.2xlarge:on_demand';
    const start = (await history(id)).length;
    for (const perHour of ['1.0', '1.00', '1.1']) {
      await poll('us-west-2', result([stated('us-west-2', 'g6.2xlarge', perHour)]));
    }
    const rows = await history(id);
    expect(rows.slice(start).map((row) => Number(row.usd_per_hour))).toEqual([1, 1.1]);
    expect(await history('aws:us-west-2:g6.4xlarge:on_demand')).toHaveLength(1);
  });

  it('puts prices in force while the history cannot be reached, and tells it afterwards', async () => {
    const id = 'aws:us-west-2:g6e.xlarge:on_demand';
    const insert = clickhouse.insert.bind(clickhouse);
    clickhouse.insert = () => Promise.reject(new Error('ClickHouse is away.'));
    try {
      await poll('us-west-2', result([stated('us-west-2', 'g6e.xlarge', '2.1')]));
    } finally {
      clickhouse.insert = insert;
    }
    expect((await offer(id))?.usdPerHour).toBe('2.1');
    expect(await history(id)).toHaveLength(1);
    await poll('us-west-2', result([]));
    expect((await history(id)).map((row) => Number(row.usd_per_hour)).at(-1)).toBe(2.1);
  });

  it('tells every process at once: the marker changes and PostgreSQL notifies', async () => {
    const runner = dataSource.createQueryRunner();
    const heard: string[] = [];
    try {
      const connection = (await runner.connect()) as { on(event: 'notification', told: () => void): void };
      connection.on('notification', () => heard.push('prices'));
      await runner.query('LISTEN pennywatt_prices');
      const before = (await release()).sha256;
      await poll('us-west-2', result([stated('us-west-2', 'g6.12xlarge', '4.7')]));
      for (let at = 0; heard.length === 0 && at < 100; at += 1) await sleep(20);
      expect(heard).toEqual(['prices']);
      expect((await release()).sha256).not.toBe(before);
      await runner.query('UNLISTEN pennywatt_prices');
    } finally {
      await runner.release();
    }
  });

  it('takes turns: polls of one moment do not lose what the other one did', async () => {
    const types = ['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge', 'g5.8xlarge', 'g5.12xlarge'];
    const ids = types.map((type) => `aws:eu-west-1:${type}:on_demand`);
    const before = await Promise.all(ids.map(offer));
    await Promise.all(
      types.map((type, at) =>
        poll('eu-west-1', result([stated('eu-west-1', type, `${before[at]?.usdPerHour ?? '1'}1`)])),
      ),
    );
    for (const [at, id] of ids.entries()) {
      expect((await offer(id))?.usdPerHour).toBe(`${before[at]?.usdPerHour ?? ''}1`);
      expect((await history(id)).length).toBeGreaterThanOrEqual(1);
    }
  });

  describe('what is missing of a whole list', () => {
    const region = 'eu-central-1';
    const id = `aws:${region}:g6.xlarge:on_demand`;
    const others = async () => {
      const { offers } = await app.app.get(OfferCatalog).refresh();
      return offers
        .filter((one) => one.region === region && one.purchaseOption === 'on_demand' && one.id !== id)
        .filter(({ instanceType }) => instanceType.startsWith('g6.'));
    };
    const partial = async () =>
      result(
        (await others()).map((one) => stated(region, one.instanceType, one.usdPerHour)),
        {
          covers: ['on_demand'],
        },
      );

    it('stays in force until three polls in a row have missed it, counted anew once it is stated again', async () => {
      await poll(region, await partial());
      await poll(region, await partial());
      expect(await waiting(`region=${region}&reason=vanished`)).toContainEqual(
        expect.objectContaining({ offerId: id, seen: 2 }),
      );
      const back = (await offer(id))?.usdPerHour ?? '';
      await poll(region, result([stated(region, 'g6.xlarge', back)]));
      expect((await waiting(`region=${region}&reason=vanished`)).map(({ offerId }) => offerId)).not.toContain(id);
      await poll(region, await partial());
      await poll(region, await partial());
      expect(await offer(id)).toBeDefined();
      await poll(region, await partial());
      expect(await offer(id)).toBeUndefined();
      expect((await history(id)).at(-1)?.usd_per_hour).toBeNull();
    });
  });

  describe('an operator’s own price', () => {
    const row = 'aws,ca-central-1,,g6.xlarge,on_demand,,,0.95,2026-11-10,contract';
    const id = 'aws:ca-central-1:g6.xlarge:on_demand';

    it('is not removed by a poll that does not state it, and stands against an older one', async () => {
      expect((await take(row)).body).toMatchObject({ published: 1, quarantined: [], rejected: [] });
      await poll('ca-central-1', result([], { covers: ['on_demand'] }));
      await poll('ca-central-1', result([stated('ca-central-1', 'g6.xlarge', '0.89')]));
      expect(await offer(id)).toMatchObject({ usdPerHour: '0.95', publisher: 'import' });
    });

    it('gives way to a later poll, and waits when it is taken in again after that', async () => {
      const asOf = '2026-11-20T00:00:00.000Z';
      await poll('ca-central-1', result([stated('ca-central-1', 'g6.xlarge', '0.89', { asOf })]));
      expect((await offer(id))?.usdPerHour).toBe('0.89');
      const { body } = await take(row);
      expect(body.published).toBe(0);
      expect(body.quarantined[0]?.reason).toMatch(/^superseded: 0.95 USD an hour of 2026-11-10; 0.89 .* is later/);
    });

    it('changes nothing when it is taken in twice: neither marker nor history nor date', async () => {
      const other = 'aws,ca-central-1,,g6.2xlarge,on_demand,,,1.0800000001,2026-11-10,contract';
      await take(other);
      const state = async () => [
        await offer('aws:ca-central-1:g6.2xlarge:on_demand'),
        (await release()).sha256,
        await history('aws:ca-central-1:g6.2xlarge:on_demand'),
        (await app.get<{ total: number }>('/v1/prices/events')).body.total,
      ];
      const before = await state();
      expect((await take(other)).body.published).toBe(1);
      expect(await state()).toEqual(before);
      expect((await offer('aws:ca-central-1:g6.2xlarge:on_demand'))?.usdPerHour).toBe('1.0800000001');
    });
  });

  it('lets another release of the snapshot replace only what the snapshot put in force', async () => {
    const polled = await offer('aws:us-west-2:g6.2xlarge:on_demand');
    const own = await offer('aws:ca-central-1:g6.2xlarge:on_demand');
    expect([polled?.publisher, own?.publisher]).toEqual([SOURCE.id, 'import']);
    await dataSource.getRepository(DataReleaseEntity).update({ name: 'prices' }, { sha256: 'of an older release' });
    expect(await app.app.get(PriceLoader).load()).toBe(true);
    expect(await offer('aws:us-west-2:g6.2xlarge:on_demand')).toEqual(polled);
    expect(await offer('aws:ca-central-1:g6.2xlarge:on_demand')).toEqual(own);
    // Stated by zone since, it does not come back for the region; and what was withdrawn stays out.
    expect(await offer('aws:eu-central-1:g6.xlarge:on_demand')).toBeUndefined();
    expect((await offer('gcp:us-central1:a3-highgpu-8g:on_demand'))?.publisher).toBe('snapshot');
  });
});
