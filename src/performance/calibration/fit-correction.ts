import type { CorrectionPoints, WeightedPlace } from '../serving/correction.js';
import { byKind, distance, kindCovariance, RUN_SPREAD, runCorrelation } from '../serving/nearness.js';
import type { Place } from '../serving/place.js';
import { solveSymmetric } from './cholesky.js';

/** What the operations of a measured run leave unexplained. */
export interface Residual {
  readonly place: Place;
  /** Natural logarithms of measured over worked-out times. */
  readonly tpot: number;
  readonly ttft: number;
}

/** Places that carry what kinds of runs share: more follow the measurements closer, and take longer. */
export const KIND_POINTS = 400;

/** Standard deviation of a measurement repeated, in logarithms; times to the first token scatter more. */
const NOISE = 0.06;
const NOISIER_TTFT = 1.5;
/** Disaggregated runs scatter more: what is not stated of them matters. */
const NOISIER_APART = 1.3;
/** Runs that are trusted repeat better than those of many people and versions do. */
const TRUSTED = 0.5;
/** More than this is a run that did not go as described. */
const CLIP = 1;
/** What is so many standard deviations off counts the less the further it is. */
const DOUBTED = 2;

/** One of the two times: which residual, and how much more than the other it scatters. */
interface Target {
  readonly of: (residual: Residual) => number;
  readonly noise: number;
}
const TPOT: Target = { of: ({ tpot }) => tpot, noise: NOISE };
const TTFT: Target = { of: ({ ttft }) => ttft, noise: NOISE * NOISIER_TTFT };

/**
 * Weights of measured places such that what is unexplained is expected as measured near them and fades away from them.
 * Gaussian-process regression in two steps: what kinds share over a selection of places (Quiñonero-Candela & Rasmussen
 * 2005, "subset of regressors"), then what remains, kind by kind over all of its runs.
 *
 * @param trusted whether each run went as described, however far it is off: then it counts in full next to it
 */
export function fitCorrection(residuals: readonly Residual[], points = KIND_POINTS, trusted = false): CorrectionPoints {
  const places = spreadOut(
    residuals.map(({ place }) => place),
    points,
  );
  const across = covariances(places, residuals);
  const [tpot, ttft] = [TPOT, TTFT].map((target) => kindWeights(places, residuals, across, target));
  const explained = (weights: Float64Array | undefined, row: number) => {
    let sum = 0;
    for (let point = 0; point < places.length; point += 1) {
      sum += (across[point * residuals.length + row] ?? 0) * (weights?.[point] ?? 0);
    }
    return sum;
  };
  const remaining = residuals.map((residual, row) => ({
    place: residual.place,
    tpot: (trusted ? residual.tpot : clipped(residual.tpot)) - explained(tpot, row),
    ttft: (trusted ? residual.ttft : clipped(residual.ttft)) - explained(ttft, row),
  }));
  return {
    kinds: places.map((place, index) => ({ place, tpot: tpot?.[index] ?? 0, ttft: ttft?.[index] ?? 0 })),
    runs: [...byKind(remaining).values()].flatMap((of) => runWeights(of, trusted)),
  };
}

function clipped(value: number): number {
  return Math.max(-CLIP, Math.min(CLIP, value));
}

/** Rows of places, columns of residuals. */
function covariances(places: readonly Place[], residuals: readonly Residual[]): Float64Array {
  const across = new Float64Array(places.length * residuals.length);
  for (const [point, place] of places.entries()) {
    for (const [row, { place: other }] of residuals.entries()) {
      across[point * residuals.length + row] = kindCovariance(place, other);
    }
  }
  return across;
}

function noiseOf(residual: Residual, { noise }: Target): number {
  return noise * (residual.place.mode === 'together' ? 1 : NOISIER_APART);
}

