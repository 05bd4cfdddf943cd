import type { Command } from 'commander';
import {
  evaluateTraining,
  readPublishedRuns,
  shippedPerformanceModel,
  shippedPublishedRuns,
} from '../performance/index.js';
import type { CliContext } from './context.js';
import { csvOf } from './csv-file.js';
import { evaluationTable } from './evaluate-text.js';

/** `pennywatt evaluate training`: published training runs beside what is predicted of them. */
export function registerEvaluateTraining(evaluate: Command, context: CliContext): void {
  evaluate
    .command('training')
    .description('Predict published training runs and compare; none of the shipped ones took part in the fit.')
    .argument('[file]', 'a CSV with the columns of config/performance/training-published.csv instead of that table')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      `
Examples:
  pennywatt evaluate training
  pennywatt evaluate training my-runs.csv --json`,
    )
    .action((file: string | undefined, options: { readonly json?: boolean }) => {
      const evaluation = evaluateTraining(
        file === undefined ? shippedPublishedRuns() : readPublishedRuns(csvOf(file, 'table'), file),
        shippedPerformanceModel(),
      );
      if (options.json) context.out(JSON.stringify(evaluation, null, 2));
      else evaluationTable(evaluation).forEach((line) => context.out(line));
    });
}
