import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InputError, shippedFile } from '../platform/index.js';

const INFERENCE_FILE = 'config/benchmarks/inference.csv';

const number = z.preprocess((cell) => (cell === '' ? null : cell), z.coerce.number().positive().nullable());
const name = z.string().transform((cell) => (cell === '' ? null : cell));
const text = z.string().min(1);

const inferenceRow = z
  .object({
    id: text,
    model: name,
    published_model: text,
    accelerator: name,
    published_accelerator: text,
    accelerator_count: z.coerce.number().int().positive(),
    precision: text,
    engine: name,
    scenario: name,
    throughput_per_second: number,
    throughput_unit: text,
    output_tokens_per_second: number,
    power_watts: number,
    source: text,
    licence: text,
  })
  .transform((cells) => ({
    id: cells.id,
    /** As the catalog calls it; null where the catalog lacks it. */
    model: cells.model,
    publishedModel: cells.published_model,
    accelerator: cells.accelerator,
    publishedAccelerator: cells.published_accelerator,
    acceleratorCount: cells.accelerator_count,
    precision: cells.precision,
    engine: cells.engine,
    scenario: cells.scenario,
    /** Of all accelerators together, in `throughputUnit`. */
    throughputPerSecond: cells.throughput_per_second,
    throughputUnit: cells.throughput_unit,
    outputTokensPerSecond: cells.output_tokens_per_second,
    /** Of all accelerators or of the whole system, as published. */
    powerWatts: cells.power_watts,
    source: cells.source,
    licence: cells.licence,
  }));

/** One published run of a model on accelerators. */
export type InferenceMeasurement = z.output<typeof inferenceRow>;

/**
 * Every shipped measurement of inference.
 *
 * @throws InputError naming the line and column that cannot be read
 */
export function readInferenceMeasurements(): InferenceMeasurement[] {
  const rows: unknown[] = parse(readFileSync(shippedFile(INFERENCE_FILE), 'utf8'), { columns: true, bom: true });
  return rows.map((cells, index) => {
    const read = inferenceRow.safeParse(cells);
    if (read.success) return read.data;
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new InputError(
      `${INFERENCE_FILE}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`,
    );
  });
}
