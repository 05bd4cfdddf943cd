import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PRECISIONS, type Precision } from '../catalog/index.js';
import { InputError, shippedFile } from '../platform/index.js';
import type { ServingCoefficients, TrainingCoefficients } from './coefficients.js';
import type { MeasuredPower, PowerTable } from './power.js';
import type { Efficiency, EfficiencyTable } from './types.js';

export const EFFICIENCY_FILE = 'config/performance/efficiency.csv';
export const POWER_FILE = 'config/performance/power.csv';
export const COEFFICIENTS_FILE = 'config/performance/coefficients.json';

const emptyAsNull = (cell: unknown) => (cell === '' ? null : cell);
const share = z.coerce.number().positive().max(1);
const percent = z.coerce.number().nonnegative();
const count = z.coerce.number().int().nonnegative();
const basis = z.enum(['measured', 'extrapolated']);

const efficiencyRow = z.object({
  accelerator_id: z.string().min(1),
  precision: z.enum(PRECISIONS),
  prefill_compute: share,
  decode_bandwidth: share,
  serving_basis: basis,
  serving_rows: count,
  serving_error_percent: percent,
  ttft_error_percent: percent,
  serving_source: z.string().min(1),
  training_mfu: z.preprocess(emptyAsNull, share.nullable()),
  training_basis: z.preprocess(emptyAsNull, basis.nullable()),
  training_error_percent: z.preprocess(emptyAsNull, percent.nullable()),
  training_source: z.preprocess(emptyAsNull, z.string().nullable()),
});

const powerRow = z.object({
  accelerator_id: z.string().min(1),
  memory_bound_watts: z.coerce.number().positive(),
  compute_bound_watts: z.coerce.number().positive(),
  source: z.string().min(1),
});

const seconds = z.number().nonnegative();
const coefficientsFile = z.object({
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
  training: z.strictObject({ expertUtilizationShare: z.partialRecord(z.enum(PRECISIONS), share) }),
});

/**
 * What accelerators were measured to reach, as shipped.
 *
 * @throws InputError naming file, line and column of what cannot be read
 */
export function shippedEfficiency(): EfficiencyTable {
  const table = new Map<string, Efficiency>();
  for (const row of readRows(EFFICIENCY_FILE, efficiencyRow)) {
    table.set(keyOf(row.accelerator_id, row.precision), {
      acceleratorId: row.accelerator_id,
      precision: row.precision,
      prefillCompute: row.prefill_compute,
      decodeBandwidth: row.decode_bandwidth,
      trainingMfu: row.training_mfu,
      servingBasis: row.serving_basis,
      trainingBasis: row.training_basis,
      rows: row.serving_rows,
      errorPercent: row.serving_error_percent,
      ttftErrorPercent: row.ttft_error_percent,
      trainingErrorPercent: row.training_error_percent,
      source: row.serving_source,
      trainingSource: row.training_source,
    });
  }
  return (acceleratorId, precision) => table.get(keyOf(acceleratorId, precision)) ?? null;
}

/** Watts measured under load, as shipped; few accelerators have any. */
export function shippedPower(): PowerTable {
  const table = new Map<string, MeasuredPower>();
  for (const row of readRows(POWER_FILE, powerRow)) {
    table.set(row.accelerator_id, {
      acceleratorId: row.accelerator_id,
      memoryBoundWatts: row.memory_bound_watts,
      computeBoundWatts: row.compute_bound_watts,
      source: row.source,
    });
  }
  return (acceleratorId) => table.get(acceleratorId) ?? null;
}

/** What all accelerators share, as shipped. */
export function shippedCoefficients(): { serving: ServingCoefficients; training: TrainingCoefficients } {
  const read = coefficientsFile.safeParse(JSON.parse(readFileSync(shippedFile(COEFFICIENTS_FILE), 'utf8')));
  if (read.success) return read.data;
  throw new InputError(
    `${COEFFICIENTS_FILE} cannot be used: ${z.prettifyError(read.error)} Restore the file as it was shipped.`,
  );
}

function readRows<Row>(file: string, schema: z.ZodType<Row>): Row[] {
  const rows: unknown[] = parse(readFileSync(shippedFile(file), 'utf8'), { columns: true, bom: true });
  return rows.map((row, index) => {
    const read = schema.safeParse(row);
    if (read.success) return read.data;
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new InputError(`${file}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`);
  });
}

const keyOf = (acceleratorId: string, precision: Precision) => `${acceleratorId} ${precision}`;
