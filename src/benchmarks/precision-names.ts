import { PRECISIONS, type Precision } from '../catalog/index.js';

/** What engines and publishers call the formats; those that hold several at once are none of them. */
const ALIASES: Readonly<Record<string, Precision>> = {
  bfloat16: 'bf16',
  float16: 'bf16',
  fp16: 'bf16',
  half: 'bf16',
  float32: 'fp32',
  tf32: 'fp32',
  fp8_e4m3: 'fp8',
  float8: 'fp8',
  mxfp8: 'fp8',
  w8a8: 'int8',
  awq: 'int4',
  gptq: 'int4',
  w4a16: 'int4',
  mxfp4: 'fp4',
  nvfp4: 'fp4',
};

/** The catalog's name of a format of weights; null where the text names none of them, or more than one. */
export function precisionOf(text: string): Precision | null {
  const name = text.trim().toLowerCase();
  return PRECISIONS.find((precision) => precision === name) ?? ALIASES[name] ?? null;
}

/** Every spelling that is understood, for messages. */
export const PRECISION_SPELLINGS: readonly string[] = [...PRECISIONS, ...Object.keys(ALIASES)];
