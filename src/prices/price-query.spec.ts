import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offer } from './price.fixture.js';
import { plainDecimal, priceOffer, type PricedOffer } from './price-figures.js';
import { priceMatrix } from './price-matrix.js';
import { EVERY_PRICE, queryPrices, type PriceFilter } from './price-query.js';

const h100 = priceOffer(offer(), 989);
const l4 = priceOffer(
  offer({
    region: 'us-east4',
    instanceType: 'g2-standard-4',
    acceleratorId: 'nvidia-l4-24gb',
    acceleratorName: 'L4',
    acceleratorCount: 1,
    acceleratorMemoryGiB: 24,
    usdPerHour: '0.7068',
  }),
  121,
);
const p100 = priceOffer(
  offer({
    instanceType: 'gpu-component:p100',
    acceleratorId: 'nvidia-p100-16gb',
    acceleratorName: 'P100',
    acceleratorCount: 1,
    acceleratorMemoryGiB: null,
    usdPerHour: '1.46',
  }),
  null,
);

describe('comparable prices', () => {
  it('divides exactly', () => {
    // 88.49 ÷ 8 = 11.06125; ÷ (8 × 989) = 0.0111842770…; ÷ 640 = 0.138265625.
    expect(h100).toMatchObject({
      usdPerAcceleratorHour: '11.06125',
      usdPerTflopHour: '0.011184277',
      usdPerAcceleratorMemoryGBHour: '0.138265625',
    });
  });

  it('prices a whole accelerator exactly where a sixth of one is rented', () => {
    // 6 × 0.454 = 2.724; 0.454 ÷ 0.166667 would be 2.7239945…
    const sixth = priceOffer(offer({ acceleratorCount: 0.166667, usdPerHour: '0.454' }), 125);
    expect(sixth.usdPerAcceleratorHour).toBe('2.724');
    // 2.724 ÷ 125.
    expect(sixth.usdPerTflopHour).toBe('0.021792');
  });

  it('says nothing where a fact is missing', () => {
    expect(p100).toMatchObject({ usdPerTflopHour: null, usdPerAcceleratorMemoryGBHour: null, kind: 'component' });
  });

  it('shows no padding zeros and no exponent', () => {
    expect(plainDecimal('1.2000000000')).toBe('1.2');
    expect(plainDecimal('0.0000001')).toBe('0.0000001');
  });
});

