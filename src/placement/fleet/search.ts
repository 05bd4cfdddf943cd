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

/** When a search ends: at once at one gap, after some time at another, and after a longer time at any. */
export interface Patience {
  /** The cost that ends the search at once, given a lower bound. */
  readonly enough: (bound: number) => number;
  /** The cost that ends it at the instant `until` (of `performance.now()`). */
  readonly acceptable: (bound: number) => number;
  readonly until: number;
  /** The instant that ends it whatever the cost. */
  readonly last: number;
}

/** The best plan that can be found with some patience. */
export async function search(problem: CompactProblem, patience: Patience): Promise<Found> {
  const first = construct(problem, problem.costs);
  const priced = findPrices(problem, first.cost, after(TIME_FOR.prices, patience.last));
  const small = problem.costs.length <= MOST_OPTIONS_OF_CORE;
  const byPrices = planBy(problem, priced, patience, small ? TIME_FOR.shakingFirst : 1);
  const plan = byPrices.cost < first.cost ? byPrices : first;
  const end = plan.cost > patience.acceptable(priced.bound) ? patience.last : patience.until;
  const seconds = (end - performance.now()) / 1000;
  if (plan.cost <= patience.enough(priced.bound) || !small || seconds <= 0) return { ...priced, plan };
  const { cheaper, bound } = await solveCore(plan, priced, seconds);
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
  { prices, bound }: PoolPrices,
  patience: Patience,
  shaking: number,
): DraftPlan {
  const sieve = new Sieve(problem, OPTIONS_PER_CLASS);
  sieve.keep(reducedCosts(problem, prices));
  const sifted = sieve.sifted();
  const reduced = reducedCosts(sifted, prices);
  const plan = construct(sifted, reduced);
  const patiently = (share: number, work: (enough: number, until: number) => void) => {
    work(patience.enough(bound), after(share, patience.until));
    // Out of time: on with it only while the plan is not acceptable, which ends the work at once where it is.
    if (performance.now() >= patience.until) work(patience.acceptable(bound), after(share, patience.last));
  };
  patiently(TIME_FOR.changes, (enough, until) => improve(plan, enough, until));
  patiently(shaking * 0.9, (enough, until) => shake(plan, reduced, enough, until));
  const whole = plan.unsifted(problem);
  patiently(shaking, (enough, until) => improve(whole, enough, until));
  return whole;
}

function after(share: number, until: number): number {
  const now = performance.now();
  return now + Math.max(0, until - now) * share;
}
