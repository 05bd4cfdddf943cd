/**
 * Number formats a model's weights can be held in. `bf16` stands for both 16-bit formats: an accelerator
 * without bfloat16 (T4, V100) serves such a model in fp16 at the same size and rate.
 */
export const PRECISIONS = ['fp32', 'bf16', 'fp8', 'int8', 'int4', 'fp4'] as const;
export type Precision = (typeof PRECISIONS)[number];

/**
 * Bytes one weight takes, its scales included: int4 in groups of 128 with a 16-bit scale and zero point,
 * fp4 in blocks of 16 with an 8-bit scale.
 */
export const BYTES_PER_WEIGHT: Record<Precision, number> = {
  fp32: 4,
  bf16: 2,
  fp8: 1,
  int8: 1,
  int4: 0.53,
  fp4: 0.5625,
};

/** The format in which the matrix products run: weight-only int4 is unpacked and multiplied in 16 bit. */
export const COMPUTE_PRECISION: Record<Precision, Precision> = {
  fp32: 'fp32',
  bf16: 'bf16',
  fp8: 'fp8',
  int8: 'int8',
  int4: 'bf16',
  fp4: 'fp4',
};
