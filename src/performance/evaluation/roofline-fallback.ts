import type { ServingCoefficients } from '../coefficients.js';
import { layReplica } from '../replica.js';
import { acceleratorsOf } from '../serving/layout.js';
import { servingLine, servingPoint } from '../serving-point.js';
import type { EfficiencyTable } from '../types.js';
import type { FallbackPrediction } from './evaluate-serving.js';

/** Where operations were not measured: what an accelerator reaches of its datasheet. */
export function rooflineFallback(efficiency: EfficiencyTable, coefficients: ServingCoefficients): FallbackPrediction {
  return (run) => {
    const precision = run.model.experts === null ? run.precision : run.expertPrecision;
    const reached = efficiency(run.accelerator.id, precision);
    if (reached === null) return null;
    const parallelism = { tensor: acceleratorsOf(run.layout), pipeline: 1 };
    const hardware = { accelerator: run.accelerator, parallelism, interNodeGBps: null, nodes: 1 };
    const replica = layReplica(run.model, hardware, precision, reached, coefficients);
    if (replica === null) return null;
    const line = servingLine(replica, { inputTokens: run.inputTokens, outputTokens: run.outputTokens });
    const { ttftSeconds, tpotSeconds } = servingPoint(line, run.concurrency);
    const factor = 1 + reached.errorPercent / 100;
    const ttftFactor = 1 + (reached.ttftErrorPercent ?? reached.errorPercent) / 100;
    return { ttftSeconds, tpotSeconds, ttftFactor, tpotFactor: factor, requestFactor: factor };
  };
}
