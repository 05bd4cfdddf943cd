import type { DraftPlan } from './draft-plan.js';

/** Less than this is no gain but the rounding of floats. */
const LEAST_GAIN = 1e-9;

interface Change {
  readonly gain: number;
  readonly option: number;
  /** Who makes room, and with which of its options. */
  readonly other: number | null;
  readonly otherOption: number;
}

/**
 * Makes a plan cheaper until no change of one or two workloads does, or the time is up: a workload moves to a cheaper
 * option, and where that lacks room in one pool, another one makes room there if it can move for less than is gained.
 *
 * @param enough cost at which to stop
 * @param until instant (of `performance.now()`) at which to stop
 */
export function improve(plan: DraftPlan, enough: number, until: number): void {
  for (let gained = true; gained;) {
    gained = false;
    for (let member = 0; member < plan.choices.length; member += 1) {
      if (plan.cost <= enough || (member % 32 === 31 && performance.now() > until)) return;
      const change = bestChange(plan, member);
      if (change === null) continue;
      gained = true;
      if (change.other !== null) plan.move(change.other, change.otherOption);
      plan.move(member, change.option);
    }
  }
}

function bestChange(plan: DraftPlan, member: number): Change | null {
  const { optionStart, costs } = plan.problem;
  const of = plan.classes[member] ?? 0;
  const current = plan.choices[member] ?? 0;
  const now = costs[current] ?? 0;
  let best: Change | null = null;
  plan.release(current);
  for (let option = optionStart[of] ?? 0; option < (optionStart[of + 1] ?? 0); option += 1) {
    const gain = now - (costs[option] ?? 0);
    const least: number = best?.gain ?? LEAST_GAIN;
    if (gain <= least) continue;
    if (plan.fits(option)) best = { gain, option, other: null, otherOption: 0 };
    else best = withRoomMade(plan, member, option, gain, least) ?? best;
  }
  plan.hold(current);
  return best;
}

/** The best change in which another workload makes room for the option; null where none gains more than `least`. */
function withRoomMade(plan: DraftPlan, member: number, option: number, gain: number, least: number): Change | null {
  const pool = plan.shortPool(option);
  if (pool === null) return null;
  const { optionStart, costs } = plan.problem;
  let best: Change | null = null;
  let most = least;
  plan.hold(option);
  for (const other of plan.inPool(pool)) {
    if (other === member) continue;
    const held = plan.choices[other] ?? 0;
    plan.release(held);
    if (plan.roomIn(pool) >= 0) {
      const of = plan.classes[other] ?? 0;
      const before = costs[held] ?? 0;
      for (let otherOption = optionStart[of] ?? 0; otherOption < (optionStart[of + 1] ?? 0); otherOption += 1) {
        const total = gain + before - (costs[otherOption] ?? 0);
        if (total <= most || !plan.fits(otherOption)) continue;
        most = total;
        best = { gain: total, option, other, otherOption };
      }
    }
    plan.hold(held);
  }
  plan.release(option);
  return best;
}
