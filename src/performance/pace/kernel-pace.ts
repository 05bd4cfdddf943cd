import { kernelsTellOf } from '../serving/run-precisions.js';
import type { WidthTable } from '../serving/intervals.js';
import type { ServingModel } from '../serving/serving-model.js';
import type { ServingRun } from '../serving/serving-run.js';
import { statedByNearness } from './nearness-stated.js';
import type { Pace } from './pace.js';

/** Predictions from measured kernels and serving runs. */
export interface KernelKnowledge {
  readonly model: ServingModel;
  readonly widths: WidthTable;
  readonly source: string;
}

/** By kernels measured on the accelerator; null where the run's were not. */
export function kernelPace(run: ServingRun, { model, widths, source }: KernelKnowledge): Pace | null {
  const times = kernelsTellOf(run.accelerator, run) ? model(run) : null;
  if (times === null) return null;
  return {
    at: (requests) => {
      const { ttftSeconds, tpotSeconds, uncorrected } = times(requests);
      return { ttftSeconds, tpotSeconds, promptShare: uncorrected.promptShare };
    },
    statedAt: (requests) => statedByNearness(widths, times(requests).correction, `${run.accelerator.name}: ${source}`),
    rises: false,
  };
}
