import type { CompactProblem } from './compact-problem.js';
import { relax, type Relaxed } from './relaxation.js';

/** Progress of a step below which the next ones are not worth their time, as a share of the bound. */
const LEAST_STEP_FACTOR = 1e-4;
/** Steps without a better bound after which they become shorter. */
const PATIENCE = 8;

/**
 * Prices of the pools whose lower bound rises step by step: the volume algorithm (Barahona and Anbil, 2000), a subgradient
 * method whose direction is a mean over the past steps, so that it does not swing between options that are nearly equal.
 */
export class DualAscent {
  /** The best prices so far, and the bound that they give on the problem climbed last. */
  prices: Float64Array;
  bound: number;
  private readonly scales: Float64Array;
  private direction: Float64Array | null = null;
  private stepFactor = 0.5;
  private averaging = 0.1;

  constructor(problem: CompactProblem, prices: Float64Array) {
    this.prices = prices;
    this.bound = Number.NEGATIVE_INFINITY;
    this.scales = typicalUnits(problem);
  }

  /** Whether steps have become so short that climbing on would change nothing. */
  get settled(): boolean {
    return this.stepFactor < LEAST_STEP_FACTOR;
  }

  /**
   * Takes steps until their number, the time or their effect runs out. The problem may be another from call to call, with
   * other options of the same classes; the bound is then that of the new one.
   *
   * @param upper cost of a plan, or an estimate of it, which says how far there may be to climb
   */
  climb(problem: CompactProblem, upper: number, steps: number, until: number): void {
    const { capacities } = problem;
    let { bound, usage } = relax(problem, this.prices);
    this.bound = bound;
    this.direction ??= excess(usage, capacities);
    const trial = new Float64Array(capacities.length);
    let fruitless = 0;
    for (let step = 0; step < steps && !this.settled; step += 1) {
      if (step % 16 === 15 && performance.now() > until) return;
      const norm = this.length(this.direction);
      if (norm < 1e-12) {
        // No pool is short, and none with a price has room: there is no higher bound.
        this.stepFactor = 0;
        return;
      }
      const length = (this.stepFactor * this.climbable(upper)) / norm;
      for (let pool = 0; pool < trial.length; pool += 1) {
        const scale = this.scales[pool] ?? 1;
        trial[pool] = Math.max(0, (this.prices[pool] ?? 0) + (length * (this.direction[pool] ?? 0)) / (scale * scale));
      }
      ({ bound, usage } = relax(problem, trial));
      const rising = this.average(excess(usage, capacities), this.direction);
      if (bound > this.bound) {
        if (rising) this.stepFactor = Math.min(2, this.stepFactor * 1.1);
        this.bound = bound;
        this.prices.set(trial);
        fruitless = 0;
      } else if (++fruitless === PATIENCE) {
        this.stepFactor *= 0.66;
        fruitless = 0;
      }
      if (step % 100 === 99) this.averaging = Math.max(0.005, this.averaging * 0.8);
    }
  }

  /** How far the bound may rise: to the cost of the plan, yet not by more than a small share of it at a time. */
  private climbable(upper: number): number {
    const far = upper - this.bound;
    const near = 0.03 * Math.max(Math.abs(this.bound), 0.1 * Math.abs(upper));
    return Math.max(Math.min(far, near), 1e-4 * near);
  }

  /** Squared, in units that make the pools comparable; pools that cost nothing and have room do not count. */
  private length(direction: Float64Array): number {
    let sum = 0;
    for (let pool = 0; pool < direction.length; pool += 1) {
      const part = (direction[pool] ?? 0) / (this.scales[pool] ?? 1);
      if (part > 0 || (this.prices[pool] ?? 0) > 0) sum += part * part;
    }
    return sum;
  }

  /** Mixes the newest excess into the mean, as much as makes the mean shortest. @returns whether the two agree */
  private average(newest: Float64Array, mean: Float64Array): boolean {
    let own = 0;
    let both = 0;
    let old = 0;
    for (let pool = 0; pool < mean.length; pool += 1) {
      const scale = this.scales[pool] ?? 1;
      const left = (newest[pool] ?? 0) / scale;
      const right = (mean[pool] ?? 0) / scale;
      own += left * left;
      both += left * right;
      old += right * right;
    }
    const shortest = (old - both) / (own - 2 * both + old + 1e-18);
    const share = Math.min(this.averaging, Math.max(this.averaging / 10, shortest));
    for (let pool = 0; pool < mean.length; pool += 1) {
      mean[pool] = share * (newest[pool] ?? 0) + (1 - share) * (mean[pool] ?? 0);
    }
    return share * own + (1 - share) * both >= 0;
  }
}

function excess(usage: Relaxed['usage'], capacities: Float64Array): Float64Array {
  return usage.map((units, pool) => units - (capacities[pool] ?? 0));
}

/** Mean units of the uses of each pool: money and accelerators are counted in numbers of very different size. */
function typicalUnits({ capacities, usePools, useUnits }: CompactProblem): Float64Array {
  const sums = new Float64Array(capacities.length);
  const counts = new Float64Array(capacities.length);
  usePools.forEach((pool, use) => {
    sums[pool] = (sums[pool] ?? 0) + (useUnits[use] ?? 0);
    counts[pool] = (counts[pool] ?? 0) + 1;
  });
  return sums.map((sum, pool) => (sum > 0 ? sum / (counts[pool] ?? 1) : 1));
}
