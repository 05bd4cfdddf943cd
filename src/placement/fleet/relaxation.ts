import type { CompactProblem } from './compact-problem.js';

/** What a fleet costs at least when the capacities are not limits but have prices. */
export interface Relaxed {
  /** A lower bound of the cost of every plan. */
  readonly bound: number;
  /** Units that the cheapest options take of each pool. */
  readonly usage: Float64Array;
}

/**
 * The Lagrangian relaxation at given prices: every workload takes the option that is cheapest with what its units cost,
 * and the capacities are sold at the same prices. Whatever the prices, as long as none is negative, that is a lower bound.
 *
 * @param prices of a unit of each pool
 */
export function relax(problem: CompactProblem, prices: Float64Array): Relaxed {
  return cheapest(problem, prices, reducedCosts(problem, prices));
}

/** The same, where the {@link reducedCosts} at these prices are known. */
export function cheapest(problem: CompactProblem, prices: Float64Array, reduced: Float64Array): Relaxed {
  const { capacities, optionStart, useStart, usePools, useUnits, memberStart } = problem;
  const classes = optionStart.length - 1;
  const usage = new Float64Array(capacities.length);
  let bound = 0;
  for (let of = 0; of < classes; of += 1) {
    const end = optionStart[of + 1] ?? 0;
    let best = optionStart[of] ?? 0;
    let least = reduced[best] ?? 0;
    for (let option = best + 1; option < end; option += 1) {
      const cost = reduced[option] ?? 0;
      if (cost < least) {
        least = cost;
        best = option;
      }
    }
    const members = (memberStart[of + 1] ?? 0) - (memberStart[of] ?? 0);
    bound += least * members;
    for (let use = useStart[best] ?? 0; use < (useStart[best + 1] ?? 0); use += 1) {
      const pool = usePools[use] ?? 0;
      usage[pool] = (usage[pool] ?? 0) + (useUnits[use] ?? 0) * members;
    }
  }
  for (let pool = 0; pool < capacities.length; pool += 1) bound -= (prices[pool] ?? 0) * (capacities[pool] ?? 0);
  return { bound, usage };
}

/** The cost of each option with what its units cost at these prices. */
export function reducedCosts(problem: CompactProblem, prices: Float64Array): Float64Array {
  const { costs, useStart, usePools, useUnits } = problem;
  const reduced = new Float64Array(costs.length);
  let use = 0;
  for (let option = 0; option < costs.length; option += 1) {
    let cost = costs[option] ?? 0;
    for (const end = useStart[option + 1] ?? 0; use < end; use += 1) {
      cost += (prices[usePools[use] ?? 0] ?? 0) * (useUnits[use] ?? 0);
    }
    reduced[option] = cost;
  }
  return reduced;
}
