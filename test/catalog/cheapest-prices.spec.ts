import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readAccelerators, readInstanceTypes } from '../../src/catalog/index.js';
import { columnsOf } from '../../src/prices/in-force/columns-of.js';
import { Figures } from '../../src/prices/in-force/figures.js';
import { findOffers } from '../../src/prices/in-force/find-offers.js';
import { OfferIndex } from '../../src/prices/in-force/offer-index.js';
import type { PricedOffer } from '../../src/prices/price-figures.js';
import { EVERY_PRICE, type PriceFilter, type PriceSort } from '../../src/prices/price-query.js';
import { inForce } from '../../src/prices/price.fixture.js';
import { readShippedOffers } from '../../src/prices/shipped-prices.js';
import { textOf } from '../house/repository.js';

const accelerators = readAccelerators();
const index = new OfferIndex(columnsOf(inForce(readShippedOffers(readInstanceTypes(), accelerators).offers)));
const figures = new Figures(index.columns, accelerators, 'bf16');
const queryPrices = (filter: PriceFilter, sort: PriceSort) =>
  findOffers(index, figures, filter, { sort, offset: 0, limit: index.columns.length }).offers;
const offers = queryPrices(EVERY_PRICE, 'price');

/** The same figures, read from the tables as they are and worked out in floating point. */
interface LookedUp {
  readonly key: string;
  readonly figures: Readonly<Record<PriceSort, number | null>>;
  readonly acceleratorMemoryGiB: number | null;
  readonly cloud: string;
  readonly acceleratorId: string;
  readonly purchaseOption: string;
}

const table = (path: string) => parse<Record<string, string>>(textOf(path), { columns: true });
const number = (cell: string | undefined) => (cell === undefined || cell === '' ? null : Number(cell));
const over = (price: number, amount: number | null) => (amount === null ? null : price / amount);

function lookUp(): LookedUp[] {
  const types = new Map(table('config/catalog/instance-types.csv').map((row) => [`${row.cloud}:${row.name}`, row]));
  const rates = new Map(table('config/catalog/accelerators.csv').map((row) => [row.id, number(row.bf16_tflops)]));
  return table('config/prices/snapshot.csv').map((row) => {
    const type = types.get(`${row.cloud}:${row.instance_type}`) ?? {};
    const price = Number(row.usd_per_hour);
    const count = Number(type.accelerator_count);
    const rate = rates.get(type.accelerator_id) ?? null;
    const memory = number(type.accelerator_memory_gib);
    return {
      key: [row.cloud, row.region, row.instance_type, row.purchase_option, row.term_years, row.payment].join(' '),
      figures: {
        price,
        accelerator: price / count,
        tflop: over(price, rate === null ? null : rate * count),
        memory: over(price, memory),
      },
      acceleratorMemoryGiB: memory,
      cloud: row.cloud ?? '',
      acceleratorId: type.accelerator_id ?? '',
      purchaseOption: row.purchase_option ?? '',
    };
  });
}

const lookedUp = lookUp();

function keyOf(offer: PricedOffer): string {
  const { cloud, region, instanceType, purchaseOption, termYears, payment } = offer;
  return [cloud, region, instanceType, purchaseOption, termYears ?? '', payment ?? ''].join(' ');
}

const FIGURES: Readonly<Record<PriceSort, (offer: PricedOffer) => string | null>> = {
  price: (offer) => offer.usdPerHour,
  accelerator: (offer) => offer.usdPerAcceleratorHour,
  tflop: (offer) => offer.usdPerTflopHour,
  memory: (offer) => offer.usdPerAcceleratorMemoryGBHour,
};

/** The table writes a sixth of an accelerator as 0.166667, two millionths off. */
const CLOSE = 3e-6;

function expectClose(figure: string | null | undefined, expected: number | null, what: string): void {
  if (expected === null) expect(figure, what).toBeNull();
  else expect(Math.abs(Number(figure) / expected - 1), what).toBeLessThan(CLOSE);
}

