import { Decimal } from 'decimal.js';
import type { Precision } from '../catalog/index.js';
import type { Constraints } from './constraints.js';
import { rounded } from './figures.js';
import type { NaiveChoice } from './naive-choice.js';
import { describePlan } from './plan.js';
import { perMonth, plain } from './plan-cost.js';
import type { Placement, Plan } from './plan.schema.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { cheapest, type Candidate, type Scope } from './search.js';
import type { Sizings } from './sizings.js';
import type { Variant } from './variants.js';
import type { World } from './world.js';

type Saving = NonNullable<Placement['saving']>;

/** What a workload shares with others. */
interface Sharing {
  /** Whether there is capacity that is owned already. */
  readonly owns: boolean;
  /** Whether the plan was chosen within limits, and may not be the cheapest of the workload alone. */
  readonly limited: boolean;
}

/** One thing that the plan does otherwise than the naive choice. */
interface Lever {
  readonly lever: string;
  readonly scope: Scope;
}

/** What the plan saves against the naive choice, and by which lever, in the order in which they are pulled. */
export function savingOf(
  world: World,
  resolved: ResolvedWorkload,
  sizings: Sizings,
  naive: NaiveChoice,
  precisions: readonly (Precision | null)[],
  plan: Plan,
  variants: readonly Variant[],
  limited: boolean,
): Saving {
  const naivePlan = describePlan(naive.candidate, resolved, variants, world.predictions.version);
  const before = new Decimal(naivePlan.cost.usdPerMonth);
  const saved = before.minus(plan.cost.usdPerMonth);
  return {
    definition: naive.definition,
    naive: naivePlan,
    usdPerMonth: plain(saved),
    percent: before.isZero() ? 0 : rounded(saved.div(before).times(100).toNumber(), 4),
    waterfall: waterfall(
      world,
      resolved,
      sizings,
      naive,
      precisions,
      before,
      new Decimal(plan.cost.usdPerMonth),
      limited,
    ),
  };
}

/** Frees one limit of the naive choice after the other; a lever alone that allows nothing counts with the next. */
function waterfall(
  world: World,
  resolved: ResolvedWorkload,
  sizings: Sizings,
  naive: NaiveChoice,
  precisions: readonly (Precision | null)[],
  naiveUsdPerMonth: Decimal,
  planUsdPerMonth: Decimal,
  limited: boolean,
): Saving['waterfall'] {
  const owns = world.pools.some(({ owned }) => owned !== null);
  const steps: Saving['waterfall'] = [];
  let before = naiveUsdPerMonth;
  const pulled = levers(resolved.constraints, naive, precisions, { owns, limited });
  for (const { lever, scope } of pulled) {
    const last = lever === pulled.at(-1)?.lever;
    const found = last ? null : cheapest(world, sizings, scope);
    if (!last && found === null) continue;
    // The last step ends at the plan itself, so that the steps add up to the saving to the last digit.
    const after = found === null ? planUsdPerMonth : monthly(found, resolved);
    if (!after.equals(before))
      steps.push({ lever, usdPerMonth: plain(before.minus(after)), afterUsdPerMonth: plain(after) });
    before = after;
  }
  return steps;
}

function levers(
  wanted: Constraints,
  naive: NaiveChoice,
  precisions: readonly (Precision | null)[],
  { owns, limited }: Sharing,
): Lever[] {
  const start = naive.scope.constraints;
  const bought = { ...start, purchaseOptions: wanted.purchaseOptions };
  const placed = { ...bought, clouds: wanted.clouds, regions: wanted.regions };
  return [
    { lever: 'precision', scope: { constraints: start, precisions } },
    { lever: 'purchase option', scope: { constraints: bought, precisions } },
    { lever: 'cloud and region', scope: { constraints: placed, precisions } },
    { lever: 'hardware', scope: { constraints: { ...wanted, ownedToo: false }, precisions } },
    ...(owns ? [{ lever: 'owned commitments', scope: { constraints: wanted, precisions } }] : []),
    // What is shared with other workloads leaves less than what a workload alone would take.
    ...(limited ? [{ lever: 'limits', scope: { constraints: wanted, precisions } }] : []),
  ];
}

/** Exact, as the plan's own cost is. */
export function monthly({ placeable, sized }: Candidate, { workload }: ResolvedWorkload): Decimal {
  return new Decimal(
    plain(perMonth(new Decimal(placeable.offer.usdPerHour).times(sized.billedInstanceHours), workload)),
  );
}
