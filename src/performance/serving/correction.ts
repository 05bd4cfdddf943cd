import { byKind, distance, kindCovariance, kindKey, kinship, runCorrelation } from './nearness.js';
import type { Place } from './place.js';

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

/** Corrects a place by what measured runs of its kind, and near to it, showed. */
export type Corrector = (place: Place) => Correction;

const NOTHING: Correction = { tpot: 0, ttft: 0, nearest: 0, modelMeasured: false };
/** Kinds whose kinships are kept: a placement asks for few at a time. */
const REMEMBERED_KINDS = 512;

export function correctorOf(points: CorrectionPoints): Corrector {
  if (points.kinds.length === 0) return () => NOTHING;
  const kinds = packed(points.kinds);
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
    return corrected(place.sizes, kinds, context);
  };
}

/** Places' sizes one after the other, and their weights. */
interface Packed {
  readonly sizes: Float64Array;
  readonly tpot: Float64Array;
  readonly ttft: Float64Array;
}

/** What does not change from run to run of one kind. */
interface Context {
  readonly fixedTpot: number;
  readonly fixedTtft: number;
  readonly fading: Float64Array;
  readonly runs: Packed | null;
  readonly modelMeasured: boolean;
}

function packed(points: readonly WeightedPlace[]): Packed {
  return {
    sizes: Float64Array.from(points.flatMap(({ place }) => [...place.sizes])),
    tpot: Float64Array.from(points, ({ tpot }) => tpot),
    ttft: Float64Array.from(points, ({ ttft }) => ttft),
  };
}

function contextOf(place: Place, kinds: readonly WeightedPlace[], runs: Packed | null): Context {
  const kin = kinds.map((point) => kinship(place, point.place));
  return {
    fixedTpot: kinds.reduce((sum, { tpot }, index) => sum + tpot * (kin[index]?.fixed ?? 0), 0),
    fixedTtft: kinds.reduce((sum, { ttft }, index) => sum + ttft * (kin[index]?.fixed ?? 0), 0),
    fading: Float64Array.from(kin, ({ fading }) => fading),
    runs,
    modelMeasured: kinds.some((point) => point.place.architecture === place.architecture),
  };
}

function corrected(sizes: Float64Array, kinds: Packed, context: Context): Correction {
  const dimensions = sizes.length;
  let { fixedTpot: tpot, fixedTtft: ttft } = context;
  let nearest = 0;
  for (let index = 0; index < context.fading.length; index += 1) {
    const squared = distance(sizes, 0, kinds.sizes, index * dimensions, dimensions);
    const covariance = kindCovariance({ fixed: 0, fading: context.fading[index] ?? 0 }, squared);
    tpot += covariance * (kinds.tpot[index] ?? 0);
    ttft += covariance * (kinds.ttft[index] ?? 0);
  }
  if (context.runs !== null) {
    const { runs } = context;
    for (let index = 0; index < runs.tpot.length; index += 1) {
      const correlation = runCorrelation(distance(sizes, 0, runs.sizes, index * dimensions, dimensions));
      tpot += correlation * (runs.tpot[index] ?? 0);
      ttft += correlation * (runs.ttft[index] ?? 0);
      if (correlation > nearest) nearest = correlation;
    }
  }
  return { tpot, ttft, nearest, modelMeasured: context.modelMeasured };
}