describe('a price query', () => {
  const all = [p100, h100, l4];

  it('sorts by each figure, with those that lack it last', () => {
    const names = (offers: PricedOffer[]) => offers.map(({ acceleratorName }) => acceleratorName);
    expect(names(queryPrices(all, EVERY_PRICE, 'price'))).toEqual(['L4', 'P100', 'H100']);
    expect(names(queryPrices(all, EVERY_PRICE, 'accelerator'))).toEqual(['L4', 'P100', 'H100']);
    // L4: 0.7068 ÷ 121 = 0.00584 per TFLOP, below the H100's 0.01118; 0.02945 per GB, below 0.1383.
    expect(names(queryPrices(all, EVERY_PRICE, 'tflop'))).toEqual(['L4', 'H100', 'P100']);
    expect(names(queryPrices(all, EVERY_PRICE, 'memory'))).toEqual(['L4', 'H100', 'P100']);
  });

  it('asks memory of the whole instance, or of each accelerator; unknown memory reaches no minimum', () => {
    expect(queryPrices(all, { ...EVERY_PRICE, minMemoryGB: 24 }, 'price')).toEqual([l4, h100]);
    expect(queryPrices(all, { ...EVERY_PRICE, minMemoryGB: 100 }, 'price')).toEqual([h100]);
    expect(queryPrices(all, { ...EVERY_PRICE, minMemoryGBPerAccelerator: 81 }, 'price')).toEqual([]);
  });

  const offers = fc.array(
    fc
      .record({
        cloud: fc.constantFrom('aws' as const, 'gcp' as const, 'azure' as const),
        region: fc.constantFrom('a', 'b'),
        instanceType: fc.constantFrom('x', 'y', 'z'),
        acceleratorCount: fc.constantFrom(0.5, 1, 8),
        acceleratorMemoryGiB: fc.constantFrom(null, 24, 640),
        purchaseOption: fc.constantFrom('on_demand' as const, 'spot' as const),
        usdPerHour: fc.integer({ min: 1, max: 100_000 }).map((mills) => new Decimal(mills).div(1000).toFixed()),
      })
      .map((some) => priceOffer(offer(some), 100)),
  );
  const filters: fc.Arbitrary<PriceFilter> = fc.record({
    clouds: fc.option(fc.subarray(['aws' as const, 'gcp' as const])),
    regions: fc.option(fc.subarray(['a', 'b'])),
    acceleratorIds: fc.constant(null),
    purchaseOptions: fc.option(fc.subarray(['spot' as const])),
    instanceTypes: fc.option(fc.subarray(['x', 'y'])),
    minMemoryGB: fc.option(fc.constantFrom(16, 100)),
    minMemoryGBPerAccelerator: fc.option(fc.constantFrom(16, 100)),
    availableOnly: fc.boolean(),
  });

  it('answers with a part of the offers, and with all of them when nothing is asked', () => {
    fc.assert(
      fc.property(offers, filters, (some, filter) => {
        const found = queryPrices(some, filter, 'price');
        expect(found.every((one) => some.includes(one))).toBe(true);
        expect(queryPrices(some, EVERY_PRICE, 'price')).toHaveLength(some.length);
        if (filter.clouds) expect(found.every(({ cloud }) => filter.clouds?.includes(cloud))).toBe(true);
      }),
    );
  });

  it('is in ascending order of the figure', () => {
    fc.assert(
      fc.property(offers, (some) => {
        const figures = queryPrices(some, EVERY_PRICE, 'memory').map((one) => one.usdPerAcceleratorMemoryGBHour);
        const known = figures.filter((figure) => figure !== null);
        expect(figures.slice(0, known.length)).toEqual(known);
        expect(known).toEqual([...known].sort((a, b) => new Decimal(a).comparedTo(b)));
      }),
    );
  });

  it('gives each cell of the matrix the least price per accelerator of its kind', () => {
    fc.assert(
      fc.property(offers, (some) => {
        for (const { cells } of priceMatrix(some)) {
          for (const cell of cells) {
            const same = some.filter((one) => one.cloud === cell.cloud && one.purchaseOption === cell.purchaseOption);
            const least = Decimal.min(...same.map((one) => one.usdPerAcceleratorHour));
            expect(cell.offer.usdPerAcceleratorHour).toBe(least.toFixed());
          }
        }
      }),
    );
  });
});

describe('the matrix', () => {
  it('skips a price listed where the machine is not offered', () => {
    const nowhere = priceOffer(offer({ region: 'asia-northeast2', usdPerHour: '10.41', available: false }), 989);
    expect(priceMatrix([h100, nowhere])[0]?.cells.map((cell) => cell.offer.region)).toEqual(['us-central1']);
    expect(queryPrices([h100, nowhere], EVERY_PRICE, 'price')).toEqual([nowhere, h100]);
    expect(queryPrices([h100, nowhere], { ...EVERY_PRICE, availableOnly: true }, 'price')).toEqual([h100]);
  });

  it('has a row per accelerator and leaves accelerators without a machine out', () => {
    const spot = priceOffer(offer({ purchaseOption: 'spot', usdPerHour: '50.609541' }), 989);
    const rows = priceMatrix([h100, l4, p100, spot]);
    expect(
      rows.map(({ acceleratorName, cells }) => [acceleratorName, cells.map((cell) => cell.purchaseOption)]),
    ).toEqual([
      ['H100', ['on_demand', 'spot']],
      ['L4', ['on_demand']],
    ]);
    expect(rows[0]?.cheapestUsdPerAcceleratorHour).toBe('6.326192625');
  });
});
