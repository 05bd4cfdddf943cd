import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PRECISIONS, type Precision } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import type { ServingCoefficients, TrainingCoefficients } from './coefficients.js';
import type { MeasuredPower, PowerTable } from './power.js';
import type { Efficiency, EfficiencyTable } from './types.js';

/** What all accelerators share. */
export interface Coefficients {
  readonly serving: ServingCoefficients;
  readonly training: TrainingCoefficients;
}

/** A cell with a number; an empty one is not 0. */
const filled = z.string().trim().min(1, 'the cell is empty').pipe(z.coerce.number());
const share = filled.pipe(z.number().positive().max(1));
const percent = filled.pipe(z.number().nonnegative());
const count = filled.pipe(z.number().int().nonnegative());
const watts = filled.pipe(z.number().positive());
const source = z.string().trim().min(1, 'the cell is empty');
const basis = z.enum(['measured', 'extrapolated']);

function orEmpty<Value>(schema: z.ZodType<Value, string>) {
  return z.union([z.literal('').transform(() => null), schema]);
}

const TRAINING_COLUMNS = ['training_basis', 'training_rows', 'training_error_percent', 'training_source'] as const;

const efficiencyRow = z
  .strictObject({
    accelerator_id: source,
    precision: z.enum(PRECISIONS),
    serving_prefill_compute: share,
    serving_decode_bandwidth: share,
    serving_basis: basis,
    serving_rows: count,
    serving_error_percent: percent,
    serving_ttft_error_percent: percent,
    serving_source: source,
    training_mfu: orEmpty(share),
    training_basis: orEmpty(basis),
    training_rows: orEmpty(count),
    training_error_percent: orEmpty(percent),
    training_source: orEmpty(source),
  })
  .refine((row) => TRAINING_COLUMNS.every((column) => (row[column] === null) === (row.training_mfu === null)), {
    error: 'it and what is said of it are filled together or not at all',
    path: ['training_mfu'],
  });

const powerRow = z.strictObject({
  accelerator_id: source,
  power_limit_watts: watts,
  memory_bound_watts: watts,
  compute_bound_watts: orEmpty(watts),
  source,
});

const seconds = z.number().nonnegative();
const shareOfOne = z.number().positive().max(1);
const coefficientsFile = z.strictObject({
  source: z.string().min(1),
  serving: z.strictObject({
    launchSecondsPerLayer: seconds,
    routingSecondsPerLayer: seconds,
    secondsPerRequestInStep: seconds,
    cacheBandwidthRatio: z.number().positive(),
    expertBandwidthRatio: z.number().positive(),
    decodeComputeRatio: z.number().positive(),
    allReduceLatencySeconds: seconds,
    promptSlowdown: z.number().min(1).max(4),
    queuedPrompts: z.number().nonnegative(),
    queuedSteps: z.number().nonnegative(),
    secondsPerRequest: seconds,
  }),
  training: z.strictObject({ expertUtilizationShare: z.partialRecord(z.enum(PRECISIONS), shareOfOne) }),
});

/**
 * What accelerators were measured to reach, from CSV with the columns of the shipped table.
 *
 * @param file named in errors
 * @throws InputError naming file, line and column of what cannot be used
 */
export function readEfficiency(text: string, file: string): EfficiencyTable {
  const table = new Map<string, Efficiency>();
  for (const row of readRows(text, file, efficiencyRow, (read) => keyOf(read.accelerator_id, read.precision))) {
    table.set(keyOf(row.accelerator_id, row.precision), {
      acceleratorId: row.accelerator_id,
      precision: row.precision,
      prefillCompute: row.serving_prefill_compute,
      decodeBandwidth: row.serving_decode_bandwidth,
      trainingMfu: row.training_mfu,
      servingBasis: row.serving_basis,
      trainingBasis: row.training_basis,
      rows: row.serving_rows,
      errorPercent: row.serving_error_percent,
      ttftErrorPercent: row.serving_ttft_error_percent,
      trainingErrorPercent: row.training_error_percent,
      source: row.serving_source,
      trainingSource: row.training_source,
    });
  }
  return (acceleratorId, precision) => table.get(keyOf(acceleratorId, precision)) ?? null;
}

/** Watts measured under load; the rest as `readEfficiency`. */
export function readPower(text: string, file: string): PowerTable {
  const table = new Map<string, MeasuredPower>();
  for (const row of readRows(text, file, powerRow, (read) => read.accelerator_id)) {
    table.set(row.accelerator_id, {
      acceleratorId: row.accelerator_id,
      powerLimitWatts: row.power_limit_watts,
      memoryBoundWatts: row.memory_bound_watts,
      computeBoundWatts: row.compute_bound_watts,
      source: row.source,
    });
  }
  return (acceleratorId) => table.get(acceleratorId) ?? null;
}

/** What all accelerators share, from JSON; the rest as `readEfficiency`. */
export function readCoefficients(text: string, file: string): Coefficients {
  const read = coefficientsFile.safeParse(parsedJson(text, file));
  if (read.success) return read.data;
  throw new InputError(`${file} cannot be used: ${z.prettifyError(read.error)} Restore the file as it was shipped.`);
}

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file} is not JSON. Restore the file as it was shipped.`);
  }
}

function readRows<Row>(text: string, file: string, schema: z.ZodType<Row>, keyOfRow: (row: Row) => string): Row[] {
  const rows = parsedCsv(text, file);
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const read = schema.safeParse(row);
    if (!read.success) {
      const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      throw new InputError(unusable(file, index, problems));
    }
    const key = keyOfRow(read.data);
    if (seen.has(key)) throw new InputError(unusable(file, index, `${key} has a line already`));
    seen.add(key);
    return read.data;
  });
}

function parsedCsv(text: string, file: string): unknown[] {
  try {
    return parse(text, { columns: true, bom: true });
  } catch (error) {
    throw new InputError(`${file} is not a table: ${String(error)}. Restore the file as it was shipped.`);
  }
}

function unusable(file: string, index: number, problems: string): string {
  return `${file}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`;
}

const keyOf = (acceleratorId: string, precision: Precision) => `${acceleratorId} ${precision}`;
