import type { ChoiceProblem } from './choice-problem.js';

/** What stands in the way of a workload's option in a plan. */
export interface Shortage {
  readonly workload: number;
  /** The place of the option that lacks least, as a share of what it uses; null where the workload has none. */
  readonly option: number | null;
  readonly lacking: readonly {
    readonly pool: number;
    readonly needed: number;
    readonly free: number;
    readonly capacity: number;
  }[];
}

/** For each workload that a plan leaves out, the limits that its nearest option runs into. */
export function shortages(
  problem: ChoiceProblem,
  choices: readonly (number | null)[],
  unplaced: readonly number[],
): Shortage[] {
  const { capacities, optionStart, useStart, usePools, useUnits } = problem;
  const free = capacities.slice();
  choices.forEach((place, workload) => {
    if (place === null) return;
    const option = (optionStart[workload] ?? 0) + place;
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      const pool = usePools[use] ?? 0;
      free[pool] = (free[pool] ?? 0) - (useUnits[use] ?? 0);
    }
  });
  return unplaced.map((workload) => {
    let nearest: Shortage = { workload, option: null, lacking: [] };
    let least = Number.POSITIVE_INFINITY;
    const first = optionStart[workload] ?? 0;
    for (let option = first; option < (optionStart[workload + 1] ?? 0); option += 1) {
      const lacking = [];
      let share = 0;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        const pool = usePools[use] ?? 0;
        const needed = useUnits[use] ?? 0;
        const left = Math.max(0, free[pool] ?? 0);
        if (needed <= left) continue;
        lacking.push({ pool, needed, free: left, capacity: capacities[pool] ?? 0 });
        share += (needed - left) / needed;
      }
      if (share >= least) continue;
      least = share;
      nearest = { workload, option: option - first, lacking };
    }
    return nearest;
  });
}
