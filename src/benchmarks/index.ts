export { BenchmarksModule } from './benchmarks.module.js';
export {
  measurementFilterShape,
  measurementListSchema,
  MOST_MEASUREMENTS,
  removeResultSchema,
  type MeasurementList,
} from './benchmarks.schema.js';
export { BenchmarksService } from './benchmarks.service.js';
export { importResultSchema } from './import/import.schema.js';
export { MEASUREMENT_SORTS } from './measurement-list.js';
export { isMlperf, MEASUREMENT_KINDS, type Measurement } from './measurement.js';
export { mlperfNotes } from './mlperf-notes.js';
export { OwnServingRuns } from './own-serving-runs.js';
export { type QualityFigure, type QualityTable } from './quality.js';
export { shippedQuality, shippedVariantQuality } from './shipped-quality.js';
export {
  NO_VARIANT_QUALITY,
  VARIANT_TECHNIQUES,
  type KnownVariant,
  type VariantQuality,
  type VariantTechnique,
} from './variant-quality.js';
