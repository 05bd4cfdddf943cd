import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OfferCatalog, type OfferInForce } from '../../src/prices/index.js';
import { offerOf } from '../../src/prices/offer-catalog.js';
import { OfferIndex } from '../../src/prices/in-force/offer-index.js';
import { readAllOffers } from '../../src/prices/in-force/read-offers.js';
import { OfferEntity } from '../../src/prices/offer.entity.js';
import { inForce, offer } from '../../src/prices/price.fixture.js';
import { offerId } from '../../src/prices/suspicion.js';
import { deleteOffers, readOffers, writeOffers } from '../../src/prices/publication/offer-rows.js';
import { announcePrices } from '../../src/prices/publication/announce.js';
import { startTestApp } from '../platform/test-app.js';

describe('the offers in force', () => {
  let app: Awaited<ReturnType<typeof startTestApp>>;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  /** Read the plain way, by TypeORM as objects. */
  async function stored(): Promise<OfferInForce[]> {
    const rows = await app.app.get(DataSource).getRepository(OfferEntity).find();
    return rows.map(offerOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  const odd = inForce([
    offer({ id: 'an id of its own', usdPerHour: '0.0000000001' }),
    // Azure numbers its zones in every region, so the id has both; once it had the number alone.
    offer({ cloud: 'azure', region: 'eastus', zone: '1' }),
    offer({ cloud: 'azure', region: 'westus2', zone: '1' }),
    offer({ cloud: 'azure', region: 'westus3', zone: '1', id: 'azure:1:a3-highgpu-8g:on_demand' }),
    offer({ region: 'Zürich', zone: 'Zürich-1', source: 'Liste "Ü"\t\\ 価格', usdPerHour: '9999999999.9999999999' }),
    offer({ instanceType: 'odd', acceleratorCount: 0.166667, acceleratorMemoryGiB: null, usdPerHour: '20000' }),
    offer({
      instanceType: 'paid',
      purchaseOption: 'reserved',
      termYears: 3,
      payment: 'partial_upfront',
      offeringClass: 'convertible',
      upfrontUsd: '1000.5',
      recurringUsdPerHour: '0',
      available: false,
    }),
    offer({
      instanceType: 'spot',
      purchaseOption: 'spot',
      interruptionPerMonth: { low: 0.05, high: null },
      available: true,
    }),
    offer({
      instanceType: 'converted',
      converted: {
        currency: 'EUR',
        perHour: '80.1',
        upfront: null,
        recurringPerHour: '0',
        usdPerUnit: '1.104744069912609239',
        rateDate: '2026-07-30',
        rateSource: 'Österreichische Nationalbank',
      },
    }),
  ]);

  async function put(offers: readonly OfferInForce[]): Promise<void> {
    await app.app.get(DataSource).transaction(async (manager) => {
      await writeOffers(manager, offers);
      await announcePrices(manager);
    });
  }

  it('are in memory as they are in PostgreSQL, whatever they hold', async () => {
    await put(odd);
    const { offers } = await app.app.get(OfferCatalog).refresh();
    expect(offers).toEqual(await stored());
    for (const one of odd) expect(offers).toContainEqual(one);
  });

  it('are the same when two connections read half of them each', async () => {
    const dataSource = app.app.get(DataSource);
    const halves = new OfferIndex(await readAllOffers(dataSource, 0, 1));
    expect([...halves.offers()]).toEqual(await stored());
    const whole = new OfferIndex(await readAllOffers(dataSource, 0, Infinity));
    expect([...whole.offers()]).toEqual(await stored());
    // What the id is made of is not kept twice.
    const own = odd.filter((one) => one.id !== offerId(one)).map(({ id }) => id);
    expect(new Set(whole.columns.otherIds.values())).toEqual(new Set(own));
  });

  it('are replaced by those of the same id, and removed by id', async () => {
    const dataSource = app.app.get(DataSource);
    const count = (await stored()).length;
    const [first, , , second] = odd;
    if (first === undefined || second === undefined) throw new Error('no offers');
    await put([{ ...first, usdPerHour: '7', available: true }]);
    expect(await stored()).toHaveLength(count);
    expect((await stored()).find(({ id }) => id === first.id)).toMatchObject({ usdPerHour: '7', available: true });
    await dataSource.transaction((manager) => deleteOffers(manager, [first.id, second.id]));
    expect(await stored()).toHaveLength(count - 2);
  });

  it('are read within the transaction, of one cloud or of all', async () => {
    await app.app.get(DataSource).transaction(async (manager) => {
      const one = offer({ cloud: 'azure', region: 'not committed' });
      await writeOffers(manager, inForce([one]));
      const azure = await readOffers(manager, 'azure');
      expect(azure.map(({ id }) => id)).toContain(one.id);
      expect(new Set(azure.map(({ cloud }) => cloud))).toEqual(new Set(['azure']));
      expect((await readOffers(manager, null)).length).toBeGreaterThan(azure.length);
      await deleteOffers(manager, [one.id]);
    });
  });
});
