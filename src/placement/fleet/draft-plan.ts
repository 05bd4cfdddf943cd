import type { CompactProblem } from './compact-problem.js';

/** Floats that add up to a whole capacity may miss it by this share. */
const SLACK = 1e-9;

/** A plan that is being worked on: the option of each workload, what is left of the pools, and who is in them. */
export class DraftPlan {
  /** Of each member, the number of its option in `problem`. Members are numbered as in `problem.members`. */
  readonly choices: Int32Array;
  /** The class of each member. */
  readonly classes: Int32Array;
  private readonly free: Float64Array;
  private readonly occupants: number[][];
  private total = 0;

  /** Every workload is left out at first. */
  constructor(readonly problem: CompactProblem) {
    const { capacities, optionStart, costs, memberStart, members } = problem;
    this.free = capacities.map((units) => units * (1 + SLACK));
    this.occupants = Array.from(capacities, () => []);
    this.classes = new Int32Array(members.length);
    this.choices = new Int32Array(members.length);
    for (let of = 0; of + 1 < optionStart.length; of += 1) {
      for (let member = memberStart[of] ?? 0; member < (memberStart[of + 1] ?? 0); member += 1) {
        this.classes[member] = of;
        this.choices[member] = optionStart[of] ?? 0;
        this.total += costs[optionStart[of] ?? 0] ?? 0;
      }
    }
  }

  /** The same plan on the problem that this one's was sifted from. */
  unsifted(problem: CompactProblem): DraftPlan {
    const plan = new DraftPlan(problem);
    this.choices.forEach((option, member) => plan.move(member, this.problem.origins[option] ?? 0));
    return plan;
  }

  /** With the penalties of those left out. */
  get cost(): number {
    return this.total;
  }

  /** Members whose options use a pool. */
  inPool(pool: number): readonly number[] {
    return this.occupants[pool] ?? [];
  }

  /** Whether there is room for an option. */
  fits(option: number): boolean {
    const { useStart, usePools, useUnits } = this.problem;
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      if ((useUnits[use] ?? 0) > (this.free[usePools[use] ?? 0] ?? 0)) return false;
    }
    return true;
  }

  /** The only pool that lacks room for an option; null where none or several do. */
  shortPool(option: number): number | null {
    const { useStart, usePools, useUnits } = this.problem;
    let short: number | null = null;
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      if ((useUnits[use] ?? 0) <= (this.free[usePools[use] ?? 0] ?? 0)) continue;
      if (short !== null) return null;
      short = usePools[use] ?? 0;
    }
    return short;
  }

  /** Units of a pool that nobody has; below zero while an option is {@link hold held} without room. */
  roomIn(pool: number): number {
    return this.free[pool] ?? 0;
  }

  /** Takes what an option uses, without anybody's moving; {@link release} gives it back. */
  hold(option: number): void {
    this.add(option, -1);
  }

  release(option: number): void {
    this.add(option, 1);
  }

  /** Moves a workload to another of its options. */
  move(member: number, option: number): void {
    const { costs, useStart, usePools } = this.problem;
    const before = this.choices[member] ?? 0;
    for (let use = useStart[before] ?? 0; use < (useStart[before + 1] ?? 0); use += 1) {
      const list = this.occupants[usePools[use] ?? 0] ?? [];
      const last = list.pop();
      if (last !== undefined && last !== member) list[list.indexOf(member)] = last;
    }
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      this.occupants[usePools[use] ?? 0]?.push(member);
    }
    this.release(before);
    this.hold(option);
    this.choices[member] = option;
    this.total += (costs[option] ?? 0) - (costs[before] ?? 0);
  }

  private add(option: number, times: 1 | -1): void {
    const { useStart, usePools, useUnits } = this.problem;
    for (let use = useStart[option] ?? 0; use < (useStart[option + 1] ?? 0); use += 1) {
      const pool = usePools[use] ?? 0;
      this.free[pool] = (this.free[pool] ?? 0) + times * (useUnits[use] ?? 0);
    }
  }
}
