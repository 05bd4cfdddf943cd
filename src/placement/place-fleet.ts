import { Decimal } from 'decimal.js';
import { InputError } from '../platform/index.js';
import { rounded } from './figures.js';
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
 * Places workloads one by one, each the cheapest: no quota or budget is shared between them. Every name is looked up
 * before the first is placed, so that a fleet with a mistake is answered with it and nothing else.
 *
 * @param worldOf the offers in force, at the prices that the accounts of the workload pay
 */
export function placeFleet(worldOf: (workload: Workload) => World, workloads: readonly Workload[]): FleetPlan {
  const began = performance.now();
  const resolved = workloads.map((workload) => {
    const world = worldOf(workload);
    return { world, workload: resolveWorkload(workload, world) };
  });
  const [first] = resolved;
  if (first === undefined) throw new InputError('There is no workload to place. Give at least one.');
  const placements = resolved.map(({ world, workload }) => placeWorkload(world, workload));
  const totals = totalsOf(placements);
  return {
    id: null,
    createdAt: new Date().toISOString(),
    status: totals.notPlaced === 0 ? 'placed' : totals.placed === 0 ? 'not_placed' : 'partly_placed',
    placements,
    totals,
    prices: pricesUsed(first.world),
    modelVersion: first.world.predictions.version,
    searchMilliseconds: rounded(performance.now() - began, 4),
  };
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

function pricesUsed({ release, offers, oldestAsOf, newestAsOf }: World): Quote['prices'] {
  return { release, offers: offers.length, oldestAsOf, newestAsOf };
}
