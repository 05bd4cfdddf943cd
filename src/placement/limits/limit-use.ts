import { Decimal } from 'decimal.js';
import { rounded } from '../figures.js';
import { plain } from '../plan-cost.js';
import type { FleetPlan, Placement, Plan } from '../plan.schema.js';
import type { LimitedChoice, Wanted } from './choose-within.js';
import type { SharedLimit } from './shared-limits.js';

/** Predictions and amounts are rounded where they are stated. */
const ROUNDING = 1e-6;

/**
 * What the finished plans take of each limit, added up from what they say and not from what the search meant.
 *
 * @throws Error where more is taken than there is: that is a fault of ours, and must not be followed
 */
export function limitUse(
  placements: readonly Placement[],
  wanted: readonly Wanted[],
  limits: readonly SharedLimit[],
  choice: LimitedChoice | null,
): FleetPlan['limits'] {
  return limits.map((limit, index) => {
    const used = placements
      .map(({ plan }, workload) => (plan === null ? new Decimal(0) : takenBy(plan, limit, wanted[workload])))
      .reduce((sum, one) => sum.plus(one), new Decimal(0));
    if (used.gt(new Decimal(limit.limit).times(1 + ROUNDING).plus(ROUNDING))) {
      throw new Error(`The plan takes ${used.toFixed()} of the ${limit.limit} ${limit.unit} of ${limit.name}.`);
    }
    const worth = choice?.worthUsdPerMonth[index] ?? 0;
    return {
      kind: limit.kind,
      name: limit.name,
      unit: limit.unit,
      limit: limit.limit,
      used: rounded(used.toNumber()),
      worthUsdPerMonth: worth > 0 ? plain(new Decimal(worth)) : null,
    };
  });
}

function takenBy(plan: Plan, limit: SharedLimit, wanted: Wanted | undefined): Decimal {
  const placeable = wanted?.world.byId.get(plan.offer.offerId);
  if (wanted === undefined || placeable === undefined) throw new Error(`${plan.offer.offerId} is not in force.`);
  switch (limit.unit) {
    case 'USD a month':
      return limit.pays(wanted.resolved.workload) ? new Decimal(plan.cost.usdPerMonth) : new Decimal(0);
    case 'instances':
      return new Decimal(limit.concerns(placeable) ? plan.size.instances : 0);
    case 'accelerators':
      return new Decimal(limit.concerns(placeable) ? plan.size.accelerators : 0);
  }
}
