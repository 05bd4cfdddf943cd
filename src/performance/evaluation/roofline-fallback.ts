import type { ServingCoefficients } from '../coefficients.js';
import { rooflinePaceOfRun } from '../pace/roofline-pace.js';
import type { EfficiencyTable } from '../types.js';
import type { FallbackPrediction } from './evaluate-serving.js';

/** Where operations were not measured: what an accelerator reaches of its datasheet. */
export function rooflineFallback(efficiency: EfficiencyTable, coefficients: ServingCoefficients): FallbackPrediction {
  return (run) => {
    const pace = rooflinePaceOfRun(run, efficiency, coefficients);
    if (pace === null) return null;
    const { ttftSeconds, tpotSeconds } = pace.at(run.concurrency);
    const { errorPercent, ttftErrorPercent } = pace.statedAt(run.concurrency);
    const factor = 1 + errorPercent / 100;
    const ttftFactor = 1 + (ttftErrorPercent ?? errorPercent) / 100;
    return { ttftSeconds, tpotSeconds, ttftFactor, tpotFactor: factor, requestFactor: factor };
  };
}
