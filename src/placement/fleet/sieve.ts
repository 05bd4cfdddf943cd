import { withOptions, type CompactProblem } from './compact-problem.js';

/**
 * The few options of each class that are cheapest at some prices. The others hardly ever matter, and make every step of
 * a search several times as long.
 */
export class Sieve {
  private readonly kept: Uint8Array;

  constructor(
    private readonly problem: CompactProblem,
    private readonly optionsPerClass: number,
  ) {
    this.kept = new Uint8Array(problem.costs.length);
  }

  /**
   * Keeps the cheapest options of each class besides those that were kept before.
   *
   * @param reduced costs of the options at the prices at hand
   */
  keep(reduced: Float64Array): void {
    const { optionStart } = this.problem;
    const least = new Float64Array(this.optionsPerClass);
    for (let of = 0; of + 1 < optionStart.length; of += 1) {
      const from = optionStart[of] ?? 0;
      const end = optionStart[of + 1] ?? 0;
      this.kept[from] = 1;
      const all = end - from <= this.optionsPerClass;
      const limit = all ? Number.POSITIVE_INFINITY : lowest(reduced, from + 1, end, least);
      for (let option = from + 1; option < end; option += 1) {
        if ((reduced[option] ?? 0) <= limit) this.kept[option] = 1;
      }
    }
  }

  forget(): void {
    this.kept.fill(0);
  }

  /** The problem with the options that are kept. */
  sifted(): CompactProblem {
    return withOptions(this.problem, this.kept);
  }
}

/** The largest of as many lowest values as `least` has room for, which are left there in order. */
function lowest(values: Float64Array, from: number, end: number, least: Float64Array): number {
  const last = least.length - 1;
  least.fill(Number.POSITIVE_INFINITY);
  for (let index = from; index < end; index += 1) {
    const value = values[index] ?? 0;
    if (value >= (least[last] ?? 0)) continue;
    let place = last;
    for (; place > 0 && (least[place - 1] ?? 0) > value; place -= 1) least[place] = least[place - 1] ?? 0;
    least[place] = value;
  }
  return least[last] ?? 0;
}
