import { setTimeout as sleep } from 'node:timers/promises';
import { Decimal } from 'decimal.js';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { remote } from '../../src/cli/remote.js';
import type { Quote } from '../../src/placement/plan.schema.js';
import { DiscountBook } from '../../src/prices/discounts/discount-book.js';
import { PricesListener } from '../../src/prices/publication/prices-listener.js';
import { OfferCatalog, type PriceList, type StatedDiscount } from '../../src/prices/index.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const P5 = 'instanceType=p5.48xlarge&region=us-east-1&purchase=on_demand';
const EDP = {
  name: 'EDP',
  cloud: 'aws',
  instanceType: 'p5.*',
  purchaseOptions: ['on_demand'],
  percentOff: '50',
  validFrom: '2026-01-01',
  source: 'addendum 3',
};
const box = { name: 'box', kind: 'generic', acceleratorCount: 8, accelerators: ['H100'], where: { clouds: ['aws'] } };

/** The whole product on real stores. Each test takes back what it states. */
describe('negotiated discounts', () => {
  let app: TestApp;
  let list: PriceList['offers'][number];

  beforeAll(async () => {
    app = await startTestApp();
    list = await first(P5);
  });
  afterAll(() => app.close());

  const first = async (query: string) => {
    const [offer] = (await app.get<PriceList>(`/v1/prices?${query}`)).body.offers;
    if (offer === undefined) throw new Error(`There is no offer for ${query}.`);
    return offer;
  };
  const state = async (discount: object): Promise<StatedDiscount> => {
    const { status, body } = await app.post<StatedDiscount>('/v1/prices/discounts', discount);
    expect(status).toBe(200);
    return body;
  };
  const remove = (...ids: string[]) =>
    Promise.all(ids.map((id) => fetch(`${app.url}/v1/prices/discounts/${id}`, { method: 'DELETE' })));
  const quote = async (workload: object) => {
    const { body } = await app.post<Quote>('/v1/placements/quote', workload);
    const { plan } = body.placement;
    if (plan === null) throw new Error('The workload was not placed.');
    return { plan, assumptions: body.placement.assumptions };
  };
  const half = () => new Decimal(list.usdPerHour).div(2).toDecimalPlaces(10, Decimal.ROUND_HALF_UP).toFixed();

  it('show list price, price and name in a look-up, which is in the order of what is paid', async () => {
    const before = (await app.get<PriceList>('/v1/prices?accelerator=H100&sort=accelerator&limit=2000')).body.offers;
    const { id, offers } = await state(EDP);
    expect(offers).toBeGreaterThan(0);
    const offer = await first(P5);
    expect(offer.usdPerHour).toBe(half());
    expect(offer.negotiated).toMatchObject({
      listUsdPerHour: list.usdPerHour,
      discounts: [{ id, name: 'EDP', percentOff: '50', source: 'addendum 3' }],
    });
    expect(offer.usdPerAcceleratorHour).toBe(new Decimal(half()).div(8).toDecimalPlaces(10).toFixed());
    const after = (await app.get<PriceList>('/v1/prices?accelerator=H100&sort=accelerator&limit=2000')).body.offers;
    expect(after.map((one) => one.id).sort()).toEqual(before.map((one) => one.id).sort());
    const figures = after.map((one) => Number(one.usdPerAcceleratorHour));
    expect(figures).toEqual([...figures].sort((a, b) => a - b));
    await remove(id);
    expect(await first(P5)).toEqual(list);
  });

  it('leave the list price in force as it is', async () => {
    const { id } = await state(EDP);
    const { offers } = app.app.get(OfferCatalog).current();
    expect(offers.find((one) => one.id === list.id)?.usdPerHour).toBe(list.usdPerHour);
    await remove(id);
  });

  it('decide a placement and are in its arithmetic', async () => {
    const { id } = await state({ ...EDP, percentOff: '90' });
    const { plan, assumptions } = await quote(box);
    expect(plan.offer.instanceType).toMatch(/^p5\./);
    const { negotiated, usdPerInstanceHour } = plan.offer;
    const listed = new Decimal(negotiated?.listUsdPerHour ?? NaN);
    expect(usdPerInstanceHour).toBe(listed.div(10).toDecimalPlaces(10, Decimal.ROUND_HALF_UP).toFixed());
    // 730 hours of one instance, to six decimals.
    expect(plan.cost.usdPerMonth).toBe(new Decimal(usdPerInstanceHour).times(730).toDecimalPlaces(6).toFixed());
    expect(assumptions.join('\n')).toContain(`${listed.toFixed()} USD list − 90 % (EDP) = ${usdPerInstanceHour} USD`);
    await remove(id);
    expect((await quote(box)).plan.offer.negotiated).toBeUndefined();
  });

  it('of an account hold where the question or the workload names it', async () => {
    const { id } = await state({ ...EDP, account: '123456789012', percentOff: '90' });
    expect((await first(P5)).negotiated).toBeUndefined();
    expect((await first(`${P5}&account=999999999999`)).negotiated).toBeUndefined();
    expect((await first(`${P5}&account=123456789012`)).negotiated).toBeDefined();
    expect((await quote(box)).plan.offer.negotiated).toBeUndefined();
    expect((await quote({ ...box, accounts: ['123456789012'] })).plan.offer.negotiated).toBeDefined();
    await remove(id);
  });

  it('do not stack: a price per hour goes before a percentage, and what is on top comes off as well', async () => {
    const fixed = { percentOff: undefined, usdPerHour: '20', instanceType: 'P5.48XLARGE', name: 'deal' };
    const stated = [await state(EDP), await state({ ...EDP, ...fixed })];
    expect((await first(P5)).usdPerHour).toBe('20');
    stated.push(await state({ ...EDP, name: 'loyalty', percentOff: '10', onTop: true }));
    const { usdPerHour, negotiated } = await first(P5);
    expect(usdPerHour).toBe('18');
    expect(negotiated?.discounts.map(({ name }) => name)).toEqual(['deal', 'loyalty']);
    await remove(...stated.map(({ id }) => id));
  });

  it('that begin later are listed and change nothing yet', async () => {
    const upcoming = await state({ ...EDP, validFrom: '9999-01-01' });
    expect(upcoming.state).toBe('upcoming');
    expect((await first(P5)).negotiated).toBeUndefined();
    await remove(upcoming.id);
  });

  it.each([
    ['of 100 %', { percentOff: '100' }, 400, /above 0 and below 100/],
    ['below 0', { percentOff: '-5' }, 400, /above 0 and below 100/],
    ['that are over', { validTo: '2026-02-01' }, 400, /has expired/],
    ['that end before they begin', { validTo: '2025-12-31' }, 400, /before its first day/],
    ['of a type that no cloud has', { instanceType: 'p5.48xlrge' }, 400, /Did you mean .*p5\.48xlarge/],
    ['of a pattern that nothing fits', { instanceType: 'zz9.*' }, 400, /fits .*zz9/],
    ['of a region that no cloud has', { region: 'us-esat-1' }, 400, /Did you mean/],
    ['of another service', { service: 'Lambda' }, 400, /AmazonEC2/],
    ['of both kinds', { usdPerHour: '20' }, 400, /either percentOff or usdPerHour/],
    ['of a price for many types', { percentOff: undefined, usdPerHour: '20' }, 400, /exact instanceType/],
  ])('%s are refused with the next step', async (_, more, status, sentence) => {
    const refused = await app.post('/v1/prices/discounts', { ...EDP, ...more });
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toMatch(sentence);
    expect((await app.get<unknown[]>('/v1/prices/discounts')).body).toEqual([]);
  });

  it('stated twice are refused, and what is not there cannot be removed', async () => {
    const { id } = await state(EDP);
    expect((await app.post('/v1/prices/discounts', { ...EDP, name: 'the same' })).status).toBe(409);
    await remove(id);
    expect((await remove(id)).map(({ status }) => status)).toEqual([404]);
  });

  it('are known to another process at once', async () => {
    const dataSource = app.app.get(DataSource);
    const book = new DiscountBook(dataSource);
    const listener = new PricesListener(dataSource, new OfferCatalog(dataSource), book);
    await listener.start();
    try {
      const { id } = await state(EDP);
      for (let tries = 0; book.current().length === 0 && tries < 100; tries += 1) await sleep(20);
      expect(book.current().map((one) => one.id)).toEqual([id]);
      await remove(id);
    } finally {
      await listener.stop();
    }
  });

  it('are stated, listed and removed on the command line', async () => {
    const terminal = async (...args: string[]) => {
      const out: string[] = [];
      const err: string[] = [];
      const connect = () => Promise.resolve(remote(app.url));
      const code = await run(args, { connect, out: (line) => out.push(line), err: (line) => err.push(line) });
      return { code, out: out.join('\n'), err: err.join('\n') };
    };
    const about = ['--name', 'EDP', '--cloud', 'aws', '--instance-type', 'p5.*', '--region', 'us-east-1'];
    const agreed = ['--percent', '50', '--from', '2026-01-01', '--source', 'addendum 3'];
    const added = await terminal('prices', 'discounts', 'add', ...about, '--account', '42', ...agreed);
    expect(added).toMatchObject({ code: 0, err: expect.stringContaining('It holds for spot') as string });
    expect(added.out).toMatch(/EDP\s+in force\s+−50 %\s+aws account 42 p5\.\* us-east-1/);
    const listed = await terminal('prices', 'discounts', 'list', '--json');
    const [{ id } = { id: '' }] = JSON.parse(listed.out) as StatedDiscount[];
    const question = ['--instance-type', 'p5.48xlarge', '--region', 'us-east-1', '--purchase', 'on_demand'];
    const prices = await terminal('prices', ...question, '--account', '42');
    expect(prices.out).toMatch(/list USD\/h\s+discount/);
    expect(prices.out).toContain('EDP −50 %');
    expect((await terminal('prices', ...question)).out).not.toContain('EDP');
    expect((await terminal('prices', 'discounts', 'remove', id)).out).toBe(`Removed ${id} (EDP).`);
    const wrong = await terminal('prices', 'discounts', 'add', ...about, '--percent', '120', ...agreed.slice(2));
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('below 100') as string });
  });
});
