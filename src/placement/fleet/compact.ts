import type { ChoiceProblem } from './choice-problem.js';
import { LEFT_OUT, type CompactProblem } from './compact-problem.js';
import { GrowingFloats, GrowingInts } from './growing.js';

/**
 * Makes a problem compact without losing its best plans.
 *
 * @param penalties finite: what must be placed costs so much that leaving it out is the last resort
 * @param needed options that stay all the same
 */
export function compact(problem: ChoiceProblem, penalties: Float64Array, needed?: Uint8Array): CompactProblem {
  const all = new Uint8Array(problem.costs.length).fill(1);
  const some = keptOptions(problem, penalties, limitedPools(problem, all), all, needed);
  // With fewer options fewer pools can run out, and with them more options are as good as others.
  const limited = limitedPools(problem, some);
  return classesOf(problem, penalties, limited, keptOptions(problem, penalties, limited, some, needed));
}

/** The pools that run out when every workload takes what uses most of them; others limit nothing. */
function limitedPools(problem: ChoiceProblem, kept: Uint8Array): Uint8Array {
  const { capacities, optionStart, useStart, usePools, useUnits } = problem;
  const most = new Float64Array(capacities.length);
  const seenBy = new Int32Array(capacities.length).fill(-1);
  const largest = new Float64Array(capacities.length);
  for (let workload = 0; workload + 1 < optionStart.length; workload += 1) {
    for (let option = optionStart[workload] ?? 0; option < (optionStart[workload + 1] ?? 0); option += 1) {
      if (kept[option] === 0) continue;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        const pool = usePools[use] ?? 0;
        const units = useUnits[use] ?? 0;
        const before = seenBy[pool] === workload ? (largest[pool] ?? 0) : 0;
        seenBy[pool] = workload;
        if (units <= before) continue;
        largest[pool] = units;
        most[pool] = (most[pool] ?? 0) + units - before;
      }
    }
  }
  return Uint8Array.from(most, (units, pool) => (units > (capacities[pool] ?? 0) ? 1 : 0));
}

/** Leaves out what never fits, and what another option of the workload replaces at no higher cost and with no more units. */
function keptOptions(
  problem: ChoiceProblem,
  penalties: Float64Array,
  limited: Uint8Array,
  among: Uint8Array,
  needed?: Uint8Array,
): Uint8Array {
  const { capacities, optionStart, costs, useStart, usePools, useUnits } = problem;
  const kept = new Uint8Array(costs.length);
  const seenBy = new Int32Array(capacities.length).fill(-1);
  // The kept options of the workload at hand that use one pool alone, as a list per pool.
  const first = new Int32Array(capacities.length);
  const next = new Int32Array(costs.length);
  const pools = new Int32Array(costs.length);
  const units = new Float64Array(costs.length);
  for (let workload = 0; workload + 1 < optionStart.length; workload += 1) {
    const end = optionStart[workload + 1] ?? 0;
    let least = penalties[workload] ?? 0;
    let unlimited = -1;
    for (let option = optionStart[workload] ?? 0; option < end; option += 1) {
      let uses = 0;
      let fits = among[option] === 1;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        const pool = usePools[use] ?? 0;
        if ((useUnits[use] ?? 0) > (capacities[pool] ?? 0)) fits = false;
        if (limited[pool] === 0) continue;
        uses += 1;
        pools[option] = pool;
        units[option] = useUnits[use] ?? 0;
      }
      if (!fits) pools[option] = NEVER;
      else if (uses > 1) pools[option] = SEVERAL;
      else if (uses === 0) {
        pools[option] = NEVER;
        if ((costs[option] ?? 0) >= least) continue;
        least = costs[option] ?? 0;
        unlimited = option;
      }
    }
    if (unlimited >= 0) kept[unlimited] = 1;
    for (let option = optionStart[workload] ?? 0; option < end; option += 1) {
      const pool = pools[option] ?? NEVER;
      if (pool === NEVER || (costs[option] ?? 0) >= least) continue;
      kept[option] = 1;
      if (pool === SEVERAL) continue;
      let head = seenBy[pool] === workload ? (first[pool] ?? -1) : -1;
      seenBy[pool] = workload;
      for (let other = head; other >= 0; other = next[other] ?? -1) {
        if (kept[other] === 0) continue;
        const cheaper = (costs[option] ?? 0) - (costs[other] ?? 0);
        const smaller = (units[option] ?? 0) - (units[other] ?? 0);
        if (cheaper >= 0 && smaller >= 0) {
          kept[option] = 0;
          break;
        }
        if (cheaper <= 0 && smaller <= 0) kept[other] = 0;
      }
      if (kept[option] === 1) {
        next[option] = head;
        head = option;
      }
      first[pool] = head;
    }
  }
  needed?.forEach((need, option) => {
    if (need === 1) kept[option] = 1;
  });
  return kept;
}

/** Instead of the one limited pool of an option: it uses several, or it needs no look. */
const SEVERAL = -1;
const NEVER = -2;

