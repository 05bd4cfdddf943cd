import { describe, expect, it } from 'vitest';
import { placeFleet } from '../place-fleet.js';
import type { FleetPlan } from '../plan.schema.js';
import { workloadSchema, type WorkloadInput } from '../workload.schema.js';
import { accelerator, offer, world } from '../world.fixture.js';
import { limitsSchema, NO_LIMITS } from './limits.schema.js';

/** Eight H100 for 10 USD an hour in one region and 12 in another; eight A100 for 13. */
const WORLD = world({
  offers: [
    offer('p5.48xlarge', 'h100', 8, '10'),
    offer('p5.48xlarge', 'h100', 8, '12', { region: 'us-west-2' }),
    offer('p4d.24xlarge', 'a100', 8, '13'),
  ],
  accelerators: [accelerator('h100', 80), accelerator('a100', 40)],
});
const EAST = { name: 'east', regions: ['us-east-1'], accelerators: ['H100'], maxAccelerators: 8 };

function box(name: string, more: Partial<WorkloadInput> = {}): WorkloadInput {
  return { kind: 'generic', name, acceleratorCount: 8, ...more } as WorkloadInput;
}

function placed(limits: object, ...workloads: WorkloadInput[]): Promise<FleetPlan> {
  return placeFleet(
    () => WORLD,
    workloads.map((workload) => workloadSchema.parse(workload)),
    limitsSchema.parse(limits),
  );
}

function offersOf({ placements }: FleetPlan): (string | null)[] {
  return placements.map(({ plan }) => plan && plan.offer.offerId.replace('aws:', ''));
}

describe('workloads that share limits', () => {
  it('go to the next cheapest place once a quota is used up, and say what one more of it would save', async () => {
    const plan = await placed({ quotas: [EAST] }, box('a'), box('b'));
    expect(offersOf(plan).sort()).toEqual(['us-east-1:p5.48xlarge:on_demand', 'us-west-2:p5.48xlarge:on_demand']);
    // 730 hours at 10 and at 12 USD.
    expect(plan.totals.usdPerMonth).toBe('16060');
    expect(Number(plan.proof?.lowerBoundUsdPerMonth)).toBeCloseTo(16_060, 1);
    expect(plan.proof?.gapPercent).toBeCloseTo(0, 4);
    expect(plan.limits).toMatchObject([{ kind: 'quota', name: 'east', unit: 'accelerators', limit: 8, used: 8 }]);
    const west = plan.placements.find(({ plan: of }) => of?.offer.region === 'us-west-2');
    expect(west?.rejected).toContainEqual(
      expect.objectContaining({ reason: 'limit', offers: 1, text: expect.stringContaining('1 offer:') as string }),
    );
    // The naive choice is the one in the east; what the quota takes back is a step of its own.
    expect(west?.saving).toMatchObject({ usdPerMonth: '-1460' });
    expect(west?.saving?.waterfall).toEqual([{ lever: 'limits', usdPerMonth: '-1460', afterUsdPerMonth: '8760' }]);
  });

  it('without limits are each placed alone, which is the cheapest together too', async () => {
    const plan = await placed(NO_LIMITS, box('a'), box('b'));
    expect(new Set(offersOf(plan))).toEqual(new Set(['us-east-1:p5.48xlarge:on_demand']));
    expect(plan.proof).toEqual({ lowerBoundUsdPerMonth: '14600', gapPercent: 0 });
    expect(plan.limits).toEqual([]);
  });

  it('use what is owned first, at no cost, until it is used up', async () => {
    const owned = { name: 'p4d', cloud: 'aws', region: 'us-east-1', instanceType: 'p4d.24xlarge', instances: 1 };
    const plan = await placed({ commitments: [owned] }, box('a'), box('b'));
    expect(offersOf(plan).sort()).toEqual(['owned:p4d', 'us-east-1:p5.48xlarge:on_demand']);
    expect(plan.totals.usdPerMonth).toBe('7300');
    expect(plan.limits).toMatchObject([{ kind: 'commitment', used: 1, limit: 1 }]);
    const free = plan.placements.find(({ plan: of }) => of?.offer.offerId === 'owned:p4d');
    expect(free?.plan?.cost.usdPerMonth).toBe('0');
    expect(free?.saving).toMatchObject({ usdPerMonth: '7300', percent: 100 });
    expect(free?.saving?.waterfall.map(({ lever }) => lever)).toEqual(['owned commitments']);
  });

  it('leave out what a budget has no room for, the lower priority first, and say why', async () => {
    const budgets = [{ name: 'lab', maxUsdPerMonth: 8000 }];
    const plan = await placed({ budgets }, box('a'), box('b', { priority: 1 }));
    expect(plan.status).toBe('partly_placed');
    expect(offersOf(plan)).toEqual([null, 'us-east-1:p5.48xlarge:on_demand']);
    expect(plan.placements[0]?.reason).toBe(
      'What the workloads share is not enough for all. Its cheapest place: ' +
        '1 × aws p5.48xlarge (8 × H100) in us-east-1, on demand; it takes 7300 USD a month of the budget lab, of which ' +
        '700 are left. Raise the limit, raise its priority, or accept other places.',
    );
    expect(plan.proof).toBeNull();
  });

  it('pay from the budgets of their team alone', async () => {
    const budgets = [{ name: 'a', teams: ['a'], maxUsdPerMonth: 1 }];
    const plan = await placed({ budgets }, box('a', { team: 'a' }), box('b', { team: 'b' }));
    expect(offersOf(plan)).toEqual([null, 'us-east-1:p5.48xlarge:on_demand']);
  });

  it('are answered with what is wrong with a limit that could never hold', async () => {
    await expect(placed({ quotas: [{ ...EAST, regions: ['us-est-1'] }] }, box('a'))).rejects.toThrow(
      'Quota "east", regions: "us-est-1" is no region with accelerators. Did you mean us-east-1 or us-west-2?',
    );
    await expect(placed({ quotas: [{ ...EAST, accelerators: ['H1000'] }] }, box('a'))).rejects.toThrow(
      'Quota "east", accelerators:',
    );
    await expect(placed({ budgets: [{ name: 'x', teams: ['c'], maxUsdPerMonth: 1 }] }, box('a'))).rejects.toThrow(
      'Budget "x", teams: "c" is no team of a workload here.',
    );
    await expect(placed({ quotas: [EAST, EAST] }, box('a'))).rejects.toThrow('Another quota is called "east" too.');
    const owned = { name: 'p9', cloud: 'aws', region: 'us-west-1', instanceType: 'p5.48xlarge', instances: 1 };
    await expect(placed({ commitments: [owned] }, box('a'))).rejects.toThrow(
      'Commitment "p9": no price is known of p5.48xlarge on aws in us-west-1. It is known in us-east-1, us-west-2.',
    );
  });
});
