import type { Bounds } from './bounds.js';
import { LoadProgram, type Relaxation, type Weighted } from './load-program.js';
import type { MixProblem } from './mix-problem.js';

export interface MixSolution {
  /** Instances of each type, owned ones included; null where no numbers do. */
  readonly counts: readonly number[] | null;
  /** Of the instances that are not owned. */
  readonly cost: number;
  /** No whole numbers cost less. */
  readonly lowerBound: number;
  /** The share of each bucket that each type serves: `shares[bucket][type]`. */
  readonly shares: readonly (readonly number[])[];
}

/** Numbers of instances closer than this to a whole one are whole. */
const WHOLE = 1e-8;
/** Relative: what is cheaper by less is not looked for. */
const SAME_COST = 1e-9;

interface Node {
  readonly bounds: Bounds;
  readonly program: LoadProgram;
  /** Of the node that it is a branch of. */
  readonly bound: number;
}

interface Best {
  readonly cost: number;
  readonly bought: Float64Array;
  readonly patterns: readonly Weighted[];
}

/**
 * The cheapest numbers of instances, by branch and bound: where the linear program asks for part of an instance, there is
 * one more of it in one branch and none in the other. Every step also gives a plan, with the parts rounded up.
 *
 * @param milliseconds after which the best plan so far is the answer, with the bound that is proven until then
 */
export function solveMix(problem: MixProblem, milliseconds = 10_000): MixSolution {
  const until = performance.now() + milliseconds;
  if (problem.loads.some((row) => row.every((load) => load === Number.POSITIVE_INFINITY))) {
    return { counts: null, cost: 0, lowerBound: Number.POSITIVE_INFINITY, shares: [] };
  }
  const costs = problem.types.map(({ cost }) => cost);
  const whole = wholeBounds(problem);
  let best: Best | null = null;
  let node: Node | undefined = { bounds: whole, program: new LoadProgram(problem), bound: 0 };
  const open: Node[] = [];
  for (let steps = 1; node !== undefined && (steps % 16 !== 0 || performance.now() < until); steps += 1) {
    const { bounds, program, bound: above }: Node = node;
    const relaxed = program.solve(bounds, cutoff(best));
    const bound = Math.max(above, relaxed.bound);
    const plan = roundedUp(relaxed, bounds, costs);
    if (plan !== null && plan.cost < cutoff(best)) best = plan;
    const tighter = bound < cutoff(best) ? tightened(bounds, relaxed, costs, cutoff(best)) : null;
    const type = tighter === null ? null : fractional(relaxed.needed, tighter, costs);
    if (tighter === null || type === null) {
      node = takeLowest(open, cutoff(best));
      continue;
    }
    const needed = relaxed.needed[type] ?? 0;
    const [more, fewer] = branches(tighter, type, needed);
    const up = { bounds: more, program: new LoadProgram(problem, program), bound };
    const down = { bounds: fewer, program, bound };
    const nearerUp = needed % 1 > 0.5;
    open.push(nearerUp ? down : up);
    node = nearerUp ? up : down;
  }
  if (node !== undefined) open.push(node);
  const proven = open.reduce((least, { bound }) => Math.min(least, bound), best?.cost ?? Number.POSITIVE_INFINITY);
  return solutionOf(problem, best, proven);
}

function cutoff(best: Best | null): number {
  return best === null ? Number.POSITIVE_INFINITY : best.cost - SAME_COST * Math.abs(best.cost);
}

/** No more of a type than its limit, and than would serve everything that it can serve. */
function wholeBounds({ types, loads }: MixProblem): Bounds {
  const most = types.map(({ owned, most: limit }, type) => {
    const all = loads.reduce((sum, row) => sum + (Number.isFinite(row[type]) ? (row[type] ?? 0) : 0), 0);
    return Math.max(0, Math.min(limit, Math.ceil(all)) - owned);
  });
  return { least: new Float64Array(types.length), most: Float64Array.from(most) };
}

