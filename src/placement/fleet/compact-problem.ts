/**
 * A choice problem as the solver works on it: identical workloads are one class, and options that no best plan needs are
 * gone. Leaving a workload out is an option like any other, with its penalty as cost and without uses.
 */
export interface CompactProblem {
  readonly capacities: Float64Array;
  /** The options of class k are those from `optionStart[k]` up to, but without, `optionStart[k + 1]`; the first is to leave it out. */
  readonly optionStart: Int32Array;
  readonly costs: Float64Array;
  readonly useStart: Int32Array;
  readonly usePools: Int32Array;
  readonly useUnits: Float64Array;
  /**
   * The place of each option among those of any workload of its class, {@link LEFT_OUT} for leaving it out. Of a sifted
   * problem: the number of the option in the problem that it was sifted from.
   */
  readonly origins: Int32Array;
  /** The workloads of class k are `members[memberStart[k]]` up to, but without, `members[memberStart[k + 1]]`. */
  readonly memberStart: Int32Array;
  readonly members: Int32Array;
}

export const LEFT_OUT = -1;

/** The same classes with some of their options; `origins` are the numbers that the options have in `problem`. */
export function withOptions(problem: CompactProblem, kept: Uint8Array): CompactProblem {
  const { optionStart, costs, useStart, usePools, useUnits } = problem;
  const classes = optionStart.length - 1;
  let options = 0;
  let uses = 0;
  for (let option = 0; option < costs.length; option += 1) {
    if (kept[option] === 0) continue;
    options += 1;
    uses += (useStart[option + 1] ?? 0) - (useStart[option] ?? 0);
  }
  const fewer = {
    ...problem,
    optionStart: new Int32Array(classes + 1),
    costs: new Float64Array(options),
    useStart: new Int32Array(options + 1),
    usePools: new Int32Array(uses),
    useUnits: new Float64Array(uses),
    origins: new Int32Array(options),
  };
  let next = 0;
  let nextUse = 0;
  for (let of = 0; of < classes; of += 1) {
    for (let option = optionStart[of] ?? 0; option < (optionStart[of + 1] ?? 0); option += 1) {
      if (kept[option] === 0) continue;
      fewer.costs[next] = costs[option] ?? 0;
      fewer.origins[next] = option;
      for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
        fewer.usePools[nextUse] = usePools[use] ?? 0;
        fewer.useUnits[nextUse] = useUnits[use] ?? 0;
        nextUse += 1;
      }
      next += 1;
      fewer.useStart[next] = nextUse;
    }
    fewer.optionStart[of + 1] = next;
  }
  return fewer;
}
