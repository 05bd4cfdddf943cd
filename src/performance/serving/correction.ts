import { byKind, KIND_FADE, kindCorrelation, kindKey, kinship, RUN_FADE, runCorrelation } from './nearness.js';
import { REQUESTS_SIZE, type Place } from './place.js';

/** Natural logarithms by which the operations' times are to be multiplied. */
export interface Correction {
  readonly tpot: number;
  readonly ttft: number;
  /** How near the nearest run of the same kind is: 1 the same run, 0 none. */
  readonly nearest: number;
  /** Whether the model was measured at all, on any accelerator. */
  readonly modelMeasured: boolean;
}

/** A measured place and the weights that a fit gave it. */
export interface WeightedPlace {
  readonly place: Place;
  readonly tpot: number;
  readonly ttft: number;
}

export interface CorrectionPoints {
  /** What kinds of runs share, carried by a selection of places. */
  readonly kinds: readonly WeightedPlace[];
  /** What single runs add to their kind: every one of them. */
  readonly runs: readonly WeightedPlace[];
}

/**
 * Corrects a place by what measured runs of its kind, and near to it, showed: for all numbers of requests in flight at
 * once, given as the place's size of them.
 */
export type Corrector = (place: Place) => (requestsSize: number) => Correction;

const NOTHING: Correction = { tpot: 0, ttft: 0, nearest: 0, modelMeasured: false };
/** Kinds whose kinships are kept: a placement asks for few at a time. */
const REMEMBERED_KINDS = 512;
/** Logarithms of less than this, and correlations of less than e to the minus `FARTHEST`, make no difference. */
const NEGLIGIBLE = 1e-4;
const FARTHEST = 12;

export function correctorOf(points: CorrectionPoints): Corrector {
  if (points.kinds.length === 0) return () => () => NOTHING;
  const runs = new Map<string, Packed>();
  for (const [key, of] of byKind(points.runs)) runs.set(key, packed(of));
  const remembered = new Map<string, Context>();
  return (place) => {
    const key = kindKey(place);
    let context = remembered.get(key);
    if (context === undefined) {
      context = contextOf(place, points.kinds, runs.get(key) ?? null);
      if (remembered.size >= REMEMBERED_KINDS) remembered.clear();
      remembered.set(key, context);
    }
    return correctedLine(place, context);
  };
}

/** Places' sizes one after the other, and their weights. */
interface Packed {
  readonly sizes: Float64Array;
  readonly tpot: Float64Array;
  readonly ttft: Float64Array;
  /** Different sizes of the requests in flight among them, and which of these each place has. */
  readonly levels: Float64Array;
  readonly levelOf: Int32Array;
}

/** What does not change from run to run of one kind. */
interface Context {
  readonly fixedTpot: number;
  readonly fixedTtft: number;
  /** Those that tell of this kind, and how much. */
  readonly kinds: Packed;
  readonly fading: Float64Array;
  readonly runs: Packed | null;
  readonly modelMeasured: boolean;
}

function packed(points: readonly WeightedPlace[]): Packed {
  const requests = points.map(({ place }) => place.sizes[REQUESTS_SIZE] ?? 0);
  const levels = [...new Set(requests)].sort((one, other) => one - other);
  const position = new Map(levels.map((level, index) => [level, index]));
  return {
    sizes: Float64Array.from(points.flatMap(({ place }) => [...place.sizes])),
    tpot: Float64Array.from(points, ({ tpot }) => tpot),
    ttft: Float64Array.from(points, ({ ttft }) => ttft),
    levels: Float64Array.from(levels),
    levelOf: Int32Array.from(requests, (size) => position.get(size) ?? 0),
  };
}

function contextOf(place: Place, kinds: readonly WeightedPlace[], runs: Packed | null): Context {
  const kin = kinds.map((point) => kinship(place, point.place));
  const telling = kinds.flatMap((point, index) => {
    const fading = kin[index]?.fading ?? 0;
    return fading * Math.max(Math.abs(point.tpot), Math.abs(point.ttft)) > NEGLIGIBLE ? [{ point, fading }] : [];
  });
  return {
    fixedTpot: kinds.reduce((sum, { tpot }, index) => sum + tpot * (kin[index]?.fixed ?? 0), 0),
    fixedTtft: kinds.reduce((sum, { ttft }, index) => sum + ttft * (kin[index]?.fixed ?? 0), 0),
    kinds: packed(telling.map(({ point }) => point)),
    fading: Float64Array.from(telling, ({ fading }) => fading),
    runs,
    modelMeasured: kinds.some((point) => point.place.architecture === place.architecture),
  };
}

/** Weights by level of the requests in flight, everything else being as at a place. */
interface Levels {
  readonly at: Float64Array;
  readonly tpot: Float64Array;
  readonly ttft: Float64Array;
  /** Correlation of the nearest run of the level, but for the requests in flight. */
  readonly nearest: Float64Array;
}

function correctedLine(place: Place, context: Context): (requestsSize: number) => Correction {
  const { fixedTpot, fixedTtft, modelMeasured } = context;
  const ofKinds = levelsAt(place, context.kinds, context.fading, kindCorrelation, FARTHEST / KIND_FADE);
  const ofRuns =
    context.runs === null ? null : levelsAt(place, context.runs, null, runCorrelation, FARTHEST / RUN_FADE);
  return (requestsSize) => {
    let tpot = fixedTpot;
    let ttft = fixedTtft;
    let nearest = 0;
    for (let level = 0; level < ofKinds.at.length; level += 1) {
      const near = kindCorrelation((requestsSize - (ofKinds.at[level] ?? 0)) ** 2);
      tpot += near * (ofKinds.tpot[level] ?? 0);
      ttft += near * (ofKinds.ttft[level] ?? 0);
    }
    if (ofRuns !== null) {
      for (let level = 0; level < ofRuns.at.length; level += 1) {
        const near = runCorrelation((requestsSize - (ofRuns.at[level] ?? 0)) ** 2);
        tpot += near * (ofRuns.tpot[level] ?? 0);
        ttft += near * (ofRuns.ttft[level] ?? 0);
        nearest = Math.max(nearest, near * (ofRuns.nearest[level] ?? 0));
      }
    }
    return { tpot, ttft, nearest, modelMeasured };
  };
}

function levelsAt(
  place: Place,
  points: Packed,
  factors: Float64Array | null,
  correlation: (squared: number) => number,
  farthest: number,
): Levels {
  const { sizes } = place;
  const count = points.levels.length;
  const tpot = new Float64Array(count);
  const ttft = new Float64Array(count);
  const nearest = new Float64Array(count);
  for (let index = 0; index < points.tpot.length; index += 1) {
    const squared = otherDistance(sizes, points.sizes, index * sizes.length);
    if (squared > farthest) continue;
    const near = correlation(squared);
    const weight = near * (factors === null ? 1 : (factors[index] ?? 0));
    const level = points.levelOf[index] ?? 0;
    tpot[level] = (tpot[level] ?? 0) + weight * (points.tpot[index] ?? 0);
    ttft[level] = (ttft[level] ?? 0) + weight * (points.ttft[index] ?? 0);
    nearest[level] = Math.max(nearest[level] ?? 0, near);
  }
  return { at: points.levels, tpot, ttft, nearest };
}

/** Squared distance in all sizes but the requests in flight. */
function otherDistance(one: Float64Array, others: Float64Array, from: number): number {
  let sum = 0;
  for (let index = REQUESTS_SIZE + 1; index < one.length; index += 1) {
    const apart = (one[index] ?? 0) - (others[from + index] ?? 0);
    sum += apart * apart;
  }
  return sum;
}
