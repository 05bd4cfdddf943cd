import type { Accelerator, ModelArchitecture, Precision } from '../../catalog/index.js';

/** Where nearly all weights beside the experts stay in 16 bit, the name of the format tells of the experts only. */
const KEPT_SHARE = 0.9;

/** Precisions of the weights outside the routed experts and of theirs. */
export interface RunPrecisions {
  readonly precision: Precision;
  readonly expertPrecision: Precision;
}

/** What a model said to be in a precision consists of: a mixture of experts may keep all but its experts in 16 bit. */
export function runPrecisions(
  model: ModelArchitecture,
  precision: Precision,
  expertPrecision: Precision = precision,
): RunPrecisions {
  return { precision: keepsTheRest(model) ? 'bf16' : precision, expertPrecision };
}

/**
 * Whether kernels were measured that multiply such weights as this accelerator does. Others stand in where a table of
 * runs names a format loosely, which is good enough to score it but not to choose by: weights of four bits that are
 * unpacked to multiply, and eight-bit integers where the accelerator is slower with them than with eight-bit floats.
 */
export function kernelsTellOf({ peakTflops }: Accelerator, { precision }: RunPrecisions): boolean {
  if (precision === 'int4') return false;
  if (precision === 'fp4') return peakTflops.fp4 !== undefined;
  if (precision === 'int8') return (peakTflops.int8 ?? 0) >= (peakTflops.fp8 ?? Number.POSITIVE_INFINITY);
  return true;
}

function keepsTheRest(model: ModelArchitecture): boolean {
  const { experts, weights, totalParameters } = model;
  if (experts === null || weights === undefined) return false;
  const beside = totalParameters - experts.count * experts.layers * experts.parametersPerExpert;
  return weights.keptIn16BitParameters >= KEPT_SHARE * beside;
}
