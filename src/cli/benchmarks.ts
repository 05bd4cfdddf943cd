import type { Command } from 'commander';
import { MEASUREMENT_KINDS, MEASUREMENT_SORTS, measurementListSchema, MOST_MEASUREMENTS } from '../benchmarks/index.js';
import { PRECISIONS } from '../catalog/index.js';
import { RANKING_FIGURES, rankingSchema } from '../placement/index.js';
import { registerBenchmarkImport, registerBenchmarkRemoval } from './benchmarks-import.js';
import { measurementTable, rankingTables } from './benchmarks-text.js';
import { call } from './call.js';
import type { CliContext } from './context.js';

/** Rows of a table unless --limit says otherwise. */
const TABLE_ROWS = 20;

interface FilterOptions {
  readonly model?: string;
  readonly accelerator?: string;
  readonly precision?: string;
  readonly engine?: string;
  readonly source?: string;
  readonly kind?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

interface RankOptions extends FilterOptions {
  readonly by: string;
  readonly per: string;
  readonly cloud?: string;
  readonly region?: string;
  readonly purchase: string;
  readonly predicted?: boolean;
  readonly inputTokens?: string;
  readonly outputTokens?: string;
}

/** `pennywatt benchmarks`: what was measured, by others and by yourself, and what is best by it. */
export function registerBenchmarks(program: Command, context: CliContext): void {
  const benchmarks = program
    .command('benchmarks')
    .description('Measurements of models on accelerators: list them, rank accelerators by them, import your own.');
  withFilter(
    benchmarks.command('list').description('List measurements: published ones, each with its source, and your own.'),
  )
    .option('--kind <name>', MEASUREMENT_KINDS.join(', '))
    .option('--sort <order>', `${MEASUREMENT_SORTS.join(', ')}; figures from high to low`, 'model')
    .option('--limit <count>', `measurements to print (default: ${TABLE_ROWS}; with --json all)`)
    .option('--json', 'print a JSON array of measurements')
    .addHelpText(
      'after',
      `
Examples:
  pennywatt benchmarks list --model llama-3.1-8b --accelerator H100,H200
  pennywatt benchmarks list --source imported --sort measured --json`,
    )
    .action((options: FilterOptions & { readonly sort: string }) => list(context, options));
  withFilter(benchmarks.command('rank').description('Rank accelerators for a model by what was measured.'))
    .option('--kind <name>', 'inference or training', 'inference')
    .option('--by <figure>', RANKING_FIGURES.join(', '), 'tokens-per-second')
    .option('--per <what>', 'tokens per second of one accelerator, or of the whole replica that ran', 'accelerator')
    .option('--cloud <name>', 'whose prices count: aws, gcp, azure')
    .option('--region <name>', 'where prices count')
    .option('--purchase <option>', 'which prices count', 'on_demand')
    .option('--predicted', 'also rank what was not measured and can be predicted, marked as such')
    .option('--input-tokens <count>', 'of the request that is predicted (default: 1024)')
    .option('--output-tokens <count>', 'of the request that is predicted (default: 1024)')
    .option('--limit <count>', `entries to print (default: ${TABLE_ROWS}; with --json all)`)
    .option('--json', 'print the ranking as JSON')
    .addHelpText(
      'after',
      `
Prices are the cheapest in force per accelerator hour that count. MLPerf™ benchmark results compare with one another only:
--source mlperf ranks them, by suite and scenario.

Examples:
  pennywatt benchmarks rank --model llama-3.1-8b --by tokens-per-joule
  pennywatt benchmarks rank --model llama-3.1-70b --by usd-per-million-tokens --purchase spot --predicted
  pennywatt benchmarks rank --model llama-2-70b --source mlperf --by tokens-per-second`,
    )
    .action((options: RankOptions) => rank(context, options));
  registerBenchmarkImport(benchmarks, context);
  registerBenchmarkRemoval(benchmarks, context);
}

function withFilter(command: Command): Command {
  return command
    .option('--model <name>', 'a name of the catalog, or any part of a name')
    .option('--accelerator <names>', 'as you would write them: H100, "A100 80GB", tpu-v5e')
    .option('--precision <names>', PRECISIONS.join(', '))
    .option('--engine <text>', 'any part of its name: vllm, sglang, TensorRT')
    .option('--source <text>', 'published, imported, mlperf, or a part of a source, a suite or a submitter');
}

async function list(context: CliContext, options: FilterOptions & { readonly sort: string }): Promise<void> {
  const query = queryOf(options, { kind: options.kind, sort: options.sort });
  const found = measurementListSchema.parse(await call(context, 'GET', `/v1/benchmarks?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(found.measurements, null, 2));
  else if (found.total > 0) measurementTable(found.measurements).forEach((line) => context.out(line));
  const shown = found.measurements.length;
  context.err(
    found.total === 0
      ? 'No measurement matches. Widen the filter; what was not measured is not shown.'
      : shown < found.total
        ? `${shown} of ${found.total} measurements shown; --limit or --json shows more.`
        : `${found.total} measurement${found.total === 1 ? '' : 's'}.`,
  );
  found.notes.forEach((note) => context.err(note));
}

async function rank(context: CliContext, options: RankOptions): Promise<void> {
  const query = queryOf(options, {
    kind: options.kind,
    by: options.by,
    per: options.per,
    cloud: options.cloud,
    region: options.region,
    purchase: options.purchase,
    predicted: options.predicted ? 'true' : undefined,
    inputTokens: options.inputTokens,
    outputTokens: options.outputTokens,
  });
  const ranking = rankingSchema.parse(await call(context, 'GET', `/v1/benchmarks/rank?${query.toString()}`));
  if (options.json) context.out(JSON.stringify(ranking, null, 2));
  else rankingTables(ranking).forEach((line) => context.out(line));
  const { entries, total, withoutFigure, notes } = ranking;
  if (entries.length < total) context.err(`${entries.length} of ${total} shown; --limit or --json shows more.`);
  withoutFigure.forEach(({ count, why }) => context.err(`${count} more ${why}.`));
  notes.forEach((note) => context.err(note));
}

function queryOf(options: FilterOptions, further: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const { model, accelerator, precision, engine, source } = options;
  const limit = options.limit ?? String(options.json ? MOST_MEASUREMENTS : TABLE_ROWS);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ model, accelerator, precision, engine, source, limit, ...further })) {
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