/** Null where that is more than the bounds allow. */
function roundedUp({ needed, patterns }: Relaxation, { least, most }: Bounds, costs: readonly number[]): Best | null {
  const bought = needed.map((part, type) => Math.max(least[type] ?? 0, Math.ceil(part - WHOLE * (1 + Math.abs(part)))));
  if (bought.some((count, type) => count > (most[type] ?? 0))) return null;
  return { bought, patterns, cost: bought.reduce((sum, count, type) => sum + count * (costs[type] ?? 0), 0) };
}

/** Without the numbers that would raise the proven bound above the best plan: each instance does by its cost less its worth. */
function tightened(
  { least, most }: Bounds,
  { bound, worths }: Relaxation,
  costs: readonly number[],
  limit: number,
): Bounds {
  if (limit === Number.POSITIVE_INFINITY) return { least, most };
  const steps = costs.map((cost, type) => {
    const dearness = cost - (worths[type] ?? 0);
    return dearness === 0 ? Number.POSITIVE_INFINITY : Math.floor((limit - bound) / Math.abs(dearness) + WHOLE);
  });
  return {
    least: least.map((low, type) =>
      (worths[type] ?? 0) > (costs[type] ?? 0) ? Math.max(low, (most[type] ?? 0) - (steps[type] ?? 0)) : low,
    ),
    most: most.map((high, type) =>
      (worths[type] ?? 0) < (costs[type] ?? 0) ? Math.min(high, (least[type] ?? 0) + (steps[type] ?? 0)) : high,
    ),
  };
}

/** The type whose part of an instance costs most, rounded to the nearer side; null where all are whole. */
function fractional(needed: Float64Array, { least, most }: Bounds, costs: readonly number[]): number | null {
  let found: number | null = null;
  let dearest = 0;
  needed.forEach((count, type) => {
    if (count <= (least[type] ?? 0) || count >= (most[type] ?? 0)) return;
    const part = Math.min(count - Math.floor(count), Math.ceil(count) - count);
    const cost = part * (costs[type] ?? 0);
    if (part <= WHOLE * (1 + Math.abs(count)) || cost <= dearest) return;
    dearest = cost;
    found = type;
  });
  return found;
}

function branches({ least, most }: Bounds, type: number, needed: number): [Bounds, Bounds] {
  const more = least.slice();
  more[type] = Math.ceil(needed);
  const fewer = most.slice();
  fewer[type] = Math.floor(needed);
  return [
    { least: more, most },
    { least, most: fewer },
  ];
}

function takeLowest(open: Node[], limit: number): Node | undefined {
  let lowest = -1;
  open.forEach(({ bound }, index) => {
    if (lowest < 0 || bound < (open[lowest]?.bound ?? 0)) lowest = index;
  });
  const node = open[lowest];
  if (node === undefined || node.bound >= limit) {
    open.length = 0;
    return undefined;
  }
  open[lowest] = open[open.length - 1] ?? node;
  open.pop();
  return node;
}

function solutionOf({ types, loads }: MixProblem, best: Best | null, lowerBound: number): MixSolution {
  if (best === null) return { counts: null, cost: 0, lowerBound, shares: [] };
  const shares = loads.map((_, bucket) => {
    const row = types.map(() => 0);
    for (const { pattern, weight } of best.patterns) {
      const type = pattern.types[bucket] ?? 0;
      row[type] = (row[type] ?? 0) + weight;
    }
    return row;
  });
  const counts = types.map(({ owned }, type) => {
    const load = shares.reduce((sum, row, bucket) => {
      const share = row[type] ?? 0;
      return share === 0 ? sum : sum + share * (loads[bucket]?.[type] ?? 0);
    }, 0);
    const bought = best.bought[type] ?? 0;
    return bought + Math.min(owned, Math.ceil(load - WHOLE * (1 + load)));
  });
  return { counts, cost: best.cost, lowerBound: Math.min(lowerBound, best.cost), shares };
}
