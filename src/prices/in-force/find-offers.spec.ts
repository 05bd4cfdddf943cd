import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAccelerators, type Precision } from '../../catalog/index.js';
import type { Offer } from '../offer.js';
import { inForce, offer } from '../price.fixture.js';
import { figureOf, priceOffer, type PricedOffer } from '../price-figures.js';
import { priceMatrix } from '../price-matrix.js';
import { EVERY_PRICE, PRICE_SORTS, type PriceFilter, type PricePage } from '../price-query.js';
import { columnsOf } from './columns-of.js';
import { Figures } from './figures.js';
import { findOffers } from './find-offers.js';
import { OfferIndex } from './offer-index.js';

const accelerators = readAccelerators();
const WHOLE: PricePage = { sort: 'price', offset: 0, limit: 1000 };

function ask(offers: readonly Offer[], filter: PriceFilter, page: PricePage, precision: Precision = 'bf16') {
  const index = new OfferIndex(columnsOf(inForce(offers)));
  return findOffers(index, new Figures(index.columns, accelerators, precision), filter, page);
}

function matrixOf(offers: readonly Offer[]) {
  const index = new OfferIndex(columnsOf(inForce(offers)));
  return priceMatrix(index, new Figures(index.columns, accelerators, 'bf16'));
}

const h100 = offer();
const l4 = offer({
  region: 'us-east4',
  instanceType: 'g2-standard-4',
  acceleratorId: 'nvidia-l4',
  acceleratorName: 'L4',
  acceleratorCount: 1,
  acceleratorMemoryGiB: 24,
  usdPerHour: '0.7068',
});
/** Of an id that the catalog lacks, so that no rate is known. */
const p100 = offer({
  instanceType: 'gpu-component:p100',
  acceleratorId: 'nvidia-p100-16gb',
  acceleratorName: 'P100',
  acceleratorCount: 1,
  acceleratorMemoryGiB: null,
  usdPerHour: '1.46',
});
const ids = (offers: readonly Offer[]) => offers.map(({ id }) => id);

describe('a price query', () => {
  const all = [p100, h100, l4];

  it('sorts by each figure, with those that lack it last', () => {
    const names = (sort: PricePage['sort']) =>
      ask(all, EVERY_PRICE, { ...WHOLE, sort }).offers.map(({ acceleratorName }) => acceleratorName);
    expect(names('price')).toEqual(['L4', 'P100', 'H100']);
    expect(names('accelerator')).toEqual(['L4', 'P100', 'H100']);
    // L4: 0.7068 ÷ 121 = 0.00584 per TFLOP, below the H100's 0.01118; 0.02945 per GB, below 0.1383.
    expect(names('tflop')).toEqual(['L4', 'H100', 'P100']);
    expect(names('memory')).toEqual(['L4', 'H100', 'P100']);
  });

  it('asks memory of the whole instance, or of each accelerator; unknown memory reaches no minimum', () => {
    expect(ids(ask(all, { ...EVERY_PRICE, minMemoryGB: 24 }, WHOLE).offers)).toEqual(ids([l4, h100]));
    expect(ids(ask(all, { ...EVERY_PRICE, minMemoryGB: 100 }, WHOLE).offers)).toEqual(ids([h100]));
    expect(ask(all, { ...EVERY_PRICE, minMemoryGBPerAccelerator: 81 }, WHOLE).offers).toEqual([]);
  });

  it('orders prices that differ in the tenth decimal, and figures that are the same when rounded by their ids', () => {
    // Per accelerator both are 11.06125 to ten decimals: 88.4900000001 ÷ 8 = 11.0612500000125.
    const dearer = offer({ region: 'a', usdPerHour: '88.4900000001' });
    const cheaper = offer({ region: 'b', usdPerHour: '88.49' });
    expect(ids(ask([dearer, cheaper], EVERY_PRICE, WHOLE).offers)).toEqual(ids([cheaper, dearer]));
    const byAccelerator = { ...WHOLE, sort: 'accelerator' } as const;
    expect(ids(ask([dearer, cheaper], EVERY_PRICE, byAccelerator).offers)).toEqual(ids([dearer, cheaper]));
    expect(ids(ask([dearer, cheaper], EVERY_PRICE, { ...byAccelerator, limit: 1 }).offers)).toEqual([dearer.id]);
    // Twelve digits before the point and ten after it are more than a float holds.
    const large = offer({ region: 'c', usdPerHour: '9999999999.0000000002' });
    const less = offer({ region: 'd', usdPerHour: '9999999999.0000000001' });
    expect(ids(ask([large, less], EVERY_PRICE, WHOLE).offers)).toEqual(ids([less, large]));
  });
});

