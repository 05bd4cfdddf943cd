import type { CompactProblem } from './compact-problem.js';
import { construct } from './construct.js';
import type { DraftPlan } from './draft-plan.js';
import { solveCore } from './exact-core.js';
import { findPrices, type PoolPrices } from './find-prices.js';
import { improve } from './improve.js';
import { reducedCosts } from './relaxation.js';
import { shake } from './shake.js';
import { Sieve } from './sieve.js';

/** A plan, and what is proven about all others: their cost is at least `bound`, for which the prices alone may not do. */
export interface Found extends PoolPrices {
  readonly plan: DraftPlan;
}

/** Shares of the time left that go into the prices; into simple changes; and, where an integer program follows, into shaking. */
const TIME_FOR = { prices: 0.45, changes: 0.5, shakingFirst: 0.25 };
/** Options per class among which a plan is looked for. */
const OPTIONS_PER_CLASS = 24;
/** Options, all classes together, of problems that are small enough for an integer program. */
const MOST_OPTIONS_OF_CORE = 40_000;

/**
 * The best plan that can be found in the time.
 *
 * @param enough the cost at which to stop, given a lower bound
 * @param until instant (of `performance.now()`)
 */
export async function search(
  problem: CompactProblem,
  enough: (bound: number) => number,
  until: number,
): Promise<Found> {
  const first = construct(problem, problem.costs);
  const priced = findPrices(problem, first.cost, after(TIME_FOR.prices, until));
  const target = enough(priced.bound);
  const small = problem.costs.length <= MOST_OPTIONS_OF_CORE;
  const byPrices = planBy(problem, priced.prices, target, until, small ? TIME_FOR.shakingFirst : 1);
  const plan = byPrices.cost < first.cost ? byPrices : first;
  if (plan.cost <= target || !small || performance.now() >= until) return { ...priced, plan };
  const { cheaper, bound } = await solveCore(plan, priced, (until - performance.now()) / 1000);
  return { prices: priced.prices, bound, plan: cheaper ?? plan };
}

/** Makes a plan cheaper for as long as simple changes do. */
export function improvePlan(plan: DraftPlan, prices: Float64Array, until: number): DraftPlan {
  improve(plan, Number.NEGATIVE_INFINITY, after(TIME_FOR.changes, until));
  shake(plan, reducedCosts(plan.problem, prices), Number.NEGATIVE_INFINITY, until);
  return plan;
}

function planBy(
  problem: CompactProblem,
  prices: Float64Array,
  target: number,
  until: number,
  shaking: number,
): DraftPlan {
  const sieve = new Sieve(problem, OPTIONS_PER_CLASS);
  sieve.keep(reducedCosts(problem, prices));
  const sifted = sieve.sifted();
  const reduced = reducedCosts(sifted, prices);
  const plan = construct(sifted, reduced);
  improve(plan, target, after(TIME_FOR.changes, until));
  shake(plan, reduced, target, after(shaking * 0.9, until));
  const whole = plan.unsifted(problem);
  improve(whole, target, after(shaking, until));
  return whole;
}

function after(share: number, until: number): number {
  const now = performance.now();
  return now + Math.max(0, until - now) * share;
}
