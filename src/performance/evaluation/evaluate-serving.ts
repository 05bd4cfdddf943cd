import { parse } from 'csv-parse/sync';
import { InputError } from '../../platform/index.js';
import { widthsOf } from '../serving/intervals.js';
import type { Learnt } from '../serving/learnt-tables.js';
import type { ServingModel } from '../serving/serving-model.js';
import type { ServingRun } from '../serving/serving-run.js';
import { evaluation, type EvaluatedRun, type Evaluation, type PredictedRun } from './evaluation.js';
import { measuredRow, NEEDED_COLUMNS, type MeasuredRow } from './measured-columns.js';
import { catalogNames } from './names.js';
import { runOfRow } from './run-of-row.js';

/** How predictions compare with a file of measured runs, and why rows were not predicted. */
export interface FileEvaluation {
  readonly evaluation: Evaluation;
  /** Reasons, with the number of rows of each. */
  readonly notPredicted: readonly { readonly reason: string; readonly rows: number }[];
}

/** Predicts where operations were not measured; null where nothing supports a figure. */
export type FallbackPrediction = (run: ServingRun) => PredictedRun | null;

/**
 * Predicts every run of a CSV file and compares; the measured times are read for nothing else.
 *
 * @param file named in errors
 * @throws InputError where the file is no table, or lacks a column that is needed
 */
export function evaluateServing(
  text: string,
  file: string,
  model: ServingModel,
  learnt: Learnt,
  fallback: FallbackPrediction,
): FileEvaluation {
  const records = recordsOf(text, file);
  const names = catalogNames();
  const reasons = new Map<string, number>();
  const note = (reason: string) => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const runs = records.flatMap((record): EvaluatedRun[] => {
    const read = measuredRow.safeParse(record);
    if (!read.success) {
      const [issue] = read.error.issues;
      note(`${issue?.path.join('.') ?? 'a cell'}: ${issue?.message ?? 'cannot be read'}`);
      return [];
    }
    const run = runOfRow(read.data, names);
    if (typeof run === 'string') {
      note(run);
      return [];
    }
    const predicted = predict(run, model, learnt) ?? fallback(run);
    if (predicted === null) note(`nothing is known of ${run.accelerator.name} in ${run.precision}`);
    return [evaluatedRun(read.data, run, predicted)];
  });
  return {
    evaluation: evaluation(runs, records.length),
    notPredicted: [...reasons].map(([reason, rows]) => ({ reason, rows })).sort((one, other) => other.rows - one.rows),
  };
}

function predict(run: ServingRun, model: ServingModel, learnt: Learnt): PredictedRun | null {
  const times = model(run)?.(run.concurrency);
  if (times === undefined) return null;
  const widths = widthsOf(learnt.widths, times.correction, run.prompts !== null);
  return {
    ttftSeconds: times.ttftSeconds,
    tpotSeconds: times.tpotSeconds,
    ttftFactor: Math.exp(widths.ttft),
    tpotFactor: Math.exp(widths.tpot),
    requestFactor: Math.exp(widths.request),
  };
}

function evaluatedRun(row: MeasuredRow, run: ServingRun, predicted: PredictedRun | null): EvaluatedRun {
  return {
    labels: {
      model: row.model,
      accelerator: row.accelerator,
      engine: row.engine,
      precision: row.weight_precision || run.precision,
    },
    outputTokens: row.output_tokens,
    measured: { ttftSeconds: row.ttft_ms / 1000, tpotSeconds: row.tpot_ms / 1000 },
    predicted,
  };
}

function recordsOf(text: string, file: string): Record<string, string>[] {
  let records: Record<string, string>[];
  try {
    records = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new InputError(`${file} is not a table: ${String(error)}. Give a CSV file with a header.`);
  }
  const [first] = records;
  if (first === undefined) throw new InputError(`${file} holds no rows. Give a CSV file of measured serving runs.`);
  const missing = NEEDED_COLUMNS.filter((column) => !(column in first));
  if (missing.length === 0) return records;
  throw new InputError(
    `${file} lacks the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')}. ` +
      `Needed are ${NEEDED_COLUMNS.join(', ')}; docs/performance-accuracy.md describes them all.`,
  );
}
