import { z } from 'zod';
import { findModel, PRECISIONS, readAccelerators } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { cells, orEmpty, parsedJson, readRows } from '../table-rows.js';
import type { WeightedPlace } from './correction.js';
import type { WidthTable } from './intervals.js';
import { placeOf } from './place.js';
import type { LearntFromRuns } from './serving-model.js';
import { ENGINES, NO_PIPELINE, type ServingRun } from './serving-run.js';

const positive = cells.number.pipe(z.number().positive());
const perhaps = orEmpty(cells.number);

/** One measured run of the shipped table, and the weights that the fit gave it. */
const runRow = z.strictObject({
  /** As its publisher calls it, and the model of the catalog with the same shapes. */
  model: cells.text,
  shapes: cells.text,
  accelerator_id: cells.text,
  engine: z.enum(ENGINES),
  precision: z.enum(PRECISIONS),
  expert_precision: z.enum(PRECISIONS),
  tensor: positive,
  attention_copies: positive,
  expert_tensor: positive,
  expert_parallel: positive,
  prompt_tensor: perhaps,
  prompt_copies: perhaps,
  prompt_expert_tensor: perhaps,
  prompt_expert_parallel: perhaps,
  prompt_workers: perhaps,
  generation_workers: perhaps,
  workers_known: z.enum(['', 'yes', 'no']),
  input_tokens: positive,
  output_tokens: positive,
  concurrency: positive,
  ttft_ms: positive,
  tpot_ms: positive,
  run_tpot: cells.number,
  run_ttft: cells.number,
  kind_tpot: perhaps,
  kind_ttft: perhaps,
  source: cells.text,
});
type RunRow = z.infer<typeof runRow>;

/** A measured run of the shipped table. */
export interface ShippedRun {
  readonly model: string;
  readonly run: ServingRun;
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
}

const amount = z.number().nonnegative();
const pass = z.strictObject({ products: amount, attention: amount, experts: amount, communication: amount });
const engines = z.strictObject({ vllm: amount, sglang: amount, trtllm: amount });
const widths = z.strictObject({ ttft: amount, tpot: amount, request: amount });
const classes = z.strictObject({
  measured: widths,
  interpolated: widths,
  model_measured: widths,
  model_not_measured: widths,
});
const fitFile = z.strictObject({
  source: z.string().min(1),
  coefficients: z.strictObject({
    generation: pass,
    prompt: pass,
    perLayer: engines,
    perExpertLayer: engines,
    perLatentLayer: amount,
    perStep: engines,
    perRequestInStep: amount,
    activationPasses: amount,
    promptShare: amount,
    apart: engines,
    apartUnknown: amount,
    copied: engines,
    perLayerAcross: amount,
    room: engines,
    promptRate: amount,
    waited: amount,
    perRequest: engines,
    ownPrompt: engines,
    queued: engines,
    queueExponent: amount,
    stepsWaited: engines,
    apartFirst: amount,
    stepsCopied: engines,
  }),
  widths: z.strictObject({ together: classes, apart: classes }),
});

const RUNS_FILE = 'serving-runs.csv';
const FIT_FILE = 'serving.json';

/** Everything that whole serving runs taught. */
export interface Learnt extends LearntFromRuns {
  readonly widths: WidthTable;
  readonly runs: readonly ShippedRun[];
  readonly source: string;
}

/**
 * What was learnt, from the shipped table of runs and the fit beside it.
 *
 * @throws InputError naming the file and line that cannot be used
 */
export function readLearnt(runsText: string, fitText: string): Learnt {
  const fit = fitFile.safeParse(parsedJson(fitText, FIT_FILE));
  if (!fit.success) {
    throw new InputError(
      `${FIT_FILE} cannot be used: ${z.prettifyError(fit.error)} Restore the file as it was shipped.`,
    );
  }
  const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
  const runs: ShippedRun[] = [];
  const ofRuns: WeightedPlace[] = [];
  const ofKinds: WeightedPlace[] = [];
  let line = 0;
  for (const row of readRows(runsText, RUNS_FILE, runRow, () => String((line += 1)))) {
    const model = findModel(row.shapes);
    const accelerator = accelerators.get(row.accelerator_id);
    if (model === null || accelerator === undefined) {
      throw new InputError(
        `${RUNS_FILE} names ${row.shapes} on ${row.accelerator_id}, and the catalog lacks one of them. ` +
          'Restore the files as they were shipped.',
      );
    }
    const run: ServingRun = {
      model,
      accelerator,
      engine: row.engine,
      precision: row.precision,
      expertPrecision: row.expert_precision,
      layout: {
        tensor: row.tensor,
        attentionCopies: row.attention_copies,
        expertTensor: row.expert_tensor,
        expertParallel: row.expert_parallel,
      },
      pipeline: NO_PIPELINE,
      prompts: promptWorkers(row),
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
      concurrency: row.concurrency,
    };
    const place = placeOf(run);
    runs.push({ model: row.model, run, ttftSeconds: row.ttft_ms / 1000, tpotSeconds: row.tpot_ms / 1000 });
    ofRuns.push({ place, tpot: row.run_tpot, ttft: row.run_ttft });
    if (row.kind_tpot !== null && row.kind_ttft !== null) {
      ofKinds.push({ place, tpot: row.kind_tpot, ttft: row.kind_ttft });
    }
  }
  const { coefficients, widths: table, source } = fit.data;
  return { coefficients, points: { kinds: ofKinds, runs: ofRuns }, widths: table, runs, source };
}

function promptWorkers(row: RunRow): ServingRun['prompts'] {
  if (row.workers_known === '') return null;
  return {
    layout: {
      tensor: row.prompt_tensor ?? 1,
      attentionCopies: row.prompt_copies ?? 1,
      expertTensor: row.prompt_expert_tensor ?? 1,
      expertParallel: row.prompt_expert_parallel ?? 1,
    },
    workers: row.prompt_workers ?? 1,
    generationWorkers: row.generation_workers ?? 1,
    known: row.workers_known === 'yes',
  };
}
