import { z } from 'zod';
import { PRECISIONS, type Precision } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import type { ServingCoefficients } from './coefficients.js';
import type { MeasuredPower, PowerTable } from './power.js';
import { cells, orEmpty, parsedJson, readRows } from './table-rows.js';
import type { Efficiency, EfficiencyTable } from './types.js';

/** What all accelerators share. */
export interface Coefficients {
  readonly serving: ServingCoefficients;
}

const { text: source, number: filled } = cells;
const share = filled.pipe(z.number().positive().max(1));
const percent = filled.pipe(z.number().nonnegative());
const count = filled.pipe(z.number().int().nonnegative());
const watts = filled.pipe(z.number().positive());
const basis = z.enum(['measured', 'extrapolated']);

const efficiencyRow = z.strictObject({
  accelerator_id: source,
  precision: z.enum(PRECISIONS),
  serving_prefill_compute: share,
  serving_decode_bandwidth: share,
  serving_basis: basis,
  serving_rows: count,
  serving_error_percent: percent,
  serving_ttft_error_percent: percent,
  serving_source: source,
});

const powerRow = z.strictObject({
  accelerator_id: source,
  power_limit_watts: watts,
  memory_bound_watts: watts,
  compute_bound_watts: orEmpty(watts),
  source,
});

const seconds = z.number().nonnegative();
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
      servingBasis: row.serving_basis,
      rows: row.serving_rows,
      errorPercent: row.serving_error_percent,
      ttftErrorPercent: row.serving_ttft_error_percent,
      source: row.serving_source,
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

const keyOf = (acceleratorId: string, precision: Precision) => `${acceleratorId} ${precision}`;
