import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceFact } from './price.fixture.js';
import type { PriceFact } from './suspicion.js';
import { vouch } from './vouch.js';

function reasons(facts: readonly PriceFact[]): (readonly [string, string])[] {
  return vouch(facts).leftOut.map(({ fact, reason }) => [fact.usdPerHour, reason] as const);
}

function why(facts: readonly PriceFact[]): string {
  return vouch(facts)
    .leftOut.map((one) => one.why)
    .join('\n');
}

describe('prices that show to be wrong by themselves', () => {
  it('never offers a price of zero, such as the capacity-block twin of an on-demand price', () => {
    const twin = priceFact({ cloud: 'aws', instanceType: 'p5.48xlarge', usdPerHour: '0.0000000000' });
    expect(reasons([twin])).toEqual([['0.0000000000', 'placeholder']]);
  });

  it('knows the 700 that some write where a region has no price', () => {
    expect(reasons([priceFact({ usdPerHour: '700' })])).toEqual([['700', 'placeholder']]);
  });

  it('leaves out what is no amount', () => {
    for (const usdPerHour of ['', 'n/a', '-3.2', '1e3']) {
      expect(reasons([priceFact({ usdPerHour })])).toEqual([[usdPerHour, 'unreadable']]);
    }
  });

  it('recognises prices that circulate wrongly, by their figure', () => {
    // 8 × 4.20 = 33.60 for eight H100; 4 × 1.85 = 7.40 for four A100 80 GB.
    expect(reasons([priceFact({ usdPerHour: '33.6' })])).toEqual([['33.6', 'known_wrong']]);
    const ultra = priceFact({ instanceType: 'a2-ultragpu-4g', acceleratorCount: 4, usdPerHour: '7.40' });
    expect(reasons([ultra])).toEqual([['7.40', 'known_wrong']]);
    const windows = priceFact({
      cloud: 'azure',
      region: 'eastus2',
      instanceType: 'Standard_NCC40ads_H100_v5',
      acceleratorCount: 1,
      usdPerHour: '8.820',
    });
    expect(reasons([windows])).toEqual([['8.820', 'known_wrong']]);
    expect(reasons([{ ...windows, usdPerHour: '6.98' }])).toEqual([]);
  });

  it('leaves out on demand and commitments of shapes that are not sold on demand, and keeps their spot', () => {
    const shape = { instanceType: 'a3-highgpu-1g', acceleratorCount: 1 };
    const facts = [
      priceFact({ ...shape, usdPerHour: '11.06125' }),
      priceFact({ ...shape, usdPerHour: '7.672959', purchaseOption: 'committed_use', termYears: 1 }),
      priceFact({ ...shape, usdPerHour: '6.326193', purchaseOption: 'spot' }),
    ];
    expect(reasons(facts)).toEqual([
      ['11.06125', 'not_sold_on_demand'],
      ['7.672959', 'not_sold_on_demand'],
    ]);
    expect(reasons([priceFact({ instanceType: 'a4-highgpu-8g', usdPerHour: '90.22' })])).toHaveLength(1);
  });

  it('keeps commitments of shapes that are sold against a reservation, though not on demand', () => {
    const shape = { instanceType: 'a3-ultragpu-8g', acceleratorCount: 8 };
    const facts = [
      priceFact({ ...shape, usdPerHour: '84.806908' }),
      priceFact({ ...shape, usdPerHour: '37.18', purchaseOption: 'committed_use', termYears: 3 }),
    ];
    expect(reasons(facts)).toEqual([['84.806908', 'not_sold_on_demand']]);
  });
});

describe('prices against each other', () => {
  const p5 = { cloud: 'aws', instanceType: 'g5.24xlarge', region: 'eu-west-2', acceleratorCount: 4 } as const;

  it('lets rounding to four decimals put spot a hair above on demand', () => {
    // 10.33786 rounds to 10.3379, 0.00004 above.
    const facts = [
      priceFact({ ...p5, usdPerHour: '10.33786' }),
      priceFact({ ...p5, usdPerHour: '10.3379', purchaseOption: 'spot' }),
    ];
    expect(reasons(facts)).toEqual([]);
    expect(
      reasons([facts[0] ?? priceFact(), { ...priceFact(p5), purchaseOption: 'spot', usdPerHour: '10.33792' }]),
    ).toEqual([['10.33792', 'spot_above_on_demand']]);
  });

  it('leaves out spot above on demand and says by how much', () => {
    const tpu = { instanceType: 'tpu-v2-8', region: 'europe-west4', acceleratorCount: 4 };
    const facts = [
      priceFact({ ...tpu, usdPerHour: '4.95' }),
      priceFact({ ...tpu, usdPerHour: '5.049', purchaseOption: 'spot' }),
    ];
    expect(reasons(facts)).toEqual([['5.049', 'spot_above_on_demand']]);
    expect(why(facts)).toContain('2 % above on demand at 4.95');
  });

  it('believes spot at the level of on demand when one feed states both, not when a second source does', () => {
    const list = priceFact({ ...p5, usdPerHour: '33.872' });
    const spot = priceFact({ ...p5, usdPerHour: '33.872', purchaseOption: 'spot' });
    expect(reasons([list, spot])).toEqual([]);
    expect(reasons([list, { ...spot, source: 'another collection' }])).toEqual([
      ['33.872', 'spot_copied_from_on_demand'],
    ]);
  });

  it('leaves out a commitment that costs as much as on demand', () => {
    const facts = [
      priceFact({ usdPerHour: '88.49' }),
      priceFact({ usdPerHour: '88.49', purchaseOption: 'committed_use', termYears: 1 }),
      priceFact({ usdPerHour: '61.383672', purchaseOption: 'committed_use', termYears: 3 }),
    ];
    expect(reasons(facts)).toEqual([['88.49', 'commitment_not_below_on_demand']]);
  });

  it('keeps spot and commitments whose on-demand price is not known', () => {
    expect(reasons([priceFact({ purchaseOption: 'spot' })])).toEqual([]);
  });
});

