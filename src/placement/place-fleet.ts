import { Decimal } from 'decimal.js';
import { InputError } from '../platform/index.js';
import { rounded } from './figures.js';
import { chooseWithin, type LimitedChoice } from './limits/choose-within.js';
import { limitUse } from './limits/limit-use.js';
import { NO_LIMITS, type Limits } from './limits/limits.schema.js';
import { worldWithOwned } from './limits/owned-offers.js';
import { sharedLimits } from './limits/shared-limits.js';
import { placeWorkload } from './place-workload.js';
import { plain } from './plan-cost.js';
import type { FleetPlan, Placement, Quote } from './plan.schema.js';
import { resolveWorkload } from './resolve-workload.js';
import type { Workload } from './workload.schema.js';
import type { World } from './world.js';

/** Places one workload. Throws `InputError` for names that nothing has. */
export function quote(world: World, workload: Workload): Quote {
  const began = performance.now();
  const placement = placeWorkload(world, resolveWorkload(workload, world));
  return {
    placement,
    prices: pricesUsed(world),
    modelVersion: world.predictions.version,
    searchMilliseconds: rounded(performance.now() - began, 4),
  };
}

/**
 * Places workloads at the least cost together. Without limits each is placed by itself; with them, what they share is
 * dealt out. Every name is looked up before the first is placed, so that a fleet with a mistake is answered with it and
 * nothing else.
 *
 * @param worldOf the offers in force, at the prices that the accounts of the workload pay
 */
export async function placeFleet(
  worldOf: (workload: Workload) => World,
  workloads: readonly Workload[],
  limits: Limits = NO_LIMITS,
): Promise<FleetPlan> {
  const began = performance.now();
  const owning = new Map<World, World>();
  const wanted = workloads.map((workload) => {
    const rented = worldOf(workload);
    const world = owning.get(rented) ?? worldWithOwned(rented, limits.commitments);
    owning.set(rented, world);
    return { world, resolved: resolveWorkload(workload, world) };
  });
  const [first] = wanted;
  if (first === undefined) throw new InputError('There is no workload to place. Give at least one.');
  const shared = sharedLimits(limits, first.world, workloads);
  const choice = shared.length === 0 ? null : await chooseWithin(wanted, shared);
  const placements = wanted.map(({ world, resolved }, index) =>
    placeWorkload(world, resolved, choice?.chosen[index] ?? null),
  );
  const use = limitUse(placements, wanted, shared, choice);
  const totals = totalsOf(placements);
  return {
    id: null,
    createdAt: new Date().toISOString(),
    status: totals.notPlaced === 0 ? 'placed' : totals.placed === 0 ? 'not_placed' : 'partly_placed',
    placements,
    totals,
    proof: proofOf(totals, choice),
    limits: use,
    prices: pricesUsed(first.world),
    modelVersion: first.world.predictions.version,
    searchMilliseconds: rounded(performance.now() - began, 4),
  };
}

/** Each workload by itself is the cheapest there is, and so is all of them where they share nothing. */
function proofOf({ usdPerMonth, placed }: FleetPlan['totals'], choice: LimitedChoice | null): FleetPlan['proof'] {
  if (placed === 0) return null;
  if (choice === null) return { lowerBoundUsdPerMonth: usdPerMonth, gapPercent: 0 };
  const { lowerBoundUsdPerMonth: bound, gapPercent } = choice;
  if (bound === null || gapPercent === null) return null;
  return { lowerBoundUsdPerMonth: plain(new Decimal(bound)), gapPercent: rounded(gapPercent, 4) };
}

function totalsOf(placements: readonly Placement[]): FleetPlan['totals'] {
  const plans = placements.flatMap(({ plan }) => (plan === null ? [] : [plan]));
  const savings = placements.flatMap(({ saving }) => (saving === null ? [] : [saving]));
  const naive = sum(savings.map(({ naive: { cost } }) => cost.usdPerMonth));
  const saved = sum(savings.map(({ usdPerMonth }) => usdPerMonth));
  return {
    placed: plans.length,
    notPlaced: placements.length - plans.length,
    usdPerMonth: plain(sum(plans.map(({ cost }) => cost.usdPerMonth))),
    naiveUsdPerMonth: plain(naive),
    savingUsdPerMonth: plain(saved),
    savingPercent: naive.isZero() ? null : rounded(saved.div(naive).times(100).toNumber(), 4),
    withoutSaving: plans.length - savings.length,
  };
}

function sum(amounts: readonly string[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
}

/** What is owned already is no offer. */
function pricesUsed({ release, offers, oldestAsOf, newestAsOf }: World): Quote['prices'] {
  const offered = offers.filter(({ owned }) => owned === null).length;
  return { release, offers: offered, oldestAsOf, newestAsOf };
}
