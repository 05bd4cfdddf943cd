import { csvLines, InputError } from '../../platform/index.js';
import type { Learnt } from '../serving/learnt-tables.js';
import type { ServingModel } from '../serving/serving-model.js';
import type { ServingRun } from '../serving/serving-run.js';
import { evaluation, withIntervals, type EvaluatedRun, type Evaluation, type PredictedRun } from './evaluation.js';
import { measuredRow, NEEDED_COLUMNS, type MeasuredRow } from './measured-columns.js';
import { catalogNames } from './names.js';
import { runOfRow } from './run-of-row.js';

/** How predictions compare with a file of measured runs, and why rows were not predicted. */
export interface FileEvaluation {
  readonly evaluation: Evaluation;
  /** Reasons, with the number of rows of each and the first of them; the first row after the header is 1. */
  readonly notPredicted: readonly NotPredicted[];
}

interface NotPredicted {
  readonly reason: string;
  readonly rows: number;
  readonly firstRow: number;
}

/** Rows of one file. */
const MOST_ROWS = 200_000;

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
  const reasons = new Map<string, NotPredicted>();
  const runs = records.flatMap((record, index): EvaluatedRun[] => {
    const note = (reason: string) => {
      const known = reasons.get(reason);
      reasons.set(reason, { reason, rows: (known?.rows ?? 0) + 1, firstRow: known?.firstRow ?? index + 1 });
      return [];
    };
    const read = measuredRow.safeParse(record);
    if (!read.success) {
      const [issue] = read.error.issues;
      return note(`${issue?.path.join('.') ?? 'a cell'} ${issue?.message ?? 'cannot be read'}`);
    }
    const run = runOfRow(read.data, names);
    if (typeof run === 'string') return note(run);
    const predicted = predict(run, model, learnt) ?? fallback(run);
    if (predicted === null) return note(`nothing is known of ${run.accelerator.name} in ${run.precision}`);
    return [evaluatedRun(read.data, run, predicted)];
  });
  return {
    evaluation: evaluation(runs, records.length),
    notPredicted: [...reasons.values()].sort((one, other) => other.rows - one.rows),
  };
}

function predict(run: ServingRun, model: ServingModel, learnt: Learnt): PredictedRun | null {
  const times = model(run)?.(run.concurrency);
  if (times === undefined) return null;
  return withIntervals(times, learnt.widths, run.prompts !== null);
}

function evaluatedRun(row: MeasuredRow, run: ServingRun, predicted: PredictedRun): EvaluatedRun {
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

/** Cells by column; cells beyond the header's are somebody's notes. */
function recordsOf(text: string, file: string): Record<string, string>[] {
  const [header = [], ...lines] = csvLines(text, `table ${file}`, MOST_ROWS);
  if (lines.length === 0) throw new InputError(`${file} holds no rows. Give a CSV file of measured serving runs.`);
  if (lines.length > MOST_ROWS) throw new InputError(`${file} has more than ${MOST_ROWS} rows. Split it.`);
  const missing = NEEDED_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new InputError(
      `${file} lacks the column${missing.length === 1 ? '' : 's'} ${missing.join(', ')}. ` +
        `Needed are ${NEEDED_COLUMNS.join(', ')}; docs/performance-accuracy.md describes them all.`,
    );
  }
  return lines.map((cells) => Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])));
}
