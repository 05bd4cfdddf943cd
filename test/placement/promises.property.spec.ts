import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote } from '../../src/placement/place-fleet.js';
import type { Placement } from '../../src/placement/plan.schema.js';
import { workloadSchema, type Workload } from '../../src/placement/workload.schema.js';
import { createWorld } from '../../src/placement/world.js';
import { drawn, factsOf, type Drawn } from './random-world.js';
import { anyWorkload, workloads } from './random-workload.js';

const RUNS = { numRuns: 150 };
/** Costs are rounded to six decimals each. */
const ROUNDING = 2e-6;

function place(given: Drawn, workload: Workload): Placement {
  return quote(createWorld(factsOf(given)), workload).placement;
}

function usd({ plan }: Placement): number {
  return plan === null ? Number.POSITIVE_INFINITY : Number(plan.cost.usdPerMonth);
}

it('one offer more never costs more', () => {
  fc.assert(
    fc.property(drawn, anyWorkload, fc.nat(), (world, workload, at) => {
      const without = world.offers.filter((_offer, index) => index !== at % Math.max(1, world.offers.length));
      expect(usd(place(world, workload))).toBeLessThanOrEqual(
        usd(place({ ...world, offers: without }, workload)) + ROUNDING,
      );
    }),
    RUNS,
  );
});

it('the order of the offers changes no word of the answer', () => {
  const shuffled = drawn.chain((world) =>
    fc.tuple(
      fc.constant(world),
      fc.shuffledSubarray(world.offers, { minLength: world.offers.length, maxLength: world.offers.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, anyWorkload, ([world, offers], workload) => {
      expect(place({ ...world, offers }, workload)).toEqual(place(world, workload));
    }),
    RUNS,
  );
});

it('the same question, asked again or after others, gets the same answer', () => {
  fc.assert(
    fc.property(drawn, fc.array(anyWorkload, { minLength: 2, maxLength: 4 }), (given, list) => {
      const world = createWorld(factsOf(given));
      const together = list.map((workload) => quote(world, workload).placement);
      expect(list.map((workload) => quote(world, workload).placement)).toEqual(together);
      expect(list.map((workload) => place(given, workload))).toEqual(together);
    }),
    { numRuns: 50 },
  );
});

it('every offer is the plan, or counted once under the reason why it is not', () => {
  fc.assert(
    fc.property(drawn, anyWorkload, (world, workload) => {
      const { plan, rejected } = place(world, workload);
      const counted = rejected.reduce((sum, { offers }) => sum + offers, 0);
      expect(counted + (plan === null ? 0 : 1)).toBe(world.offers.length);
    }),
    RUNS,
  );
});

it('the steps of a saving lead from the naive choice to the plan, and add up to the last digit', () => {
  let savings = 0;
  fc.assert(
    fc.property(drawn, anyWorkload, (world, workload) => {
      const { saving, plan } = place(world, workload);
      if (saving === null || plan === null) return;
      savings += 1;
      const { waterfall, naive } = saving;
      let at = new Decimal(naive.cost.usdPerMonth);
      for (const { usdPerMonth, afterUsdPerMonth } of waterfall) {
        at = at.minus(usdPerMonth);
        expect(at.toFixed()).toBe(afterUsdPerMonth);
      }
      expect(at.toFixed()).toBe(plan.cost.usdPerMonth);
      expect(at.plus(saving.usdPerMonth).toFixed()).toBe(naive.cost.usdPerMonth);
    }),
    { numRuns: 400 },
  );
  // A saving needs a flagship on demand at home: most worlds have none.
  expect(savings).toBeGreaterThan(5);
});

it('a higher budget never refuses what a lower one allows, and no budget changes the plan', () => {
  fc.assert(
    fc.property(drawn, workloads.serving, fc.double({ min: 0.5, max: 2, noNaN: true }), (world, workload, share) => {
      const free = place(world, workload);
      if (free.plan === null) return;
      const maxUsdPerMonth = usd(free) * share;
      const limited = place(world, { ...workload, maxUsdPerMonth });
      expect(limited.status).toBe(share >= 1 ? 'placed' : 'not_placed');
      if (limited.plan !== null) expect(limited.plan).toEqual(free.plan);
      else expect(limited.reason).toContain('Raise the budget');
    }),
    RUNS,
  );
});

/** From hardly anything to more than there is. */
const extreme = fc.oneof(
  fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
  fc.constantFrom(Number.MIN_VALUE, 1e-300, 1, 1e18, 1e300, Number.MAX_VALUE),
);
const whole = fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(1, Number.MAX_SAFE_INTEGER));

it('whatever the schema lets in is answered', () => {
  const job = { deadlineHours: extreme, meanHoursBetweenInterruptions: extreme, runsPerMonth: extreme };
  const request = fc.record({ inputTokens: whole, outputTokens: whole });
  const model = 'llama-3.1-8b';
  const given = fc.oneof(
    fc.record({ kind: fc.constant('serving'), request, requestsPerSecond: extreme, headroomPercent: fc.nat(500) }),
    fc.record({ kind: fc.constant('batch_inference'), request, requests: whole, restartMinutes: extreme, ...job }),
    fc.record({
      kind: fc.constant('training'),
      tokens: extreme,
      sequenceLength: whole,
      globalBatchSequences: whole,
      checkpoint: fc.record({ writeMinutes: extreme, restartMinutes: extreme }),
      elasticity: fc.constantFrom(undefined, { minAccelerators: 1, maxAccelerators: Number.MAX_SAFE_INTEGER }),
      ...job,
    }),
    fc.record({ kind: fc.constant('generic'), acceleratorCount: extreme, hours: extreme, runsPerMonth: extreme }),
  );
  fc.assert(
    fc.property(drawn, given, (world, fields) => {
      const read = workloadSchema.safeParse({
        name: 'extreme',
        purchaseOptions: ['on_demand', 'spot', 'reserved'],
        ...(fields.kind === 'generic' ? {} : { model }),
        ...fields,
      });
      if (!read.success) return;
      const text = JSON.stringify(place(world, read.data));
      expect(text).not.toMatch(/NaN|Infinity|e\+/);
    }),
    { numRuns: 300 },
  );
});
