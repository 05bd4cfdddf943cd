import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { importResultSchema, removeResultSchema } from '../benchmarks/index.js';
import { InputError } from '../platform/index.js';
import { measurementTable } from './benchmarks-text.js';
import { call } from './call.js';
import type { CliContext } from './context.js';

/** What one request to the API may hold, less what JSON adds to it. */
const MOST_BYTES = 12 * 2 ** 20;

interface ImportOptions {
  readonly model?: string;
  readonly accelerator?: string;
  readonly acceleratorCount?: string;
  readonly precision?: string;
  readonly engine?: string;
  readonly engineVersion?: string;
  readonly tensorParallel?: string;
  readonly pipelineParallel?: string;
  readonly expertParallel?: string;
  readonly inputTokens?: string;
  readonly outputTokens?: string;
  readonly concurrency?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly utcOffset?: string;
  readonly gpus?: string;
  readonly powerWholeLog?: boolean;
  readonly json?: boolean;
}

/** `pennywatt benchmarks import`. */
export function registerBenchmarkImport(benchmarks: Command, context: CliContext): void {
  benchmarks
    .command('import <files...>')
    .description('Take your own results in, with the power that was logged while they ran.')
    .option('--model <name>', 'the model, by its name in the catalog')
    .option('--accelerator <name>', 'as you would write it, if that means one: "H100 SXM", mi300x')
    .option('--accelerator-count <count>', 'all that worked on the run')
    .option('--precision <name>', 'of the weights: bf16, fp8, int8, int4, fp4')
    .option('--engine <name>', 'vllm, sglang, trtllm')
    .option('--engine-version <text>', 'its version')
    .option('--tensor-parallel <count>', 'accelerators that a layer is split over')
    .option('--pipeline-parallel <count>', 'stages that the layers are split into (default: 1)')
    .option('--expert-parallel <count>', 'accelerators that experts are dealt out over (default: 1)')
    .option('--input-tokens <count>', 'mean per request')
    .option('--output-tokens <count>', 'mean per request')
    .option('--concurrency <count>', 'requests in flight')
    .option('--started-at <time>', 'when the run was, where its file does not say: ISO 8601')
    .option('--ended-at <time>', 'its end')
    .option('--utc-offset <offset>', 'of clocks that the files show without a zone, e.g. +02:00')
    .option('--gpus <names>', 'those of a power log that worked on the run, e.g. 0,1')
    .option('--power-whole-log', 'the power log was recorded during the run and at no other time')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Each file is recognised by its content. Results: vllm bench serve --save-result, genai-perf and aiperf exports,
mlperf_log_summary.txt, tools/measure.py. Power: nvidia-smi --query-gpu=... --format=csv, dcgmi dmon, dcgm-exporter.
What a file does not say is asked for by name. Importing the same run again changes nothing.

Examples:
  pennywatt benchmarks import result.json --accelerator "H100 SXM" --accelerator-count 2 --tensor-parallel 2 --precision fp8
  pennywatt benchmarks import profile_export_aiperf.json power.csv --gpus 0,1 --accelerator h200 --accelerator-count 2 \\
    --tensor-parallel 2 --precision bf16 --engine vllm`,
    )
    .action((files: string[], options: ImportOptions) => importFiles(context, files, options));
}

/** `pennywatt benchmarks remove`. */
export function registerBenchmarkRemoval(benchmarks: Command, context: CliContext): void {
  benchmarks
    .command('remove <ids...>')
    .description('Forget measurements that you imported: all of those named, or none.')
    .option('--json', 'print {removed: [id]}')
    .action(async (ids: string[], { json }: { readonly json?: boolean }) => {
      const result = removeResultSchema.parse(await call(context, 'POST', '/v1/benchmarks/remove', { ids }));
      if (json) context.out(JSON.stringify(result, null, 2));
      context.err(`${result.removed.length} removed.`);
    });
}

async function importFiles(context: CliContext, paths: readonly string[], options: ImportOptions): Promise<void> {
  const details = detailsOf(options);
  const files = filesOf(paths);
  const result = importResultSchema.parse(await call(context, 'POST', '/v1/benchmarks/import', { files, details }));
  const { imported, replaced, unchanged, measurements, notes } = result;
  if (options.json) context.out(JSON.stringify(result, null, 2));
  else measurementTable(measurements).forEach((line) => context.out(line));
  context.err(`${imported} new, ${replaced} replaced, ${unchanged} unchanged.`);
  notes.forEach((note) => context.err(note));
}

function filesOf(paths: readonly string[]): { readonly name: string; readonly content: string }[] {
  let bytes = 0;
  return paths.map((path) => {
    try {
      bytes += statSync(path).size;
      // The folder is nobody's business but the user's.
      if (bytes <= MOST_BYTES) return { name: basename(path), content: readFileSync(path, 'utf8') };
    } catch (error) {
      throw new InputError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
    throw new InputError(
      `With ${path} the files have more than ${MOST_BYTES / 2 ** 20} MiB. Import fewer at once; of vllm bench serve the ` +
        'result without --save-detailed is enough, of a power log the part of the run.',
    );
  });
}

function detailsOf(options: ImportOptions): Readonly<Record<string, unknown>> {
  const { json: _, gpus, powerWholeLog, ...rest } = options;
  const given: Readonly<Record<string, string>> = rest;
  const counts: readonly string[] = [
    'acceleratorCount',
    'tensorParallel',
    'pipelineParallel',
    'expertParallel',
    'inputTokens',
    'outputTokens',
    'concurrency',
  ];
  const told: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) told[name] = counts.includes(name) ? number(name, value) : value;
  return {
    ...told,
    ...(gpus === undefined ? {} : { gpus: gpus.split(',').map((name) => name.trim()) }),
    ...(powerWholeLog === true ? { powerWholeLog } : {}),
  };
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new InputError(`--${flag} has to be a number above 0, and is "${text}".`);
}
