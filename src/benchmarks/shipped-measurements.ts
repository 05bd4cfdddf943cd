import { z } from 'zod';
import type { Measurement, PowerScope } from './measurement.js';
import { precisionOf } from './precision-names.js';
import { readTable } from './shipped-table.js';

const INFERENCE_FILE = 'config/benchmarks/inference.csv';
const TRAINING_FILE = 'config/benchmarks/training.csv';

const number = z.preprocess((cell) => (cell === '' ? null : cell), z.coerce.number().positive().nullable());
const name = z.string().transform((cell) => (cell === '' ? null : cell));
const text = z.string().min(1);

const shared = {
  id: text,
  model: name,
  published_model: text,
  accelerator: name,
  published_accelerator: text,
  accelerator_count: z.coerce.number().int().positive(),
  precision: text,
  power_watts: number,
  power_scope: name,
  submitter: name,
  round: name,
  result_id: name,
  source: text,
  licence: text,
};

const inferenceRow = z.object({
  ...shared,
  engine: name,
  scenario: name,
  input_tokens: number,
  output_tokens: number,
  batch_or_concurrency: number,
  throughput_per_second: number,
  throughput_unit: text,
  output_tokens_per_second: number,
  ttft_ms: number,
  tpot_ms: number,
  energy: number,
  energy_unit: name,
});

const trainingRow = z.object({
  ...shared,
  task: name,
  sequence_tokens: number,
  global_batch: number,
  tokens_per_second: number,
  samples_per_second: number,
  tflops_per_accelerator: number,
  mfu_percent: number,
  time_to_train_minutes: number,
});

/**
 * Every measurement that ships with the product.
 *
 * @throws InputError naming the file, the line and the column that cannot be read
 */
export function readShippedMeasurements(): Measurement[] {
  return [
    ...readTable(INFERENCE_FILE, inferenceRow).map(inferenceOf),
    ...readTable(TRAINING_FILE, trainingRow).map(trainingOf),
  ];
}

type Shared = z.output<z.ZodObject<typeof shared>>;

function sharedOf(row: Shared) {
  return {
    id: row.id,
    origin: 'published' as const,
    model: row.model,
    modelAsWritten: row.published_model,
    acceleratorId: row.accelerator,
    acceleratorAsWritten: row.published_accelerator,
    acceleratorCount: row.accelerator_count,
    precision: precisionOf(row.precision),
    precisionAsWritten: row.precision,
    engineVersion: null,
    tensorParallel: null,
    pipelineParallel: null,
    expertParallel: null,
    milliseconds: null,
    powerWatts: row.power_watts,
    submitter: row.submitter,
    suite: row.round,
    resultId: row.result_id,
    measuredAt: null,
    source: row.source,
    licence: row.licence,
  };
}

function inferenceOf(row: z.output<typeof inferenceRow>): Measurement {
  const tokens = row.output_tokens_per_second;
  const energy = row.energy_unit?.startsWith('J per output token') ? row.energy : null;
  return {
    ...sharedOf(row),
    kind: 'inference',
    engine: row.engine,
    scenario: row.scenario,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    concurrency: row.batch_or_concurrency,
    tokensPerSecond: tokens,
    otherRate: tokens === null ? rate(row.throughput_per_second, row.throughput_unit) : null,
    ttftMs: row.ttft_ms,
    tpotMs: row.tpot_ms,
    timeToTrainMinutes: null,
    tflopsPerAccelerator: null,
    mfuPercent: null,
    powerScope: scopeOf(row.power_scope) ?? scopeOf(row.energy_unit),
    joulesPerToken: energy ?? over(row.power_watts, tokens),
  };
}

function trainingOf(row: z.output<typeof trainingRow>): Measurement {
  return {
    ...sharedOf(row),
    kind: 'training',
    engine: null,
    scenario: row.task,
    inputTokens: row.sequence_tokens,
    outputTokens: null,
    concurrency: row.global_batch,
    tokensPerSecond: row.tokens_per_second,
    otherRate: row.tokens_per_second === null ? rate(row.samples_per_second, 'samples_s') : null,
    ttftMs: null,
    tpotMs: null,
    timeToTrainMinutes: row.time_to_train_minutes,
    tflopsPerAccelerator: row.tflops_per_accelerator,
    mfuPercent: row.mfu_percent,
    powerScope: scopeOf(row.power_scope),
    joulesPerToken: over(row.power_watts, row.tokens_per_second),
  };
}

/** From the publishers' words: `system AC wall (SPEC PTDaemon)`, `all GPUs in use, measured by Zeus (GPU only)`. */
function scopeOf(words: string | null): PowerScope | null {
  if (words === null) return null;
  if (/system/i.test(words)) return 'system';
  return /gpu|accelerator/i.test(words) ? 'accelerators' : null;
}

function rate(perSecond: number | null, unit: string): Measurement['otherRate'] {
  return perSecond === null ? null : { perSecond, unit };
}

function over(watts: number | null, tokensPerSecond: number | null): number | null {
  return watts === null || tokensPerSecond === null ? null : watts / tokensPerSecond;
}
