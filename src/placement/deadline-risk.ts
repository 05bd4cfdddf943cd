/** What interruptions may do to a deadline. Hours may be machine hours where several machines work side by side. */
export interface DeadlineRisk {
  /** Time to spare if nothing happens; below 0 the deadline is missed for certain. */
  readonly slackHours: number;
  /** Mean number of interruptions until the deadline. */
  readonly expectedInterruptions: number;
  /** Most work that one interruption undoes; how much it is lies evenly between 0 and this. */
  readonly lostHoursAtMost: number;
  /** Lost by every interruption on top. */
  readonly restartHours: number;
}

/** Up to so many terms the sum of uniforms is computed exactly; beyond, cancellation would eat the digits. */
const EXACT_TERMS = 10;
/** Counts further than so many standard deviations from the mean do not matter. */
const DEVIATIONS = 10;
/** With more interruptions than this a bound in closed form is near enough, and takes no time that grows with them. */
const MOST_COUNTED = 10_000;

/**
 * Probability that interruptions use up the slack: their number is Poisson, each costs the restart and a uniform share
 * of what it can undo. An upper bound for exponential interruptions: they are counted until the deadline, also while
 * restarting, and the work lost since a checkpoint is less than uniform.
 */
export function deadlineMissProbability(risk: DeadlineRisk): number {
  const { slackHours, expectedInterruptions: mean } = risk;
  if (!(slackHours >= 0)) return 1;
  if (mean === 0) return 0;
  if (mean > MOST_COUNTED) return bernsteinBound(risk);
  const deviation = Math.sqrt(mean);
  const first = Math.max(0, Math.floor(mean - DEVIATIONS * deviation));
  const last = Math.ceil(mean + DEVIATIONS * deviation + DEVIATIONS);
  let missed = 0;
  let counted = 0;
  let logShare = first * Math.log(mean) - mean - logFactorial(first);
  for (let count = first; count <= last; count += 1) {
    const share = Math.exp(logShare);
    missed += share * missedAfter(count, risk);
    counted += share;
    logShare += Math.log(mean / (count + 1));
  }
  // What the loop left out is taken for missed: an upper bound stays one.
  return Math.min(1, missed + Math.max(0, 1 - counted));
}

/**
 * Bernstein's inequality for a compound Poisson sum S of losses X ≤ b: P(S ≥ E S + t) ≤ exp(−t² ÷ 2(v + bt/3)) with
 * v = mean · E X². Looser than the count, never below it.
 */
function bernsteinBound(risk: DeadlineRisk): number {
  const { slackHours, expectedInterruptions: mean, lostHoursAtMost: lost, restartHours: restart } = risk;
  const largest = restart + lost;
  if (largest === 0) return 0;
  const spare = slackHours - mean * (restart + lost / 2);
  if (!(spare > 0)) return 1;
  const variance = mean * (restart ** 2 + restart * lost + lost ** 2 / 3);
  return Math.exp(-(spare ** 2) / (2 * (variance + (largest * spare) / 3)));
}

/** Probability that exactly so many interruptions cost more than the slack. */
function missedAfter(count: number, { slackHours, lostHoursAtMost, restartHours }: DeadlineRisk): number {
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
