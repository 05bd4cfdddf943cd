import type { ChoiceProblem } from './choice-problem.js';

/** What a plan and the prices of the pools prove, worked out from the problem as it was given. */
export interface Certificate {
  /** What is wrong with the plan, in sentences; empty where it keeps to everything. */
  readonly faults: readonly string[];
  /** Of the chosen options, and of the penalties of what is left out. */
  readonly cost: number;
  /** No plan costs less; -Infinity where a price is negative or no number, which proves nothing. */
  readonly lowerBound: number;
}

/** Floats that add up to a whole capacity may miss it by this share. */
const SLACK = 1e-6;

/**
 * Checks a plan without trusting whoever made it. It shares nothing with the solver but the form of the problem.
 *
 * The bound: at any prices of the pools that are not negative, a plan costs at least what it costs with its units charged,
 * less what all units are worth; and with units charged no workload can do better than its cheapest option.
 *
 * @param choices for each workload the place of its option among its own, null where it is left out
 * @param prices of a unit of each pool
 */
export function certify(
  problem: ChoiceProblem,
  choices: readonly (number | null)[],
  prices: ArrayLike<number>,
): Certificate {
  const { capacities, optionStart, costs, useStart, usePools, useUnits, penalties } = problem;
  const faults: string[] = [];
  const used = new Float64Array(capacities.length);
  let cost = 0;
  penalties.forEach((penalty, workload) => {
    const choice = choices[workload];
    const first = optionStart[workload] ?? 0;
    if (choice === null) {
      if (!Number.isFinite(penalty)) faults.push(`Workload ${workload} is left out, and must not be.`);
      else cost += penalty;
      return;
    }
    const count = (optionStart[workload + 1] ?? 0) - first;
    if (choice === undefined || !Number.isInteger(choice) || choice < 0 || choice >= count) {
      faults.push(`Workload ${workload} has ${count} options, none of which is number ${choice}.`);
      return;
    }
    cost += costs[first + choice] ?? 0;
    for (let use = useStart[first + choice] ?? 0; use < (useStart[first + choice + 1] ?? 0); use += 1) {
      const pool = usePools[use] ?? 0;
      used[pool] = (used[pool] ?? 0) + (useUnits[use] ?? 0);
    }
  });
  capacities.forEach((capacity, pool) => {
    const units = used[pool] ?? 0;
    if (units > capacity * (1 + SLACK)) faults.push(`Pool ${pool} has ${capacity} units, and ${units} are taken.`);
  });
  return { faults, cost, lowerBound: boundOf(problem, prices) };
}

function boundOf(problem: ChoiceProblem, prices: ArrayLike<number>): number {
  const { capacities, optionStart, costs, useStart, usePools, useUnits, penalties } = problem;
  let bound = 0;
  for (let pool = 0; pool < capacities.length; pool += 1) {
    const price = prices[pool];
    if (price === undefined || !(price >= 0) || price === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
    bound -= price * (capacities[pool] ?? 0);
  }
  for (let workload = 0; workload < penalties.length; workload += 1) {
    let least = penalties[workload] ?? 0;
    for (let option = optionStart[workload] ?? 0; option < (optionStart[workload + 1] ?? 0); option += 1) {
      let charged = costs[option] ?? 0;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        const pool = usePools[use] ?? 0;
        const units = useUnits[use] ?? 0;
        // What takes more than there is is in no plan.
        if (units > (capacities[pool] ?? 0) * (1 + SLACK)) charged = Number.POSITIVE_INFINITY;
        charged += (prices[pool] ?? 0) * units;
      }
      least = Math.min(least, charged);
    }
    bound += least;
  }
  return bound;
}