/** Solved twice: what the first solution finds far off is trusted less in the second. */
function kindWeights(
  places: readonly Place[],
  residuals: readonly Residual[],
  across: Float64Array,
  target: Target,
): Float64Array {
  const size = places.length;
  const rows = residuals.length;
  const wanted = Float64Array.from(residuals, (residual) => clipped(target.of(residual)));
  /** What single runs add is noise to what kinds share. */
  const variances = Float64Array.from(residuals, (residual) => noiseOf(residual, target) ** 2 + RUN_SPREAD ** 2);
  const plain = Float64Array.from(variances);
  let weights: Float64Array = new Float64Array(size);
  for (let round = 0; round < 2; round += 1) {
    weights = solveKinds(places, across, wanted, variances);
    for (let row = 0; row < rows; row += 1) {
      let off = wanted[row] ?? 0;
      for (let point = 0; point < size; point += 1) off -= (across[point * rows + row] ?? 0) * (weights[point] ?? 0);
      const variance = plain[row] ?? 1;
      variances[row] = variance * Math.max(1, off ** 2 / (DOUBTED ** 2 * variance));
    }
  }
  return weights;
}

function solveKinds(
  places: readonly Place[],
  across: Float64Array,
  wanted: Float64Array,
  variances: Float64Array,
): Float64Array {
  const size = places.length;
  const rows = wanted.length;
  const right = new Float64Array(size);
  const left = new Float64Array(size * size);
  for (const [point, place] of places.entries()) {
    const at = point * rows;
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      sum += ((across[at + row] ?? 0) * (wanted[row] ?? 0)) / (variances[row] ?? 1);
    }
    right[point] = sum;
    for (let other = 0; other <= point; other += 1) {
      const from = other * rows;
      let product = 0;
      for (let row = 0; row < rows; row += 1) {
        product += ((across[at + row] ?? 0) * (across[from + row] ?? 0)) / (variances[row] ?? 1);
      }
      const there = places[other];
      left[point * size + other] = product + (there === undefined ? 0 : kindCovariance(place, there));
    }
    // Places next to each other would make the matrix singular.
    left[point * size + point] = (left[point * size + point] ?? 0) * (1 + 1e-6) + 1e-9;
  }
  solveSymmetric(left, size, [right]);
  return right;
}

/** All runs of one kind, which sizes alone tell apart. */
function runWeights(residuals: readonly Residual[], trusted: boolean): WeightedPlace[] {
  const weights = [TPOT, TTFT].map((target) => {
    const size = residuals.length;
    const left = new Float64Array(size * size);
    const right = Float64Array.from(residuals, (residual) => target.of(residual));
    for (const [row, one] of residuals.entries()) {
      for (const [column, other] of residuals.slice(0, row + 1).entries()) {
        const squared = distance(one.place.sizes, other.place.sizes);
        left[row * size + column] = RUN_SPREAD ** 2 * runCorrelation(squared);
      }
      const own = (noiseOf(one, target) * (trusted ? TRUSTED : 1)) ** 2;
      const off = target.of(one) ** 2 / (DOUBTED ** 2 * (RUN_SPREAD ** 2 + own));
      const doubt = trusted ? 1 : Math.max(1, off);
      left[row * size + row] = (left[row * size + row] ?? 0) + own * doubt;
    }
    solveSymmetric(left, size, [right]);
    return right;
  });
  return residuals.map(({ place }, row) => ({
    place,
    tpot: RUN_SPREAD ** 2 * (weights[0]?.[row] ?? 0),
    ttft: RUN_SPREAD ** 2 * (weights[1]?.[row] ?? 0),
  }));
}

/** Places as different from each other as can be: each next one is the one that those before tell least of. */
export function spreadOut(places: readonly Place[], wanted: number): Place[] {
  const [first] = places;
  if (first === undefined) return [];
  const chosen = [first];
  const unexplained = places.map((place) => apartness(first, place));
  while (chosen.length < Math.min(wanted, places.length)) {
    let best = 0;
    for (let index = 1; index < places.length; index += 1) {
      if ((unexplained[index] ?? 0) > (unexplained[best] ?? 0)) best = index;
    }
    const next = places[best];
    if (next === undefined || (unexplained[best] ?? 0) < 1e-6) break;
    chosen.push(next);
    for (const [index, place] of places.entries()) {
      unexplained[index] = Math.min(unexplained[index] ?? 0, apartness(next, place));
    }
  }
  return chosen;
}

function apartness(one: Place, other: Place): number {
  return kindCovariance(other, other) - kindCovariance(one, other);
}
