import { catalogNames } from '../evaluation/names.js';
import { runOfRow } from '../evaluation/run-of-row.js';
import { fitCorrection, KIND_POINTS, type Residual } from '../calibration/fit-correction.js';
import { correctorOf } from '../serving/correction.js';
import { shippedLearnt } from '../serving/shipped-learnt.js';
import { placeOf } from '../serving/place.js';
import { kernelPace } from './kernel-pace.js';
import type { OwnKnowledge } from './own-pace.js';
import type { PaceKnowledge } from './pace-of-question.js';
import { rooflinePaceOfRun } from './roofline-pace.js';

/** A serving run that a user measured, with the columns of a table of them; times in milliseconds. */
export interface OwnServingRow {
  readonly model: string;
  readonly accelerator: string;
  readonly engine: string;
  readonly weight_precision: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Requests in flight per replica. */
  readonly concurrency: number;
  readonly tensor_parallel: number;
  readonly pipeline_parallel: number;
  readonly moe_expert_parallel: number;
  readonly ttft_ms: number;
  readonly tpot_ms: number;
}

/**
 * What the users' own runs teach: by how much they differ from what would have been predicted, near them. Null where
 * none of them says anything of a model and an accelerator that are known.
 */
export function ownKnowledge(rows: readonly OwnServingRow[], before: Omit<PaceKnowledge, 'own'>): OwnKnowledge | null {
  if (rows.length === 0) return null;
  const names = catalogNames();
  const residuals = rows.flatMap((row): Residual[] => {
    const run = runOfRow(row, names);
    // A row does not say how a pipeline's stages are connected: it would be held against what it is not.
    if (typeof run === 'string' || row.pipeline_parallel > 1) return [];
    const kernels = before.kernels === null ? null : kernelPace(run, before.kernels);
    const pace = kernels ?? rooflinePaceOfRun(run, before.efficiency, before.coefficients);
    if (pace === null) return [];
    const { ttftSeconds, tpotSeconds } = pace.at(run.concurrency);
    return [
      {
        place: placeOf(run),
        ttft: Math.log(row.ttft_ms / 1000 / ttftSeconds),
        tpot: Math.log(row.tpot_ms / 1000 / tpotSeconds),
      },
    ];
  });
  if (residuals.length === 0) return null;
  const widths = before.kernels?.widths ?? shippedLearnt().widths;
  return { corrector: correctorOf(fitCorrection(residuals, KIND_POINTS, true)), widths };
}
