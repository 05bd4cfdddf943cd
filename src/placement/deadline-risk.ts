/** What interruptions may do to a deadline. Hours may be machine hours where several machines work side by side. */
export interface DeadlineRisk {
  /** From the start to the end if nothing happens. */
  readonly busyHours: number;
  /** From there to the deadline; below 0 it is missed for certain. */
  readonly slackHours: number;
  /** Mean number of interruptions in an hour. */
  readonly interruptionsPerHour: number;
  /** Most work that one interruption undoes; how much it is lies evenly between 0 and this. */
  readonly lostHoursAtMost: number;
  /** Lost by every interruption on top. */
  readonly restartHours: number;
}

/** Up to so many terms the sum of uniforms is computed exactly; beyond, cancellation would eat the digits. */
const EXACT_TERMS = 10;
/** Fewer interruptions than so many standard deviations below the mean happen with a probability below 1e-21. */
const DEVIATIONS = 10;
/** With more interruptions than this a bound in closed form is near enough, and takes no time that grows with them. */
const MOST_COUNTED = 10_000;
/** Probabilities that are not told apart from none. */
const NEGLIGIBLE = 1e-15;
/** More than so many times the mean and one never happen: a probability far below what is told apart from none. */
const SURELY_BEYOND = 40;
/** Earlier deadlines that are looked at, each with room for one interruption less. */
const EARLIER_TRIED = 8;

/**
 * Probability that interruptions use up the slack: their number is Poisson, each costs the restart and a uniform share
 * of what it can undo. An upper bound for exponential interruptions: they are counted until the deadline, also while
 * restarting, and the work lost since a checkpoint is less than uniform. Beyond ten interruptions the sum of what they
 * undo is taken for nearly normal, to some 1e-4.
 *
 * Whoever is done earlier is done in time, so an earlier deadline's bound holds as well. It is the smaller one where
 * slack is too short for one interruption more: without it a later deadline could seem the greater risk.
 *
 * @param accepted no smaller bound is looked for below this
 */
export function deadlineMissProbability(risk: DeadlineRisk, accepted = 0): number {
  const { slackHours, restartHours, lostHoursAtMost } = risk;
  if (!(slackHours >= 0)) return 1;
  let least = missedWithin(slackHours, risk, 1);
  const cost = restartHours + lostHoursAtMost;
  const affordable = Math.floor(slackHours / cost);
  for (let fewer = 0; fewer < EARLIER_TRIED && fewer <= affordable; fewer += 1) {
    if (least <= Math.max(accepted, NEGLIGIBLE)) break;
    least = Math.min(least, missedWithin((affordable - fewer) * cost, risk, least));
  }
  return least;
}

/** @param enough once the probability is certain to be above this, any figure above it is returned */
function missedWithin(slackHours: number, risk: DeadlineRisk, enough: number): number {
  const mean = (risk.busyHours + slackHours) * risk.interruptionsPerHour;
  if (mean === 0) return 0;
  const cost = risk.restartHours + risk.lostHoursAtMost;
  if (cost === 0) return 0;
  if (mean > MOST_COUNTED) return bernsteinBound(slackHours, mean, risk);
  // Fewer never use the slack up, and where those are nearly all there is nothing to sum.
  const harmless = Math.floor(slackHours / cost);
  const likely = Math.floor(mean - DEVIATIONS * Math.sqrt(mean));
  let count = Math.max(0, likely, harmless + 1);
  if (count > SURELY_BEYOND * (1 + mean)) return NEGLIGIBLE;
  let share = Math.exp(count * Math.log(mean) - mean - logFactorial(count));
  let missed = NEGLIGIBLE;
  for (;;) {
    // All that follow lie under a geometric series: no more than this, taken for missed, an upper bound stays one.
    const ratio = mean / (count + 1);
    if (ratio < 1 && share / (1 - ratio) < NEGLIGIBLE) return Math.min(1, missed + share / (1 - ratio));
    missed += share * missedAfter(count, slackHours, risk);
    if (missed > enough) return Math.min(1, missed);
    count += 1;
    share *= ratio;
  }
}

/**
 * Bernstein's inequality for a compound Poisson sum S of losses X ≤ b: P(S ≥ E S + t) ≤ exp(−t² ÷ 2(v + bt/3)) with
 * v = mean · E X². Looser than the count, never below it.
 */
function bernsteinBound(
  slackHours: number,
  mean: number,
  { lostHoursAtMost: lost, restartHours: restart }: DeadlineRisk,
): number {
  const spare = slackHours - mean * (restart + lost / 2);
  if (!(spare > 0)) return 1;
  const variance = mean * (restart ** 2 + restart * lost + lost ** 2 / 3);
  return Math.exp(-(spare ** 2) / (2 * (variance + ((restart + lost) * spare) / 3)));
}

/** Probability that exactly so many interruptions cost more than the slack. */
function missedAfter(count: number, slackHours: number, { lostHoursAtMost, restartHours }: DeadlineRisk): number {
  const left = slackHours - count * restartHours;
  if (left < 0) return 1;
  if (left >= count * lostHoursAtMost) return 0;
  return 1 - uniformSumBelow(left / lostHoursAtMost, count);
}

/** Probability that the sum of `count` independent uniforms on [0, 1] is below `x` (Irwin and Hall). */
export function uniformSumBelow(x: number, count: number): number {
  if (x <= 0) return 0;
  if (x >= count) return 1;
  // The lower half has fewer, larger terms.
  if (x > count / 2) return 1 - uniformSumBelow(count - x, count);
  return count <= EXACT_TERMS ? irwinHall(x, count) : nearlyNormal(x, count);
}

function irwinHall(x: number, count: number): number {
  let sum = 0;
  let binomial = 1;
  for (let k = 0; k < x; k += 1) {
    sum += (k % 2 === 0 ? 1 : -1) * binomial * (x - k) ** count;
    binomial *= (count - k) / (k + 1);
  }
  return Math.min(1, Math.max(0, sum / Math.exp(logFactorial(count))));
}

/** Normal with the Edgeworth term for the flatness of uniforms (excess kurtosis −1.2 / count). */
function nearlyNormal(x: number, count: number): number {
  const z = (x - count / 2) / Math.sqrt(count / 12);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const correction = (1.2 / count / 24) * (z ** 3 - 3 * z) * density;
  return Math.min(1, Math.max(0, normalBelow(z) + correction));
}

/** Standard normal distribution function; Abramowitz and Stegun 7.1.26, absolute error below 1e-7. */
function normalBelow(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = (polynomial * Math.exp((-z * z) / 2)) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** ln n!, by Stirling's series beyond a table: exact to 1e-10. */
function logFactorial(n: number): number {
  if (n < 16) {
    let sum = 0;
    for (let factor = 2; factor <= n; factor += 1) sum += Math.log(factor);
    return sum;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}
