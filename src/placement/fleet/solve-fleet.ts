import { Decimal } from 'decimal.js';
import { certify } from './certificate.js';
import type { ChoiceProblem } from './choice-problem.js';
import { compact } from './compact.js';
import { LEFT_OUT } from './compact-problem.js';
import { DraftPlan } from './draft-plan.js';
import { improvePlan, search, type Found } from './search.js';

/** Gaps are between cost and lower bound, in per cent of the lower bound. */
export interface FleetLimits {
  /** At this gap the search ends at once. */
  readonly gapPercent: number;
  /** After so long it ends if the gap is acceptable. */
  readonly seconds: number;
  readonly acceptablePercent: number;
  /** After so long the best plan so far is the answer, whatever the gap. */
  readonly mostSeconds: number;
}

export interface FleetSolution {
  /** For each workload the place of its option among its own; null where it is left out. */
  readonly choices: readonly (number | null)[];
  /** Of the chosen options, and of the penalties of what may be left out and is. */
  readonly cost: number;
  /**
   * No plan costs less. Null where something that must be placed is left out: the plan is then none of those that the
   * bound is about.
   */
  readonly lowerBound: number | null;
  /**
   * What one more unit of each pool is worth. Where something cannot be placed, the prices prove that instead: with them
   * {@link certify} finds the least number left out of the problem {@link countingOnly}.
   */
  readonly prices: Float64Array;
  /** The lower bound that the prices prove by themselves. */
  readonly dualBound: number;
  /** Workloads that must be placed and are left out. */
  readonly unplaced: readonly number[];
  /** As many at least are left out of every plan; proven. */
  readonly leastUnplaced: number;
}

/** Leaving out what must be placed costs as many times what the dearest option does: no change can pay that. */
const LAST_RESORT = 100;

/**
 * The cheapest plan that can be found in the time, and how much it could be off: prices of the pools by Lagrangian
 * relaxation, a plan by those prices and by local search, and where that leaves a gap and the problem is small, an integer
 * program over what could still be cheaper. It does nothing but compute, and holds its thread for as long as it takes.
 *
 * Where not everything that must be placed can be, or none of the plans found does it, the plan leaves out as few as can be
 * found, and the search takes up to three times as long.
 */
export async function solveFleet(problem: ChoiceProblem, limits: FleetLimits): Promise<FleetSolution> {
  const dearest = problem.costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 1);
  const penalties = problem.penalties.map((penalty) =>
    penalty === Number.POSITIVE_INFINITY ? LAST_RESORT * dearest : penalty,
  );
  const within = (percent: number) => (bound: number) => bound + (Math.abs(bound) * percent) / 100;
  const cheapest = await search(compact(problem, penalties), {
    ...times(limits),
    enough: within(limits.gapPercent),
    acceptable: within(limits.acceptablePercent),
  });
  if (unplacedIn(problem, cheapest.plan).length === 0) return solutionOf(problem, cheapest, null);

  const counting = countingOnly(problem);
  const whole = (bound: number) => Math.ceil(bound - 1e-6);
  const fewest = await search(compact(counting, counting.penalties), {
    ...times(limits),
    enough: whole,
    acceptable: whole,
  });
  const plan = cheaperStill(problem, penalties, fewest.plan, cheapest, times(limits).until);
  if (unplacedIn(problem, plan).length === 0) return solutionOf(problem, { ...cheapest, plan }, null);
  return solutionOf(problem, { ...fewest, plan }, whole(fewest.bound));
}

function times({ seconds, mostSeconds }: FleetLimits): { until: number; last: number } {
  const now = performance.now();
  return { until: now + seconds * 1000, last: now + mostSeconds * 1000 };
}

/** The same problem where nothing costs anything but leaving out what must be placed, which costs 1. */
export function countingOnly(problem: ChoiceProblem): ChoiceProblem {
  return {
    ...problem,
    costs: new Float64Array(problem.costs.length),
    penalties: problem.penalties.map((penalty) => (penalty === Number.POSITIVE_INFINITY ? 1 : 0)),
  };
}

/** The plan that leaves out fewest, made cheaper without leaving out more. */
function cheaperStill(
  problem: ChoiceProblem,
  penalties: Float64Array,
  fewest: DraftPlan,
  { prices }: Found,
  until: number,
): DraftPlan {
  const chosen = placesOf(fewest);
  const needed = new Uint8Array(problem.costs.length);
  chosen.forEach((place, workload) => {
    if (place !== LEFT_OUT) needed[(problem.optionStart[workload] ?? 0) + place] = 1;
  });
  const money = compact(problem, penalties, needed);
  const plan = new DraftPlan(money);
  plan.classes.forEach((of, member) => {
    const place = chosen[money.members[member] ?? 0] ?? LEFT_OUT;
    const from = money.optionStart[of] ?? 0;
    const option = money.origins.subarray(from, money.optionStart[of + 1]).indexOf(place);
    plan.move(member, from + Math.max(0, option));
  });
  return improvePlan(plan, prices, until);
}

/** For each workload the place of its option, or {@link LEFT_OUT}. */
function placesOf({ problem: { members, origins }, choices }: DraftPlan): Int32Array {
  const places = new Int32Array(members.length);
  choices.forEach((option, member) => {
    places[members[member] ?? 0] = origins[option] ?? LEFT_OUT;
  });
  return places;
}

function unplacedIn({ penalties }: ChoiceProblem, plan: DraftPlan): number[] {
  return Array.from(placesOf(plan).entries()).flatMap(([workload, place]) =>
    place === LEFT_OUT && penalties[workload] === Number.POSITIVE_INFINITY ? [workload] : [],
  );
}

function solutionOf(
  problem: ChoiceProblem,
  { plan, prices, bound }: Found,
  leastUnplaced: number | null,
): FleetSolution {
  const choices = Array.from(placesOf(plan), (place) => (place === LEFT_OUT ? null : place));
  const certificate = certify(leastUnplaced === null ? problem : countingOnly(problem), choices, prices);
  const unplaced = unplacedIn(problem, plan);
  return {
    choices,
    cost: costOf(problem, choices),
    lowerBound: leastUnplaced === null ? Math.min(Math.max(bound, certificate.lowerBound), certificate.cost) : null,
    prices,
    dualBound: certificate.lowerBound,
    unplaced,
    leastUnplaced: leastUnplaced ?? 0,
  };
}

/** Added up as decimals, as the costs are money. */
function costOf({ optionStart, costs, penalties }: ChoiceProblem, choices: FleetSolution['choices']): number {
  const own = choices.map((place, workload) =>
    place === null ? (penalties[workload] ?? 0) : (costs[(optionStart[workload] ?? 0) + place] ?? 0),
  );
  return own.reduce((sum, cost) => (Number.isFinite(cost) ? sum.plus(cost) : sum), new Decimal(0)).toNumber();
}
