import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { offerId } from '../suspicion.js';
import { fact, inForce } from './gate.fixture.js';
import { gate, type GateFact } from './gate.js';

const NOW = new Date('2026-03-01T12:00:00Z');

const anyFact: fc.Arbitrary<GateFact> = fc
  .record({
    region: fc.constantFrom('us-east-1', 'us-east-2', 'eu-west-1'),
    instanceType: fc.constantFrom('g6.xlarge', 'g6.2xlarge'),
    purchaseOption: fc.constantFrom('on_demand' as const, 'spot' as const, 'reserved' as const),
    cents: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0, 70_000)),
  })
  .map(({ cents, ...rest }) =>
    fact({
      ...rest,
      usdPerHour: new Decimal(cents).div(100).toFixed(),
      termYears: rest.purchaseOption === 'reserved' ? 1 : null,
    }),
  );
const facts = fc.uniqueArray(anyFact, { maxLength: 12, selector: (one) => offerId(one) });
const world = facts.map((list) => ({
  inForce: list.filter(({ usdPerHour }) => usdPerHour !== '0').map((one) => inForce(one)),
  accepted: new Set<string>(),
  now: NOW,
}));

it('parts what is stated: everything is published or waits, nothing is both', () => {
  fc.assert(
    fc.property(facts, world, (stated, around) => {
      const { publish, quarantined } = gate(stated, [], around);
      expect(new Set([...publish, ...quarantined.map((one) => one.fact)])).toEqual(new Set(stated));
      expect(publish.length + quarantined.length).toBe(stated.length);
    }),
  );
});

it('never publishes zero, spot above on demand, or a commitment that is no discount', () => {
  fc.assert(
    fc.property(facts, world, (stated, around) => {
      const { publish } = gate(stated, [], around);
      const after = new Map([...around.inForce, ...publish].map((one) => [offerId(one), one]));
      for (const one of publish) {
        expect(new Decimal(one.usdPerHour).greaterThan(0)).toBe(true);
        if (one.purchaseOption === 'on_demand') continue;
        const list = after.get(offerId({ ...one, purchaseOption: 'on_demand', termYears: null }));
        if (list === undefined) continue;
        const usd = new Decimal(one.usdPerHour);
        if (one.purchaseOption === 'spot') expect(usd.lte(new Decimal(list.usdPerHour).plus('0.00005'))).toBe(true);
        else expect(usd.lt(list.usdPerHour)).toBe(true);
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
        const ids = (list: readonly GateFact[]) => gate(list, [], around).publish.map(offerId).sort();
        expect(ids(shuffled)).toEqual(ids(stated));
      },
    ),
  );
});

it('publishes again what it published, once that is in force', () => {
  fc.assert(
    fc.property(facts, (stated) => {
      const first = gate(stated, [], { inForce: [], accepted: new Set(), now: NOW });
      const held = first.publish.map((one) => inForce(one));
      const again = gate(first.publish, [], { inForce: held, accepted: new Set(), now: NOW });
      expect(again.quarantined).toEqual([]);
    }),
  );
});