function classesOf(
  problem: ChoiceProblem,
  penalties: Float64Array,
  limited: Uint8Array,
  kept: Uint8Array,
): CompactProblem {
  const { optionStart, costs, useStart, usePools, useUnits } = problem;
  const { classOf, firsts } = alike(problem, penalties, kept);
  const columns = {
    starts: new GrowingInts(1024),
    origins: new GrowingInts(4096),
    costs: new GrowingFloats(4096),
    useStarts: new GrowingInts(4096),
    pools: new GrowingInts(4096),
    units: new GrowingFloats(4096),
  };
  for (const workload of firsts) {
    columns.starts.push(columns.origins.length);
    columns.origins.push(LEFT_OUT);
    columns.costs.push(penalties[workload] ?? 0);
    columns.useStarts.push(columns.pools.length);
    for (let option = optionStart[workload] ?? 0; option < (optionStart[workload + 1] ?? 0); option += 1) {
      if (kept[option] === 0) continue;
      columns.origins.push(option - (optionStart[workload] ?? 0));
      columns.costs.push(costs[option] ?? 0);
      columns.useStarts.push(columns.pools.length);
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        if (limited[usePools[use] ?? 0] === 0) continue;
        columns.pools.push(usePools[use] ?? 0);
        columns.units.push(useUnits[use] ?? 0);
      }
    }
  }
  columns.starts.push(columns.origins.length);
  columns.useStarts.push(columns.pools.length);
  return {
    capacities: problem.capacities,
    optionStart: columns.starts.taken(),
    costs: columns.costs.taken(),
    useStart: columns.useStarts.taken(),
    usePools: columns.pools.taken(),
    useUnits: columns.units.taken(),
    origins: columns.origins.taken(),
    ...membersOf(classOf, firsts.length),
  };
}

/** Workloads with the same kept options at the same places, and the same penalty, are one class. */
function alike(problem: ChoiceProblem, penalties: Float64Array, kept: Uint8Array) {
  const classOf = new Int32Array(penalties.length);
  const firsts: number[] = [];
  const byHash = new Map<number, number[]>();
  for (let workload = 0; workload < penalties.length; workload += 1) {
    const hash = hashOf(problem, penalties[workload] ?? 0, kept, workload);
    const candidates = byHash.get(hash) ?? [];
    let found = candidates.find((other) => sameOptions(problem, penalties, kept, firsts[other] ?? 0, workload));
    if (found === undefined) {
      found = firsts.length;
      firsts.push(workload);
      byHash.set(hash, [...candidates, found]);
    }
    classOf[workload] = found;
  }
  return { classOf, firsts };
}

function hashOf(problem: ChoiceProblem, penalty: number, kept: Uint8Array, workload: number): number {
  const { optionStart, costs, useStart, usePools, useUnits } = problem;
  let hash = penalty % 1e6;
  for (let option = optionStart[workload] ?? 0; option < (optionStart[workload + 1] ?? 0); option += 1) {
    if (kept[option] === 0) continue;
    hash = (hash * 31.7 + (costs[option] ?? 0)) % 1e9;
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      hash = (hash * 17.3 + (usePools[use] ?? 0) + 7.1 * (useUnits[use] ?? 0)) % 1e9;
    }
  }
  return hash;
}

function sameOptions(
  problem: ChoiceProblem,
  penalties: Float64Array,
  kept: Uint8Array,
  one: number,
  other: number,
): boolean {
  const { optionStart, costs, useStart, usePools, useUnits } = problem;
  if (penalties[one] !== penalties[other]) return false;
  const oneEnd = optionStart[one + 1] ?? 0;
  const otherEnd = optionStart[other + 1] ?? 0;
  const oneStart = optionStart[one] ?? 0;
  const otherStart = optionStart[other] ?? 0;
  let left = oneStart;
  let right = otherStart;
  for (; ; left += 1, right += 1) {
    while (left < oneEnd && kept[left] === 0) left += 1;
    while (right < otherEnd && kept[right] === 0) right += 1;
    if (left === oneEnd || right === otherEnd) return left === oneEnd && right === otherEnd;
    if (costs[left] !== costs[right] || left - oneStart !== right - otherStart) return false;
    const shift = (useStart[right] ?? 0) - (useStart[left] ?? 0);
    if ((useStart[right + 1] ?? 0) - (useStart[left + 1] ?? 0) !== shift) return false;
    for (let use = useStart[left] ?? 0; use < (useStart[left + 1] ?? 0); use += 1) {
      if (usePools[use] !== usePools[use + shift] || useUnits[use] !== useUnits[use + shift]) return false;
    }
  }
}

function membersOf(classOf: Int32Array, classes: number): Pick<CompactProblem, 'memberStart' | 'members'> {
  const memberStart = new Int32Array(classes + 1);
  for (const of of classOf) memberStart[of + 1] = (memberStart[of + 1] ?? 0) + 1;
  for (let of = 0; of < classes; of += 1) memberStart[of + 1] = (memberStart[of + 1] ?? 0) + (memberStart[of] ?? 0);
  const members = new Int32Array(classOf.length);
  const next = memberStart.slice();
  classOf.forEach((of, workload) => {
    const at = next[of] ?? 0;
    members[at] = workload;
    next[of] = at + 1;
  });
  return { memberStart, members };
}
