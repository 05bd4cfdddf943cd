import type { ServingCoefficients } from '../coefficients.js';
import { layReplica, type Replica } from '../replica.js';
import { acceleratorsOf } from '../serving/layout.js';
import type { ServingRun } from '../serving/serving-run.js';
import { servingLine, servingPoint } from '../serving-point.js';
import type { Efficiency, EfficiencyTable, RequestShape } from '../types.js';
import type { Pace, Stated } from './pace.js';

/** By what the accelerator reaches of its datasheet. */
export function rooflinePace(replica: Replica, efficiency: Efficiency, shape: RequestShape): Pace {
  const line = servingLine(replica, shape);
  const stated = statedOf(efficiency);
  return { at: (requests) => servingPoint(line, requests), statedAt: () => stated, rises: true };
}

/** The same of a measured run, which lies within a node; null where the accelerator's reach is not known. */
export function rooflinePaceOfRun(
  run: ServingRun,
  table: EfficiencyTable,
  coefficients: ServingCoefficients,
): Pace | null {
  const { model, accelerator, layout, inputTokens, outputTokens } = run;
  const precision = model.experts === null ? run.precision : run.expertPrecision;
  const efficiency = table(accelerator.id, precision);
  if (efficiency === null) return null;
  const parallelism = { tensor: acceleratorsOf(layout), pipeline: 1 };
  const hardware = { accelerator, parallelism, interNodeGBps: null, nodes: 1 };
  const replica = layReplica(model, hardware, precision, efficiency, coefficients);
  return replica && rooflinePace(replica, efficiency, { inputTokens, outputTokens });
}

/** A fit on this accelerator and precision stands between its measurements; only a borrowed one is beyond them. */
function statedOf({ servingBasis, errorPercent, ttftErrorPercent, source }: Efficiency): Stated {
  return {
    basis: servingBasis === 'measured' ? 'interpolated' : servingBasis,
    errorPercent,
    ttftErrorPercent: ttftErrorPercent ?? null,
    slowest: Math.max(0, 1 - errorPercent / 100),
    fastest: 1 + errorPercent / 100,
    source,
  };
}
