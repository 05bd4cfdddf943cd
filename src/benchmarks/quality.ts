import type { Precision } from '../catalog/index.js';

/** One score of an altered model, beside that of the model as published. */
export interface QualityMeasurement {
  /** As the catalog calls it. */
  readonly model: string;
  readonly precision: Precision;
  readonly benchmark: string;
  /** How it was altered, e.g. `int4 AWQ W4A16, PTQ`. */
  readonly method: string;
  /** As the source calls the model: often its instruction-tuned form. */
  readonly measuredOn: string;
  readonly retainedPercent: number;
  /** Scores in the benchmark's own unit; null where only the share was published. */
  readonly baselineScore: number | null;
  readonly alteredScore: number | null;
  readonly source: string;
}

/** How much of its native score a model keeps at a precision. */
export interface QualityFigure {
  readonly retainedPercent: number;
  readonly benchmark: string;
  readonly method: string;
  /** What it was measured on; never another model than the one asked for. */
  readonly basis: string;
  readonly source: string;
}

/**
 * Null where nobody measured the model at this precision (on this benchmark, when one is named). The native
 * precision needs no figure.
 */
export type QualityTable = (modelName: string, precision: Precision, benchmark?: string) => QualityFigure | null;

/**
 * A table over measurements. Of several ways to quantize, the best on a benchmark counts, since one chooses the way;
 * of several benchmarks the lowest, since one does not choose what users ask.
 */
export function createQualityTable(measurements: readonly QualityMeasurement[]): QualityTable {
  const byVariant = new Map<string, QualityMeasurement[]>();
  for (const measurement of measurements) {
    const key = keyOf(measurement.model, measurement.precision);
    byVariant.set(key, [...(byVariant.get(key) ?? []), measurement]);
  }
  return (modelName, precision, benchmark) => {
    const known = byVariant.get(keyOf(modelName, precision)) ?? [];
    const asked = benchmark === undefined ? known : known.filter((each) => each.benchmark === benchmark);
    const lowest = bestOfEachBenchmark(asked).reduce<QualityMeasurement | null>(
      (worst, each) => (worst === null || each.retainedPercent < worst.retainedPercent ? each : worst),
      null,
    );
    return lowest === null ? null : figureOf(lowest);
  };
}

function bestOfEachBenchmark(measurements: readonly QualityMeasurement[]): QualityMeasurement[] {
  const best = new Map<string, QualityMeasurement>();
  for (const measurement of measurements) {
    const before = best.get(measurement.benchmark);
    if (before === undefined || measurement.retainedPercent > before.retainedPercent) {
      best.set(measurement.benchmark, measurement);
    }
  }
  return [...best.values()];
}

function figureOf({ retainedPercent, benchmark, method, measuredOn, source }: QualityMeasurement): QualityFigure {
  return { retainedPercent, benchmark, method, basis: `measured on ${measuredOn}`, source };
}

const keyOf = (model: string, precision: Precision) => `${precision} ${model}`;
