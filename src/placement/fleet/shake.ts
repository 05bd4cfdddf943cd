import type { DraftPlan } from './draft-plan.js';
import { RandomNumbers } from './random-numbers.js';

/** Most workloads that are taken out at once; more make good repairs rare, fewer leave the plan where it is. */
const MOST_TAKEN_OUT = 16;
/** How often the best option is passed over, so that the same workloads are not put back as they were. */
const BLINK = 0.03;
/** Rounds per workload after which shaking on is not worth the time. */
const MOST_ROUNDS = 500;
/** How often the dearest workloads are put back first, roughly; else the order is random. */
const DEAREST_FIRST = 0.75;
/** By how much a plan may become dearer by a repair, as a share of what a workload costs on average: at first, at last. */
const TOLERANCE = { first: 0.05, last: 0.001 };

/**
 * Shakes a plan that simple changes make no cheaper: takes out a handful of workloads that want the same pools, puts them
 * back in another order, and goes on from there where that is not much dearer (ruin and recreate, Schrimpf et al., 2000).
 *
 * @param reduced costs of the options at the prices of the pools: cheap, counting what the units are worth to others
 * @param enough cost at which to stop
 * @param until instant (of `performance.now()`) at which to stop
 */
export function shake(plan: DraftPlan, reduced: Float64Array, enough: number, until: number): void {
  const most = MOST_ROUNDS * plan.choices.length;
  const random = new RandomNumbers(1);
  const began = performance.now();
  const mean = plan.cost / Math.max(1, plan.choices.length);
  let best = plan.choices.slice();
  let least = plan.cost;
  let tolerance = TOLERANCE.first * mean;
  for (let round = 1; least > enough && round < most; round += 1) {
    if (round % 32 === 0) {
      const now = performance.now();
      if (now >= until) break;
      const passed = (now - began) / (until - began);
      tolerance = mean * TOLERANCE.first * (TOLERANCE.last / TOLERANCE.first) ** passed;
    }
    const out = neighbours(plan, random);
    const before = out.map((member) => plan.choices[member] ?? 0);
    const cost = plan.cost;
    takeOut(plan, out);
    putBack(plan, out, before, random.below(2) === 0 ? plan.problem.costs : reduced, random);
    if (plan.cost > cost - tolerance * Math.log(1 - random.share())) {
      takeOut(plan, out);
      out.forEach((member, index) => plan.move(member, before[index] ?? 0));
    } else if (plan.cost < least - 1e-9) {
      least = plan.cost;
      best = plan.choices.slice();
    }
  }
  restore(plan, best);
}

function restore(plan: DraftPlan, choices: Int32Array): void {
  const changed = Array.from(choices.keys()).filter((member) => choices[member] !== plan.choices[member]);
  takeOut(plan, changed);
  changed.forEach((member) => plan.move(member, choices[member] ?? 0));
}

/** A workload, and some of those in the pools that it might use. */
function neighbours(plan: DraftPlan, random: RandomNumbers): number[] {
  const { optionStart, useStart, usePools } = plan.problem;
  const first = random.below(plan.choices.length);
  const of = plan.classes[first] ?? 0;
  const from = optionStart[of] ?? 0;
  const options = (optionStart[of + 1] ?? 0) - from;
  const wanted = 2 + random.below(MOST_TAKEN_OUT - 1);
  const out = [first];
  for (let tries = 0; out.length < wanted && tries < 3 * wanted; tries += 1) {
    const option = from + random.below(options);
    const uses = (useStart[option + 1] ?? 0) - (useStart[option] ?? 0);
    if (uses === 0) continue;
    const inPool = plan.inPool(usePools[(useStart[option] ?? 0) + random.below(uses)] ?? 0);
    const member = inPool[random.below(inPool.length)];
    if (member !== undefined && !out.includes(member)) out.push(member);
  }
  return out;
}

function takeOut(plan: DraftPlan, members: readonly number[]): void {
  for (const member of members) plan.move(member, plan.problem.optionStart[plan.classes[member] ?? 0] ?? 0);
}

/** One after the other, each to the cheapest option with room. */
function putBack(
  plan: DraftPlan,
  members: readonly number[],
  before: readonly number[],
  costs: Float64Array,
  random: RandomNumbers,
): void {
  const dearestFirst = random.share() < DEAREST_FIRST;
  const keys = before.map((option) =>
    dearestFirst ? -(plan.problem.costs[option] ?? 0) * (0.8 + 0.4 * random.share()) : random.share(),
  );
  const order = Array.from(members.keys()).sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0));
  const { optionStart } = plan.problem;
  for (const index of order) {
    const member = members[index] ?? 0;
    const of = plan.classes[member] ?? 0;
    let best = optionStart[of] ?? 0;
    for (let option = best + 1; option < (optionStart[of + 1] ?? 0); option += 1) {
      if ((costs[option] ?? 0) >= (costs[best] ?? 0) || !plan.fits(option) || random.share() < BLINK) continue;
      best = option;
    }
    plan.move(member, best);
  }
}
