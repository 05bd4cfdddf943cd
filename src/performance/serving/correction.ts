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
/** Kinds whose kinships are kept, and sizes whose distances are: a placement asks for few at a time. */
const REMEMBERED_KINDS = 512;
const REMEMBERED_SIZES = 64;
/** Logarithms of less than this, and correlations of less than e to the minus `FARTHEST`, make no difference. */
const NEGLIGIBLE = 1e-4;
const FARTHEST = 12;

export function correctorOf(points: CorrectionPoints): Corrector {
  if (points.kinds.length === 0) return () => () => NOTHING;
  const runs = new Map<string, Packed>();
  for (const [key, of] of byKind(points.runs)) runs.set(key, packed(of, runCorrelation, FARTHEST / RUN_FADE));
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
  readonly tpot: Float64Array;
  readonly ttft: Float64Array;
  /** Different sizes of the requests in flight among them, and which of these each place has. */
  readonly levels: Float64Array;
  readonly levelOf: Int32Array;
  /** How near all of them are to sizes, the requests in flight left out; and a level to requests in flight. */
  readonly nearTo: (sizes: Float64Array) => Float64Array;
  readonly levelNear: (requestsSize: number, level: number) => number;
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

function packed(points: readonly WeightedPlace[], correlation: (squared: number) => number, farthest: number): Packed {
  const requests = points.map(({ place }) => place.sizes[REQUESTS_SIZE] ?? 0);
  const levels = Float64Array.from([...new Set(requests)].sort((one, other) => one - other));
  const position = new Map([...levels].map((level, index) => [level, index]));
  const sizes = Float64Array.from(points.flatMap(({ place }) => [...place.sizes]));
  const near = (squared: number) => (squared > farthest ? 0 : correlation(squared));
  return {
    tpot: Float64Array.from(points, ({ tpot }) => tpot),
    ttft: Float64Array.from(points, ({ ttft }) => ttft),
    levels,
    levelOf: Int32Array.from(requests, (size) => position.get(size) ?? 0),
    nearTo: rememberedSizes((of) =>
      Float64Array.from(points, (_, index) => near(otherDistance(of, sizes, index * of.length))),
    ),
    levelNear: (size, level) => near((size - (levels[level] ?? 0)) ** 2),
  };
}

/** Replicas of a placement differ in few sizes, and the requests in flight are none of them here. */
function rememberedSizes(make: (sizes: Float64Array) => Float64Array): (sizes: Float64Array) => Float64Array {
  const known = new Map<number, { readonly sizes: Float64Array; readonly value: Float64Array }>();
  return (sizes) => {
    let key = 0;
    for (let index = REQUESTS_SIZE + 1; index < sizes.length; index += 1) key = key * 31.7 + (sizes[index] ?? 0);
    const held = known.get(key);
    if (held !== undefined && alikeButForRequests(held.sizes, sizes)) return held.value;
    const value = make(sizes);
    if (known.size >= REMEMBERED_SIZES) known.clear();
    known.set(key, { sizes, value });
    return value;
  };
}

function alikeButForRequests(one: Float64Array, other: Float64Array): boolean {
  for (let index = REQUESTS_SIZE + 1; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
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
    kinds: packed(
      telling.map(({ point }) => point),
      kindCorrelation,
      FARTHEST / KIND_FADE,
    ),
    fading: Float64Array.from(telling, ({ fading }) => fading),
    runs,
    modelMeasured: kinds.some((point) => point.place.architecture === place.architecture),
  };
}

/** Weights by level of the requests in flight, everything else being as at a place. */
interface Levels {
  readonly tpot: Float64Array;
  readonly ttft: Float64Array;
  /** Correlation of the nearest run of the level, but for the requests in flight. */
  readonly nearest: Float64Array;
}

function correctedLine(place: Place, { fixedTpot, fixedTtft, kinds, fading, runs, modelMeasured }: Context) {
  const ofKinds = levelsAt(place, kinds, fading);
  const ofRuns = runs === null ? null : levelsAt(place, runs, null);
  return (requestsSize: number): Correction => {
    let tpot = fixedTpot;
    let ttft = fixedTtft;
    let nearest = 0;
    for (let level = 0; level < kinds.levels.length; level += 1) {
      if (ofKinds.nearest[level] === 0) continue;
      const near = kinds.levelNear(requestsSize, level);
      tpot += near * (ofKinds.tpot[level] ?? 0);
      ttft += near * (ofKinds.ttft[level] ?? 0);
    }
    if (ofRuns !== null && runs !== null) {
      for (let level = 0; level < runs.levels.length; level += 1) {
        if (ofRuns.nearest[level] === 0) continue;
        const near = runs.levelNear(requestsSize, level);
        tpot += near * (ofRuns.tpot[level] ?? 0);
        ttft += near * (ofRuns.ttft[level] ?? 0);
        nearest = Math.max(nearest, near * (ofRuns.nearest[level] ?? 0));
      }
    }
    return { tpot, ttft, nearest, modelMeasured };
  };
}

function levelsAt(place: Place, points: Packed, factors: Float64Array | null): Levels {
  const count = points.levels.length;
  const tpot = new Float64Array(count);
  const ttft = new Float64Array(count);
  const nearest = new Float64Array(count);
  const nearTo = points.nearTo(place.sizes);
  for (let index = 0; index < nearTo.length; index += 1) {
    const near = nearTo[index] ?? 0;
    if (near === 0) continue;
    const weight = near * (factors === null ? 1 : (factors[index] ?? 0));
    const level = points.levelOf[index] ?? 0;
    tpot[level] = (tpot[level] ?? 0) + weight * (points.tpot[index] ?? 0);
    ttft[level] = (ttft[level] ?? 0) + weight * (points.ttft[index] ?? 0);
    nearest[level] = Math.max(nearest[level] ?? 0, near);
  }
  return { tpot, ttft, nearest };
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
