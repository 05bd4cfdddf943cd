import { COMPUTE_PRECISION, type Accelerator, type Precision } from '../catalog/index.js';

/**
 * The format in which an accelerator multiplies weights of this precision, null when it cannot. Four-bit floating
 * point weights are unpacked and multiplied in 16 bit where the hardware has no rate for them, as int4 ones always are.
 */
export function computePrecision(accelerator: Accelerator, precision: Precision): Precision | null {
  const wanted = COMPUTE_PRECISION[precision];
  if (accelerator.peakTflops[wanted] !== undefined) return wanted;
  if (precision === 'fp4' && accelerator.peakTflops.bf16 !== undefined) return 'bf16';
  return null;
}

/** Dense peak in FLOP/s of the format in which this precision is multiplied; null when it cannot run. */
export function peakFlopsPerSecond(accelerator: Accelerator, precision: Precision): number | null {
  const format = computePrecision(accelerator, precision);
  const teraflops = format === null ? undefined : accelerator.peakTflops[format];
  return teraflops === undefined ? null : teraflops * 1e12;
}
