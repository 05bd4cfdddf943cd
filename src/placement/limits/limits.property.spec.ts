import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeFleet } from '../place-fleet.js';
import { workloadSchema, type WorkloadInput } from '../workload.schema.js';
import { accelerator, offer, world } from '../world.fixture.js';
import { limitsSchema } from './limits.schema.js';

const price = fc.integer({ min: 1, max: 40 });
const fleet = fc.record({
  prices: fc.tuple(price, price, price, price),
  counts: fc.array(fc.constantFrom(1, 2, 4, 8), { minLength: 1, maxLength: 4 }),
  east: fc.integer({ min: 0, max: 24 }),
  h100: fc.integer({ min: 0, max: 24 }),
  usdPerHour: fc.integer({ min: 1, max: 200 }),
});
type Fleet = typeof fleet extends fc.Arbitrary<infer Value> ? Value : never;

const MACHINES = [
  { type: 'p5.48xlarge', id: 'h100', count: 8, region: 'us-east-1' },
  { type: 'p5.48xlarge', id: 'h100', count: 8, region: 'us-west-2' },
  { type: 'p5.4xlarge', id: 'h100', count: 1, region: 'us-east-1' },
  { type: 'p4d.24xlarge', id: 'a100', count: 8, region: 'us-west-2' },
];

function place({ prices, counts, east, h100, usdPerHour }: Fleet) {
  const offers = MACHINES.map(({ type, id, count, region }, index) =>
    offer(type, id, count, String(prices[index] ?? 1), { region }),
  );
  const prepared = world({ offers, accelerators: [accelerator('h100', 80), accelerator('a100', 40)] });
  const workloads = counts.map((acceleratorCount, index): WorkloadInput => {
    return { kind: 'generic', name: `w${index}`, acceleratorCount };
  });
  return placeFleet(
    () => prepared,
    workloads.map((workload) => workloadSchema.parse(workload)),
    limitsSchema.parse({
      quotas: [
        { name: 'east', regions: ['us-east-1'], maxAccelerators: east },
        { name: 'h100', accelerators: ['H100'], maxAccelerators: h100 },
      ],
      budgets: [{ name: 'all', maxUsdPerMonth: usdPerHour * 730 }],
    }),
  );
}

/** Every combination of machines tried: most workloads placed first, then least cost. USD an hour. */
function best({ prices, counts, east, h100, usdPerHour }: Fleet) {
  let found = { placed: -1, usd: 0 };
  const go = (index: number, used: { east: number; h100: number; usd: number }, placed: number) => {
    if (used.east > east || used.h100 > h100 || used.usd > usdPerHour) return;
    const count = counts[index];
    if (count === undefined) {
      if (placed > found.placed || (placed === found.placed && used.usd < found.usd)) found = { placed, usd: used.usd };
      return;
    }
    MACHINES.forEach((machine, at) => {
      const instances = Math.ceil(count / machine.count);
      const taken = instances * machine.count;
      go(
        index + 1,
        {
          east: used.east + (machine.region === 'us-east-1' ? taken : 0),
          h100: used.h100 + (machine.id === 'h100' ? taken : 0),
          usd: used.usd + instances * (prices[at] ?? 1),
        },
        placed + 1,
      );
    });
    go(index + 1, used, placed);
  };
  go(0, { east: 0, h100: 0, usd: 0 }, 0);
  return found;
}

it('places as many as any choice within quotas and budgets could, at the least cost', async () => {
  await fc.assert(
    fc.asyncProperty(fleet, async (drawn) => {
      const plan = await place(drawn);
      const { placed, usd } = best(drawn);
      expect(plan.totals.placed).toBe(placed);
      expect(Number(plan.totals.usdPerMonth)).toBeCloseTo(usd * 730, 3);
      for (const { used, limit } of plan.limits) expect(used).toBeLessThanOrEqual(limit * (1 + 1e-6));
      if (plan.proof !== null)
        expect(Number(plan.proof.lowerBoundUsdPerMonth)).toBeLessThanOrEqual(usd * 730 * (1 + 1e-6));
    }),
    { numRuns: 60 },
  );
});