describe('prices against other regions and other sources', () => {
  const regions = ['us-central1', 'us-east4', 'europe-west1', 'asia-south1', 'me-west1'];

  it('leaves out a price far below the median of its type, such as a commitment price in place of on demand', () => {
    // TPU v5e at 1.20 and its three-year price of 0.54: 0.45 times the median.
    const tpu = { instanceType: 'tpu-v5litepod-1', acceleratorCount: 1 };
    const facts = regions.map((region, index) =>
      priceFact({ ...tpu, region, usdPerHour: index === 0 ? '0.54' : '1.2' }),
    );
    expect(reasons(facts)).toEqual([['0.54', 'out_of_line']]);
    expect(why(facts)).toContain('0.45 times the median of 1.2 over 5 regions');
  });

  it('drops the on-demand price, not the honest spot, when on demand is the one out of line', () => {
    // 80 GB A100: on demand 1.90 under its own spot of 1.96, while other regions ask 5.07.
    const a100 = { instanceType: 'a2-ultragpu-1g', acceleratorCount: 1 };
    const facts = [
      ...regions.map((region, index) => priceFact({ ...a100, region, usdPerHour: index === 0 ? '1.90' : '5.07' })),
      priceFact({ ...a100, usdPerHour: '1.96', purchaseOption: 'spot' }),
    ];
    expect(reasons(facts)).toEqual([['1.90', 'out_of_line']]);
  });

  it('believes spot that differs fourfold between regions, as spot markets do', () => {
    const facts = regions.map((region, index) =>
      priceFact({ region, purchaseOption: 'spot', usdPerHour: index === 0 ? '2.43' : '0.59' }),
    );
    expect(reasons(facts)).toEqual([]);
  });

  it('compares nothing with fewer than four regions', () => {
    const facts = regions
      .slice(0, 3)
      .map((region, index) => priceFact({ region, usdPerHour: index === 0 ? '30' : '90' }));
    expect(reasons(facts)).toEqual([]);
  });

  it('takes the newer of two sources that nearly agree, and neither of two that do not', () => {
    // 121.289433767 ÷ 119.974645 = 1.011; 90.22 ÷ 64.5 = 1.4.
    const older = priceFact({ instanceType: 'a3-megagpu-8g', usdPerHour: '121.289433767', asOf: '2026-03-26' });
    const newer = priceFact({ instanceType: 'a3-megagpu-8g', usdPerHour: '119.974645', source: 'another list' });
    expect(reasons([older, newer])).toEqual([['121.289433767', 'superseded']]);
    const apart = [priceFact({ usdPerHour: '64.5' }), priceFact({ usdPerHour: '90.22', source: 'another list' })];
    expect(reasons(apart).map(([, reason]) => reason)).toEqual(['sources_disagree', 'sources_disagree']);
    expect(why(apart)).toContain('39.9 %');
  });

  it('takes the newer of two spot prices, however far it moved', () => {
    const march = priceFact({ purchaseOption: 'spot', usdPerHour: '29.71', asOf: '2026-03-26' });
    const july = priceFact({ purchaseOption: 'spot', usdPerHour: '50.61', asOf: '2026-07-30', source: 'another list' });
    expect(reasons([march, july])).toEqual([['29.71', 'superseded']]);
  });
});

describe('any set of prices', () => {
  const facts = fc.array(
    fc
      .record({
        region: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        purchaseOption: fc.constantFrom('on_demand' as const, 'spot' as const, 'committed_use' as const),
        usdPerHour: fc.integer({ min: 0, max: 300_000 }).map((cents) => (cents / 1000).toFixed(3)),
        source: fc.constantFrom('one', 'two'),
      })
      .map((some) => priceFact(some)),
    { maxLength: 25 },
  );

  it('is either offered or left out, once', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const { offered, leftOut } = vouch(all);
        expect(new Set([...offered, ...leftOut.map(({ fact }) => fact)])).toEqual(new Set(all));
        expect(offered.length + leftOut.length).toBe(all.length);
      }),
    );
  });

  it('offers no zero, no spot above on demand and no commitment at or above it', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const { offered } = vouch(all);
        for (const fact of offered) {
          expect(Number(fact.usdPerHour)).toBeGreaterThan(0);
          const list = offered.find((one) => one.region === fact.region && one.purchaseOption === 'on_demand');
          if (list === undefined) continue;
          if (fact.purchaseOption === 'spot') {
            expect(Number(fact.usdPerHour)).toBeLessThanOrEqual(Number(list.usdPerHour) + 0.00005);
          }
          if (fact.purchaseOption === 'committed_use') {
            expect(Number(fact.usdPerHour)).toBeLessThan(Number(list.usdPerHour));
          }
        }
      }),
    );
  });
});
