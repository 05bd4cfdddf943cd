import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { PRECISIONS } from '../catalog/index.js';
import { InputError, shippedFile } from '../platform/index.js';
import { createQualityTable, type QualityMeasurement, type QualityTable } from './quality.js';

const QUALITY_FILE = 'config/benchmarks/quality.csv';

const score = z.preprocess((cell) => (cell === '' ? null : cell), z.coerce.number().nullable());
const text = z.string().min(1);

const row = z.object({
  model: text,
  precision: z.enum(PRECISIONS),
  benchmark: text,
  method: text,
  measured_on: text,
  retained_percent: z.coerce.number().positive(),
  baseline_value: score,
  quantized_value: score,
  source: text,
});

/**
 * Every shipped measurement of what quantization costs in quality.
 *
 * @throws InputError naming the line and column that cannot be read
 */
export function readQualityMeasurements(): QualityMeasurement[] {
  const rows: unknown[] = parse(readFileSync(shippedFile(QUALITY_FILE), 'utf8'), { columns: true, bom: true });
  return rows.map((cells, index) => {
    const read = row.safeParse(cells);
    if (!read.success) {
      const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      throw new InputError(
        `${QUALITY_FILE}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`,
      );
    }
    const { data } = read;
    return {
      model: data.model,
      precision: data.precision,
      benchmark: data.benchmark,
      method: data.method,
      measuredOn: data.measured_on,
      retainedPercent: data.retained_percent,
      baselineScore: data.baseline_value,
      quantizedScore: data.quantized_value,
      source: data.source,
    };
  });
}

/** The table over everything that ships with the product. */
export function shippedQuality(): QualityTable {
  return createQualityTable(readQualityMeasurements());
}
