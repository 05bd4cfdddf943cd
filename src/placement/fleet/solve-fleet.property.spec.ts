import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify } from './certificate.js';
import { readChoiceProblem } from './fleet-file.js';
import { solveFleet } from './solve-fleet.js';

interface Fleet {
  readonly pools: readonly { readonly cap: number }[];
  readonly workloads: readonly (readonly { readonly uses: { p: number; g: number }[]; readonly c: number }[])[];
}

/** Up to five workloads with up to four options in up to three pools: few enough to try all plans. */
const fleets: fc.Arbitrary<Fleet> = fc.integer({ min: 1, max: 3 }).chain((pools) =>
  fc.record({
    pools: fc.array(fc.record({ cap: fc.integer({ min: 0, max: 12 }) }), { minLength: pools, maxLength: pools }),
    workloads: fc.array(
      fc.array(
        fc.record({
          uses: fc.array(fc.record({ p: fc.integer({ min: 0, max: pools - 1 }), g: fc.integer({ min: 0, max: 6 }) }), {
            maxLength: 2,
          }),
          c: fc.integer({ min: 0, max: 30 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  }),
);

function solve(fleet: Fleet) {
  return solveFleet(readChoiceProblem(fleet, 'fleet.json'), {
    seconds: 5,
    mostSeconds: 20,
    gapPercent: 0,
    acceptablePercent: 0,
  });
}

/** All plans, one by one: the fewest left out, and with so few the least cost. */
function byTrial({ pools, workloads }: Fleet): { unplaced: number; cost: number } {
  let best = { unplaced: Infinity, cost: Infinity };
  const tryFrom = (workload: number, free: readonly number[], unplaced: number, cost: number) => {
    const options = workloads[workload];
    if (options === undefined) {
      if (unplaced < best.unplaced || (unplaced === best.unplaced && cost < best.cost)) best = { unplaced, cost };
      return;
    }
    for (const { uses, c } of options) {
      const left = free.map((units, pool) => uses.reduce((sum, { p, g }) => (p === pool ? sum - g : sum), units));
      if (left.every((units) => units >= 0)) tryFrom(workload + 1, left, unplaced, cost + c);
    }
    tryFrom(workload + 1, free, unplaced + 1, cost);
  };
  tryFrom(
    0,
    pools.map(({ cap }) => cap),
    0,
    0,
  );
  return best;
}

describe('the plan of a fleet', () => {
  it('is the cheapest of all, with as few left out as can be, both proven', async () => {
    await fc.assert(
      fc.asyncProperty(fleets, async (fleet) => {
        const { unplaced, cost } = byTrial(fleet);
        const found = await solve(fleet);
        expect(found.unplaced).toHaveLength(unplaced);
        expect(found.leastUnplaced).toBe(unplaced);
        if (unplaced > 0) return;
        expect(found.cost).toBe(cost);
        expect(found.lowerBound).toBeCloseTo(cost, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps to all limits, and its prices prove a bound below its cost', async () => {
    await fc.assert(
      fc.asyncProperty(fleets, async (fleet) => {
        const problem = readChoiceProblem(fleet, 'fleet.json');
        const found = await solveFleet(problem, { seconds: 1, mostSeconds: 1, gapPercent: 5, acceptablePercent: 5 });
        if (found.unplaced.length > 0) return;
        const { faults, cost, lowerBound } = certify(problem, found.choices, found.prices);
        expect(faults).toEqual([]);
        expect(cost).toBe(found.cost);
        expect(lowerBound).toBeLessThanOrEqual(cost + 1e-9);
        expect(lowerBound).toBeLessThanOrEqual((found.lowerBound ?? 0) + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('any prices that are not negative prove a bound', () => {
    fc.assert(
      fc.property(
        fleets,
        fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (fleet, prices) => {
          const { unplaced, cost } = byTrial(fleet);
          fc.pre(unplaced === 0);
          const problem = readChoiceProblem(fleet, 'fleet.json');
          const { lowerBound } = certify(problem, [], prices.slice(0, fleet.pools.length));
          expect(lowerBound).toBeLessThanOrEqual(cost + 1e-6);
        },
      ),
    );
  });

  it('costs no more with more room, and the same in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fleets, async (fleet) => {
        const found = await solve(fleet);
        const reversed = await solve({ ...fleet, workloads: [...fleet.workloads].reverse() });
        expect(reversed.unplaced).toHaveLength(found.unplaced.length);
        if (found.unplaced.length > 0) return;
        expect(reversed.cost).toBe(found.cost);
        const roomier = await solve({ ...fleet, pools: fleet.pools.map(({ cap }) => ({ cap: cap + 1 })) });
        expect(roomier.cost).toBeLessThanOrEqual(found.cost);
      }),
      { numRuns: 20 },
    );
  });
});
