import { z } from 'zod';
import { PRECISIONS } from '../catalog/index.js';
import { createQualityTable, type QualityMeasurement, type QualityTable } from './quality.js';
import { readTable } from './shipped-table.js';
import {
  createVariantQuality,
  VARIANT_TECHNIQUES,
  type VariantMeasurement,
  type VariantQuality,
} from './variant-quality.js';

const QUALITY_FILE = 'config/benchmarks/quality.csv';
const VARIANTS_FILE = 'config/benchmarks/variants.csv';

const score = z.preprocess((cell) => (cell === '' ? null : cell), z.coerce.number().nullable());
const text = z.string().min(1);

const measured = z.object({
  model: text,
  precision: z.enum(PRECISIONS),
  benchmark: text,
  method: text,
  measured_on: text,
  retained_percent: z.coerce.number().positive(),
  baseline_value: score,
  source: text,
});
const quantized = measured.extend({ quantized_value: score });
const smaller = measured.extend({ variant: text, technique: z.enum(VARIANT_TECHNIQUES), variant_value: score });

/**
 * Every shipped measurement of what quantization costs in quality.
 *
 * @throws InputError naming the line and column that cannot be read
 */
export function readQualityMeasurements(): QualityMeasurement[] {
  return readTable(QUALITY_FILE, quantized).map((row) => ({ ...figuresOf(row), alteredScore: row.quantized_value }));
}

/**
 * Every shipped measurement of what pruning and distillation cost in quality.
 *
 * @throws InputError naming the line and column that cannot be read
 */
export function readVariantMeasurements(): VariantMeasurement[] {
  return readTable(VARIANTS_FILE, smaller).map((row) => ({
    ...figuresOf(row),
    variant: row.variant,
    technique: row.technique,
    alteredScore: row.variant_value,
  }));
}

/** The table over everything that ships with the product. */
export function shippedQuality(): QualityTable {
  return createQualityTable(readQualityMeasurements());
}

/** The same of pruned models and distilled students. */
export function shippedVariantQuality(): VariantQuality {
  return createVariantQuality(readVariantMeasurements());
}

function figuresOf(row: z.infer<typeof measured>) {
  return {
    model: row.model,
    precision: row.precision,
    benchmark: row.benchmark,
    method: row.method,
    measuredOn: row.measured_on,
    retainedPercent: row.retained_percent,
    baselineScore: row.baseline_value,
    source: row.source,
  };
}