/** The question answered the long way: every offer priced, compared and sorted. */
function theLongWay(offers: readonly Offer[], filter: PriceFilter, { sort, offset, limit }: PricePage) {
  const peaks = new Map(accelerators.map(({ id, peakTflops }) => [id, peakTflops.bf16 ?? null]));
  const among = (names: readonly string[] | null, name: string) => names === null || names.includes(name);
  const atLeast = (memory: number | null, least: number | null) =>
    least === null || (memory !== null && memory >= least);
  const found = offers
    .filter(
      (one) =>
        among(filter.clouds, one.cloud) &&
        among(filter.regions, one.region) &&
        among(filter.acceleratorIds, one.acceleratorId) &&
        among(filter.purchaseOptions, one.purchaseOption) &&
        among(filter.instanceTypes, one.instanceType) &&
        atLeast(one.acceleratorMemoryGiB, filter.minMemoryGB) &&
        atLeast(
          one.acceleratorMemoryGiB && one.acceleratorMemoryGiB / one.acceleratorCount,
          filter.minMemoryGBPerAccelerator,
        ) &&
        !(filter.availableOnly && one.available === false),
    )
    .map((one) => priceOffer(one, peaks.get(one.acceleratorId) ?? null));
  const figure = (one: PricedOffer) => new Decimal(figureOf(one, sort) ?? Infinity);
  found.sort((a, b) => figure(a).comparedTo(figure(b)) || (a.id < b.id ? -1 : 1));
  return { all: found, page: found.slice(offset, offset + limit) };
}

