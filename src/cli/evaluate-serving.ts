import type { Command } from 'commander';
import { evaluateShippedServing, type FileEvaluation, type Scores } from '../performance/index.js';
import { columns } from './columns.js';
import type { CliContext } from './context.js';
import { csvOf } from './csv-file.js';

/** Reasons named on the terminal. */
const SHOWN_REASONS = 10;

/** `pennywatt evaluate serving`: how predicted serving compares with what was measured. */
export function registerEvaluateServing(evaluate: Command, context: CliContext): void {
  evaluate
    .command('serving <file>')
    .description('Predict every serving run of a CSV file, and say how far off the measured times that is.')
    .option('--json', 'print {rows, predicted, overall, byModel, byAccelerator, byEngine, byPrecision}')
    .addHelpText(
      'after',
      `
FILE is CSV with a header. Needed: model, accelerator, engine (vllm, sglang, trtllm), input_tokens, output_tokens,
concurrency, tensor_parallel, ttft_ms, tpot_ms. Read where they are: weight_precision, moe_precision, mode, and the
layouts of disaggregated runs. The measured times are read for nothing but the comparison.

Example:
  pennywatt evaluate serving our-runs.csv --json`,
    )
    .action((file: string, options: { json?: boolean }) => {
      const found = evaluateShippedServing(csvOf(file, 'table'), file);
      if (options.json) context.out(JSON.stringify(found.evaluation, null, 2));
      else evaluationText(found).forEach((line) => context.out(line));
      for (const { reason, rows, firstRow } of found.notPredicted.slice(0, SHOWN_REASONS)) {
        const where = rows === 1 ? `row ${firstRow}` : `${rows} rows, first row ${firstRow}`;
        context.err(`Not predicted, ${where}: ${reason}.`);
      }
    });
}

function evaluationText({ evaluation }: FileEvaluation): string[] {
  const { rows, predicted, overall, byModel, byAccelerator, byEngine, byPrecision } = evaluation;
  const groups = [
    ['all', { all: overall }],
    ['model', byModel],
    ['accelerator', byAccelerator],
    ['engine', byEngine],
    ['precision', byPrecision],
  ] as const;
  const table = groups.flatMap(([, of]) => Object.entries(of).map(([name, scores]) => cellsOf(name, scores)));
  return [
    `${predicted} of ${rows} runs predicted. Errors in per cent: median/mean; then the per cent of runs that the stated interval holds.`,
    '',
    ...columns([['', 'time to first token', 'time per output token', 'throughput'], ...table], new Set()),
  ];
}

function cellsOf(name: string, { ttft, tpot, throughput }: Scores): string[] {
  return [
    name,
    ...[ttft, tpot, throughput].map(
      ({ medianAbsolutePercentageError: median, meanAbsolutePercentageError: mean, intervalCoverage: held }) =>
        median === null || mean === null ? '-' : `${median.toFixed(1)}/${mean.toFixed(1)}, ${held?.toFixed(0) ?? '-'}`,
    ),
  ];
}