describe('the shipped prices against an independent look-up in the same tables', () => {
  it.each(['price', 'accelerator', 'tflop', 'memory'] as const)('%s: the same offers, the same figures', (sort) => {
    const found = new Map(queryPrices(EVERY_PRICE, sort).map((offer) => [keyOf(offer), offer]));
    expect(found.size).toBe(lookedUp.length);
    for (const { key, figures } of lookedUp) {
      const offer = found.get(key);
      expectClose(offer && FIGURES[sort](offer), figures[sort], key);
    }
  });

  it.each(['price', 'accelerator', 'tflop', 'memory'] as const)('%s: the same cheapest everywhere', (sort) => {
    const group = (one: { acceleratorId: string; cloud: string; purchaseOption: string }) =>
      `${one.acceleratorId} ${one.cloud} ${one.purchaseOption}`;
    const cheapest = new Map<string, string | null>();
    for (const offer of queryPrices(EVERY_PRICE, sort)) {
      if (!cheapest.has(group(offer))) cheapest.set(group(offer), FIGURES[sort](offer));
    }
    const least = new Map<string, number | null>();
    for (const one of lookedUp) {
      const figure = one.figures[sort];
      const before = least.get(group(one)) ?? null;
      least.set(group(one), figure === null || (before !== null && before <= figure) ? before : figure);
    }
    expect(cheapest.size).toBe(least.size);
    for (const [key, figure] of least) expectClose(cheapest.get(key), figure, key);
  });

  it('filters by cloud, purchase option and least memory alike', () => {
    for (const minMemoryGB of [16, 80, 640, 1128]) {
      const found = queryPrices(
        { ...EVERY_PRICE, clouds: ['gcp', 'azure'], purchaseOptions: ['spot', 'on_demand'], minMemoryGB },
        'price',
      );
      const expected = lookedUp.filter(
        (one) =>
          one.cloud !== 'aws' &&
          (one.purchaseOption === 'spot' || one.purchaseOption === 'on_demand') &&
          (one.acceleratorMemoryGiB ?? 0) >= minMemoryGB,
      );
      expect(found.map(keyOf).sort()).toEqual(expected.map(({ key }) => key).sort());
    }
  });
});

describe('figures that circulate and are wrong', () => {
  it.each([
    ['a placeholder of 700', (offer: PricedOffer) => offer.usdPerHour === '700'],
    ['a price of nothing', (offer: PricedOffer) => Number(offer.usdPerHour) === 0],
    ['H100 at 4.20 on Google Cloud', (offer: PricedOffer) => isPerAccelerator(offer, 'gcp', 'H100', 4.2)],
    ['A100 at 1.85 on Google Cloud', (offer: PricedOffer) => isPerAccelerator(offer, 'gcp', 'A100', 1.85)],
    ['eight B200 at 64.44', (offer: PricedOffer) => Number(offer.usdPerHour) === 64.44],
    ['the Windows price of NCC40ads', (offer: PricedOffer) => Number(offer.usdPerHour) === 8.82],
    [
      'on demand of what is not sold on demand',
      ({ instanceType, purchaseOption }: PricedOffer) =>
        purchaseOption === 'on_demand' && /^(a4-|a3-ultragpu-|a3-highgpu-[124]g)/.test(instanceType),
    ],
  ])('%s is not offered', (_, isIt) => {
    expect(offers.filter(isIt).map(({ id }) => id)).toEqual([]);
  });

  it('no commitment price of a TPU stands in place of its on-demand price', () => {
    // Google's list prices per chip and hour in the United States, on demand.
    const list = { 'TPU v5e': 1.2, 'TPU v5p': 4.2, 'TPU v6e': 2.7, 'TPU v4': 3.22 };
    for (const [family, usd] of Object.entries(list)) {
      const asked = offers
        .filter(({ acceleratorName, purchaseOption }) => acceleratorName === family && purchaseOption === 'on_demand')
        .map(({ usdPerAcceleratorHour }) => Number(usdPerAcceleratorHour));
      expect(Math.min(...asked), family).toBeCloseTo(usd, 6);
    }
  });
});

function isPerAccelerator(offer: PricedOffer, cloud: string, family: string, usd: number): boolean {
  return (
    offer.cloud === cloud &&
    offer.acceleratorName === family &&
    offer.purchaseOption === 'on_demand' &&
    Math.abs(Number(offer.usdPerAcceleratorHour) - usd) < 0.005
  );
}
