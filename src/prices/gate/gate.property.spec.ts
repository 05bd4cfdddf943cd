import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OfferInForce } from '../offer.js';
import { offerId, type PriceFact } from '../suspicion.js';
import { fact, inForce } from './gate.fixture.js';
import { gate, NO_DECISIONS, type GateFact, type GateWorld } from './gate.js';
import type { Scope } from './scope.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const REGIONS = ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-west-2', 'ap-south-1'] as const;
const OPTIONS = ['on_demand', 'spot', 'reserved'] as const;

const anyFact: fc.Arbitrary<GateFact> = fc
  .record({
    region: fc.constantFrom(...REGIONS),
    zone: fc.constantFrom(null, 'zone-a', 'zone-b'),
    instanceType: fc.constantFrom('g6.xlarge', 'g6.2xlarge'),
    purchaseOption: fc.constantFrom(...OPTIONS),
    cents: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 60, max: 100 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, 70_000) },
    ),
    asOf: fc.constantFrom('2026-03-01', '2026-02-27', '2199-01-01', '1970-01-01', 'today'),
    source: fc.constantFrom('poll', 'list'),
  })
  .map(({ cents, zone, ...rest }) =>
    fact({
      ...rest,
      zone: rest.purchaseOption === 'spot' && zone !== null ? `${rest.region}-${zone}` : null,
      usdPerHour: new Decimal(cents).div(100).toFixed(),
      termYears: rest.purchaseOption === 'reserved' ? 1 : null,
    }),
  );
const facts = fc.array(anyFact, { maxLength: 14 });
const scopes: fc.Arbitrary<Scope[]> = fc.subarray(
  REGIONS.flatMap((region) => OPTIONS.map((purchaseOption) => ({ cloud: 'aws' as const, region, purchaseOption }))),
);
/** Whatever may be in force, also prices that contradict each other. */
const world: fc.Arbitrary<GateWorld> = fc
  .record({
    held: fc.uniqueArray(anyFact, { maxLength: 14, selector: offerId }),
    publisher: fc.constantFrom('aws-list', 'import'),
  })
  .map(({ held, publisher }) => ({
    inForce: held
      .filter(({ usdPerHour }) => usdPerHour !== '0')
      .map((one, at) => inForce({ ...one, asOf: '2026-02-28', publisher: ['aws-list', 'import', 'snapshot'][at % 3] })),
    decisions: NO_DECISIONS,
    publisher,
    now: NOW,
  }));

function placeOf({ region, instanceType }: PriceFact): string {
  return `${region} ${instanceType}`;
}

/** What is in force once the verdict is carried out. */
function afterwards(around: GateWorld, verdict: { publish: readonly GateFact[]; gone: readonly OfferInForce[] }) {
  const after = new Map<string, PriceFact>(around.inForce.map((offer) => [offer.id, offer]));
  for (const { id } of verdict.gone) after.delete(id);
  for (const one of verdict.publish) after.set(offerId(one), one);
  return [...after.values()];
}

it('parts what is stated: everything is published, waits, or is stated better elsewhere, and nothing is two of these', () => {
  fc.assert(
    fc.property(facts, scopes, world, (stated, covers, around) => {
      const { publish, quarantined, superseded, same } = gate(stated, covers, around);
      const parts = [...publish, ...same, ...[...quarantined, ...superseded].map((one) => one.fact)];
      expect(new Set(parts)).toEqual(new Set(stated));
      expect(parts.length).toBe(stated.length);
      expect(new Set(publish.map(offerId)).size).toBe(publish.length);
    }),
  );
});

it('never publishes zero, a wrong date, or a price that contradicts anything in force afterwards', () => {
  fc.assert(
    fc.property(facts, scopes, world, (stated, covers, around) => {
      const verdict = gate(stated, covers, around);
      const after = afterwards(around, verdict);
      const published = new Set<PriceFact>(verdict.publish);
      for (const one of verdict.publish) {
        expect(new Decimal(one.usdPerHour).greaterThan(0)).toBe(true);
        expect(['2026-03-01', '2026-02-27']).toContain(one.asOf);
      }
      for (const discount of after.filter(({ purchaseOption }) => purchaseOption !== 'on_demand')) {
        for (const list of after.filter((one) => one.purchaseOption === 'on_demand')) {
          if (placeOf(list) !== placeOf(discount)) continue;
          if (!published.has(list) && !published.has(discount)) continue;
          const usd = new Decimal(discount.usdPerHour);
          if (discount.purchaseOption === 'spot')
            expect(usd.lte(new Decimal(list.usdPerHour).plus('0.00005'))).toBe(true);
          else expect(usd.lt(list.usdPerHour)).toBe(true);
        }
      }
    }),
    { numRuns: 500 },
  );
});

it('withdraws only what was covered and not stated, and nothing of the operator’s', () => {
  fc.assert(
    fc.property(facts, scopes, world, (stated, covers, around) => {
      const { gone, vanished } = gate(stated, covers, around);
      const ids = new Set(stated.map(offerId));
      for (const offer of [...gone, ...vanished]) {
        expect(ids.has(offer.id)).toBe(false);
        expect(offer.publisher).not.toBe('import');
        expect(covers).toContainEqual({
          cloud: offer.cloud,
          region: offer.region,
          purchaseOption: offer.purchaseOption,
        });
      }
    }),
  );
});

it('does not depend on the order in which prices are stated', () => {
  fc.assert(
    fc.property(
      facts.chain((stated) => fc.tuple(fc.constant(stated), fc.shuffledSubarray(stated, { minLength: stated.length }))),
      world,
      ([stated, shuffled], around) => {
        const outcome = (list: readonly GateFact[]) => {
          const { publish, quarantined } = gate(list, [], around);
          const text = (one: GateFact) => `${offerId(one)} ${one.usdPerHour} ${one.asOf} ${one.source}`;
          return [publish.map(text).sort(), quarantined.map((one) => text(one.fact)).sort()];
        };
        expect(outcome(shuffled)).toEqual(outcome(stated));
      },
    ),
    { numRuns: 300 },
  );
});

it('publishes again what it published, once that is in force', () => {
  fc.assert(
    fc.property(facts, world, (stated, around) => {
      const first = gate(stated, [], around);
      const held = afterwards(around, first).map((one) => inForce({ ...one, publisher: around.publisher }));
      const again = gate(first.publish, [], { ...around, inForce: held });
      expect(again.quarantined).toEqual([]);
      expect(again.publish).toHaveLength(first.publish.length);
    }),
  );
});
