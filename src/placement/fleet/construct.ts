import type { CompactProblem } from './compact-problem.js';
import { DraftPlan } from './draft-plan.js';

/**
 * A first plan: those workloads choose first that would lose most by not getting their cheapest option, each the cheapest
 * with room, at costs that include what the units are worth to others.
 *
 * @param reduced costs of the options at the prices of the pools
 */
export function construct(problem: CompactProblem, reduced: Float64Array): DraftPlan {
  const plan = new DraftPlan(problem);
  const regrets = regretsOf(problem, reduced);
  const order = Array.from(plan.classes.keys()).sort(
    (one, other) => (regrets[plan.classes[other] ?? 0] ?? 0) - (regrets[plan.classes[one] ?? 0] ?? 0),
  );
  for (const member of order) {
    const option = cheapestWithRoom(plan, plan.classes[member] ?? 0, reduced);
    plan.move(member, option);
  }
  return plan;
}

function cheapestWithRoom(plan: DraftPlan, of: number, reduced: Float64Array): number {
  const { optionStart } = plan.problem;
  let best = optionStart[of] ?? 0;
  for (let option = best + 1; option < (optionStart[of + 1] ?? 0); option += 1) {
    if ((reduced[option] ?? 0) < (reduced[best] ?? 0) && plan.fits(option)) best = option;
  }
  return best;
}

/** By how much the second cheapest option of each class is dearer than the cheapest. */
function regretsOf({ optionStart }: CompactProblem, reduced: Float64Array): Float64Array {
  const regrets = new Float64Array(optionStart.length - 1);
  for (let of = 0; of < regrets.length; of += 1) {
    let least = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let option = optionStart[of] ?? 0; option < (optionStart[of + 1] ?? 0); option += 1) {
      const cost = reduced[option] ?? 0;
      if (cost < least) {
        second = least;
        least = cost;
      } else if (cost < second) second = cost;
    }
    // What can only be left out comes last; it takes nothing from anybody.
    regrets[of] = second === Number.POSITIVE_INFINITY ? 0 : second - least;
  }
  return regrets;
}