describe('the index against the long way', () => {
  const machines = [
    { instanceType: 'x', acceleratorId: 'nvidia-h100-sxm-80gb', acceleratorCount: 8, acceleratorMemoryGiB: 640 },
    { instanceType: 'y', acceleratorId: 'nvidia-l4', acceleratorCount: 1, acceleratorMemoryGiB: 24 },
    { instanceType: 'y:z', acceleratorId: 'nvidia-l4', acceleratorCount: 0.166667, acceleratorMemoryGiB: 4 },
    {
      instanceType: 'gpu-component:p',
      acceleratorId: 'nvidia-p100-16gb',
      acceleratorCount: 1,
      acceleratorMemoryGiB: null,
    },
  ];
  const ways = [
    { purchaseOption: 'on_demand' as const },
    { purchaseOption: 'spot' as const },
    {
      purchaseOption: 'reserved' as const,
      termYears: 1 as const,
      payment: 'no_upfront' as const,
      offeringClass: 'standard' as const,
    },
    {
      purchaseOption: 'reserved' as const,
      termYears: 3 as const,
      payment: 'all_upfront' as const,
      upfrontUsd: '1000.5',
    },
  ];
  // Close together, so that many are the same or nearly so; and far apart.
  const prices = fc.oneof(
    fc.integer({ min: 1, max: 40 }).map((units) => new Decimal(units).div('1e10').plus('4.2').toFixed()),
    fc.integer({ min: 1, max: 30 }).map((dollars) => String(dollars)),
    fc.integer({ min: 1, max: 1_000_000 }).map((mills) => new Decimal(mills).div(1000).toFixed()),
  );
  const anOffer = fc
    .record({
      cloud: fc.constantFrom('aws' as const, 'gcp' as const, 'azure' as const),
      place: fc.constantFrom(
        ...[
          { region: 'a', zone: null },
          { region: 'a', zone: 'a1' },
          { region: 'a', zone: 'a2' },
          { region: 'a1', zone: null },
          { region: 'b', zone: null },
          // As Azure numbers them: the same in every region.
          { region: 'a', zone: '1' },
          { region: 'b', zone: '1' },
        ],
      ),
      machine: fc.constantFrom(...machines),
      way: fc.constantFrom(...ways),
      usdPerHour: prices,
      asOf: fc.constantFrom('2026', '2026-07', '2026-07-30', '2026-08-01'),
      available: fc.constantFrom(null, true, false),
      named: fc.option(fc.constantFrom('aws:a', 'gcp:b:odd', 'zz'), { freq: 8 }),
    })
    .map(({ place, machine, way, named, ...rest }) => {
      const made = offer({ ...rest, ...place, ...machine, ...way });
      return named === null ? made : { ...made, id: named };
    });
  const offers = fc.uniqueArray(anOffer, { selector: ({ id }) => id, maxLength: 60 });
  const some = <Name extends string>(...names: Name[]) => fc.option(fc.subarray(names));
  const filters: fc.Arbitrary<PriceFilter> = fc.record({
    clouds: some('aws', 'gcp'),
    regions: some('a', 'a1', 'b', 'nowhere'),
    acceleratorIds: some('nvidia-h100-sxm-80gb', 'nvidia-l4'),
    purchaseOptions: some('spot', 'reserved'),
    instanceTypes: some('x', 'y', 'y:z'),
    minMemoryGB: fc.option(fc.constantFrom(16, 100)),
    minMemoryGBPerAccelerator: fc.option(fc.constantFrom(16, 24, 81)),
    availableOnly: fc.boolean(),
  });
  const pages: fc.Arbitrary<PricePage> = fc.record({
    sort: fc.constantFrom(...PRICE_SORTS),
    offset: fc.integer({ min: 0, max: 30 }),
    limit: fc.integer({ min: 1, max: 30 }),
  });

  it('finds the same, in the same order, whatever is asked', () => {
    fc.assert(
      fc.property(offers, fc.oneof(fc.constant(EVERY_PRICE), filters), pages, (some, filter, page) => {
        const found = ask(some, filter, page);
        const expected = theLongWay(inForce(some), filter, page);
        expect(found.offers).toEqual(expected.page);
        expect(found.total).toBe(expected.all.length);
        for (const { cloud, offers, byPurchaseOption, oldestAsOf, newestAsOf } of found.clouds) {
          const own = expected.all.filter((one) => one.cloud === cloud);
          const dates = own.map(({ asOf }) => asOf).sort();
          expect({ offers, oldestAsOf, newestAsOf }).toEqual({
            offers: own.length,
            oldestAsOf: dates[0] ?? null,
            newestAsOf: dates.at(-1) ?? null,
          });
          for (const option of ['on_demand', 'spot', 'reserved'] as const) {
            const count = own.filter(({ purchaseOption }) => purchaseOption === option).length;
            expect(byPurchaseOption[option] ?? 0).toBe(count);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives back every offer as it was put in, in the order of the ids', () => {
    fc.assert(
      fc.property(offers, (some) => {
        const all = inForce(some);
        expect([...new OfferIndex(columnsOf(all)).offers()]).toEqual([...all].sort((a, b) => (a.id < b.id ? -1 : 1)));
      }),
    );
  });

  it('gives each cell of the matrix the first of its kind', () => {
    fc.assert(
      fc.property(offers, (some) => {
        const { all } = theLongWay(
          inForce(some),
          { ...EVERY_PRICE, availableOnly: true },
          { ...WHOLE, sort: 'accelerator' },
        );
        const first = new Map<string, PricedOffer>();
        for (const one of all.filter(({ kind }) => kind === 'instance')) {
          const key = [one.acceleratorId, one.cloud, one.purchaseOption, one.termYears].join(' ');
          if (!first.has(key)) first.set(key, one);
        }
        const cells = matrixOf(some).flatMap((row) => row.cells.map((cell) => cell.offer));
        expect(cells).toHaveLength(first.size);
        expect(new Set(ids(cells))).toEqual(new Set(ids([...first.values()])));
        for (const row of matrixOf(some)) {
          const figures = row.cells.map((cell) => new Decimal(cell.offer.usdPerAcceleratorHour));
          expect(row.cheapestUsdPerAcceleratorHour).toBe(Decimal.min(...figures).toFixed());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the matrix', () => {
  it('skips a price listed where the machine is not offered', () => {
    const nowhere = offer({ region: 'asia-northeast2', usdPerHour: '10.41', available: false });
    expect(matrixOf([h100, nowhere])[0]?.cells.map((cell) => cell.offer.region)).toEqual(['us-central1']);
    expect(ids(ask([h100, nowhere], EVERY_PRICE, WHOLE).offers)).toEqual(ids([nowhere, h100]));
    expect(ids(ask([h100, nowhere], { ...EVERY_PRICE, availableOnly: true }, WHOLE).offers)).toEqual(ids([h100]));
  });

  it('has a row per accelerator and leaves accelerators without a machine out', () => {
    const spot = offer({ purchaseOption: 'spot', usdPerHour: '50.609541' });
    const rows = matrixOf([h100, l4, p100, spot]);
    expect(
      rows.map(({ acceleratorName, cells }) => [acceleratorName, cells.map((cell) => cell.purchaseOption)]),
    ).toEqual([
      ['H100', ['on_demand', 'spot']],
      ['L4', ['on_demand']],
    ]);
    expect(rows[0]?.cheapestUsdPerAcceleratorHour).toBe('6.326192625');
  });
});
