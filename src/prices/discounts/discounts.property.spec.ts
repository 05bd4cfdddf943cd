import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnsOf } from '../in-force/columns-of.js';
import { inForce, offer } from '../price.fixture.js';
import { isFor, type Discount } from './discount.js';
import { discountedOffers } from './discounted-offers.js';
import { byPrecedence } from './precedence.js';

const orNull = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: null });
const amount = fc.bigInt({ min: 1n, max: 10n ** 13n }).map((units) => new Decimal(String(units)).div('1e10').toFixed());
const percent = fc.integer({ min: 1, max: 99_999_999 }).map((millionths) => new Decimal(millionths).div(1e6).toFixed());

const terms: fc.Arbitrary<Partial<Discount>> = fc.oneof(
  fc.record({ percentOff: percent, onTop: fc.boolean(), instanceType: orNull('p5.48xlarge', 'p5.*', 'p*', '*xlarge') }),
  fc.record({
    usdPerHour: amount,
    percentOff: fc.constant(null),
    instanceType: fc.constantFrom('p5.48xlarge', 'g6.xlarge'),
  }),
);
const discounts = fc
  .array(
    fc.tuple(
      terms,
      fc.record({
        account: orNull('one'),
        region: orNull('us-east-1', 'us-west-2'),
        service: orNull('AmazonEC2'),
        purchaseOptions: orNull<Discount['purchaseOptions']>(['spot'], ['on_demand'], ['on_demand', 'spot']),
        validFrom: fc.constantFrom('2026-01-01', '2026-02-01'),
      }),
    ),
    { maxLength: 8 },
  )
  .map((list) =>
    list.map(([which, scope], at): Discount => ({
      id: String(at + 1),
      name: `discount ${at + 1}`,
      cloud: 'aws',
      percentOff: null,
      usdPerHour: null,
      onTop: false,
      instanceType: null,
      validTo: null,
      source: 'a contract',
      note: null,
      ...scope,
      ...which,
    })),
  );
const offers = fc.array(
  fc.record({
    instanceType: fc.constantFrom('p5.48xlarge', 'g6.xlarge'),
    region: fc.constantFrom('us-east-1', 'us-west-2', 'eu-west-1'),
    purchaseOption: fc.constantFrom('on_demand' as const, 'spot' as const),
    usdPerHour: amount,
  }),
  { maxLength: 12 },
);

it('takes off each offer, exactly, what the first discount by precedence and those on top say, and never adds', () => {
  fc.assert(
    fc.property(offers, discounts, (given, stated) => {
      const list = inForce(given.map((one) => offer({ cloud: 'aws', ...one })));
      const paid = [...discountedOffers(columnsOf(list), stated).offers()];
      for (const [at, { usdPerHour: before, ...about }] of list.entries()) {
        const after = paid[at];
        // The same by other means: every discount is tried, in decimals of many digits.
        const meant = stated.filter((one) => isFor(one, about));
        const lowering = meant.filter(({ onTop, usdPerHour }) => !onTop && !new Decimal(usdPerHour ?? 0).gte(before));
        const best = lowering.find((one) => lowering.every((other) => other === one || byPrecedence(one, other) < 0));
        const exact = Decimal.clone({ precision: 400 });
        const left = ({ percentOff }: Discount) => new exact(100).minus(percentOff ?? 0).div(100);
        const base = best === undefined ? new exact(before) : new exact(best.usdPerHour ?? before).times(left(best));
        const expected = meant.filter(({ onTop }) => onTop).reduce((price, one) => price.times(left(one)), base);
        expect(after?.usdPerHour).toBe(expected.toDecimalPlaces(10, Decimal.ROUND_HALF_UP).toFixed());
        expect(new Decimal(after?.usdPerHour ?? NaN).lte(before)).toBe(true);
        expect(after?.negotiated?.listUsdPerHour ?? after?.usdPerHour).toBe(before);
      }
    }),
  );
});

it('puts any discounts in one order, whatever order they come in', () => {
  fc.assert(
    fc.property(discounts, fc.infiniteStream(fc.nat()), (stated, keys) => {
      const shuffled = stated.map((one) => ({ one, key: keys.next().value as number })).sort((a, b) => a.key - b.key);
      expect(shuffled.map(({ one }) => one).sort(byPrecedence)).toEqual([...stated].sort(byPrecedence));
      for (const a of stated)
        for (const b of stated) {
          expect(Math.sign(byPrecedence(a, b))).toBe(-Math.sign(byPrecedence(b, a)) + 0);
          if (a !== b) expect(byPrecedence(a, b)).not.toBe(0);
        }
    }),
  );
});
