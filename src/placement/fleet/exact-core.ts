import type { Highs, ModelData } from 'highs';
import { withOptions, type CompactProblem } from './compact-problem.js';
import { DraftPlan } from './draft-plan.js';
import type { PoolPrices } from './find-prices.js';
import { reducedCosts } from './relaxation.js';

/** What the integer program found out. */
interface ExactAnswer {
  /** A cheaper plan than the known one; null where there is none, or none was found. */
  readonly cheaper: DraftPlan | null;
  /** No plan costs less. */
  readonly bound: number;
}

/**
 * Looks for the optimum with HiGHS (https://highs.dev), among the options that a cheaper plan than the known one can
 * have: an option whose reduced cost exceeds the least of its class by more than the gap is in none.
 *
 * @param seconds after which HiGHS gives up and says what it has proven until then
 */
export async function solveCore(
  known: DraftPlan,
  { prices, bound }: PoolPrices,
  seconds: number,
): Promise<ExactAnswer> {
  const began = performance.now();
  const core = withinGap(known, prices, known.cost - bound);
  const highs = await loadHighs();
  return highs.withModel(modelOf(core, highs), (model) => {
    const left = seconds - (performance.now() - began) / 1000;
    model.options.set({ output_flag: false, time_limit: Math.max(0.01, left), mip_rel_gap: 0 });
    model.setSolution({ colValue: countsOf(core, known) });
    model.run();
    // What is cheaper must be in the core, so that a core without any plan says that there is none.
    if (model.getModelStatus() === highs.constants.modelStatus.infeasible) return { cheaper: null, bound: known.cost };
    const proven = Number(model.info.get('mip_dual_bound'));
    const found = planOf(known, core, model.getSolution().colValue);
    const cheaper = found !== null && found.cost < known.cost ? found : null;
    return { cheaper, bound: Math.min(Math.max(bound, proven), (cheaper ?? known).cost) };
  });
}

let loaded: Promise<Highs> | null = null;

/** Loaded when first needed, and then kept: compiling the WebAssembly takes longer than most problems. */
function loadHighs(): Promise<Highs> {
  // Its types describe the CommonJS build; what an import gets is the other one, whose default is the loader itself.
  loaded ??= import('highs').then((module) => (module as unknown as { default: () => Promise<Highs> }).default());
  return loaded;
}

/** The problem with the options that are no further above the cheapest of their class than the gap, and the known plan's. */
function withinGap(known: DraftPlan, prices: Float64Array, gap: number): CompactProblem {
  const { problem } = known;
  const { optionStart } = problem;
  const reduced = reducedCosts(problem, prices);
  const kept = new Uint8Array(reduced.length);
  for (let of = 0; of + 1 < optionStart.length; of += 1) {
    const from = optionStart[of] ?? 0;
    const end = optionStart[of + 1] ?? 0;
    const least = reduced.subarray(from, end).reduce((low, cost) => Math.min(low, cost), Number.POSITIVE_INFINITY);
    for (let option = from; option < end; option += 1) {
      // A little more than the gap, for the rounding of floats.
      if ((reduced[option] ?? 0) - least <= gap * (1 + 1e-9) + 1e-9) kept[option] = 1;
    }
  }
  for (const option of known.choices) kept[option] = 1;
  return withOptions(problem, kept);
}

/** A column per option, how many of its class choose it; a row per class, which choose as many as they are; a row per pool. */
function modelOf(core: CompactProblem, highs: Highs): ModelData {
  const { capacities, optionStart, costs, useStart, usePools, useUnits, memberStart } = core;
  const classes = optionStart.length - 1;
  const options = costs.length;
  const members = Float64Array.from(
    { length: classes },
    (_, of) => (memberStart[of + 1] ?? 0) - (memberStart[of] ?? 0),
  );
  const starts = new Int32Array(options + 1);
  const indices = new Int32Array(options + usePools.length);
  const values = new Float64Array(options + usePools.length);
  const upper = new Float64Array(options);
  let next = 0;
  for (let of = 0; of < classes; of += 1) {
    for (let option = optionStart[of] ?? 0; option < (optionStart[of + 1] ?? 0); option += 1) {
      upper[option] = members[of] ?? 0;
      indices[next] = of;
      values[next] = 1;
      next += 1;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        indices[next] = classes + (usePools[use] ?? 0);
        values[next] = useUnits[use] ?? 0;
        next += 1;
      }
      starts[option + 1] = next;
    }
  }
  const numRows = classes + capacities.length;
  return {
    numCols: options,
    numRows,
    colCost: costs,
    colLower: new Float64Array(options),
    colUpper: upper,
    rowLower: [...members, ...Array.from(capacities, () => -highs.infinity)],
    rowUpper: [...members, ...capacities],
    integrality: Array.from(costs, () => highs.constants.variableType.integer),
    matrix: { format: 'csc', numRows, numCols: options, starts, indices, values },
  };
}

function countsOf({ origins }: CompactProblem, known: DraftPlan): Float64Array {
  const places = new Map(Array.from(origins, (origin, option) => [origin, option]));
  const counts = new Float64Array(origins.length);
  for (const option of known.choices) {
    const place = places.get(option) ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** Null where a capacity, kept within the tolerance of HiGHS only, is exceeded. */
function planOf({ problem }: DraftPlan, core: CompactProblem, counts: Float64Array): DraftPlan | null {
  const plan = new DraftPlan(problem);
  const { optionStart, memberStart, origins } = core;
  for (let of = 0; of + 1 < optionStart.length; of += 1) {
    let member = memberStart[of] ?? 0;
    for (let option = optionStart[of] ?? 0; option < (optionStart[of + 1] ?? 0); option += 1) {
      const origin = origins[option] ?? 0;
      for (let left = Math.round(counts[option] ?? 0); left > 0; left -= 1) {
        if (!plan.fits(origin)) return null;
        plan.move(member, origin);
        member += 1;
      }
    }
  }
  return plan;
}
