import type { QualityFigure, QualityTable, VariantTechnique } from '../benchmarks/index.js';
import { BYTES_PER_WEIGHT, PRECISIONS, type ModelArchitecture, type Precision } from '../catalog/index.js';
import { percentText } from './figures.js';
import type { BatchWorkload, ServingWorkload } from './workload.schema.js';

/** What is known of a model's quality at a precision. */
export type VariantBasis =
  /** The published weights. */
  | 'native'
  /** More bits than the published weights have: nothing is lost. */
  | 'wider'
  | 'measured'
  /** Nobody measured it; the user accepts it by name. */
  | 'accepted_by_name';

export interface Variant {
  readonly precision: Precision;
  readonly basis: VariantBasis;
  readonly figure: QualityFigure | null;
  /** How the served model came out of the one that was asked for; absent where it is that one. */
  readonly technique?: VariantTechnique | null;
}

export interface RejectedVariant {
  readonly precision: Precision;
  readonly why: string;
  readonly figure: QualityFigure | null;
}

export interface Variants {
  /** The least altered first. */
  readonly accepted: readonly Variant[];
  readonly rejected: readonly RejectedVariant[];
}

type Wishes = Pick<ServingWorkload | BatchWorkload, 'precisions' | 'qualityFloor'>;

/** Which precisions a workload accepts. Quality is never traded below the floor, and never without a measurement. */
export function variantsOf(workload: Wishes, model: ModelArchitecture, quality: QualityTable): Variants {
  const accepted: Variant[] = [];
  const rejected: RejectedVariant[] = [];
  for (const precision of leastAlteredFirst(model.nativePrecision)) {
    const figure = lossless(model, precision) ? null : quality(model.name, precision, workload.qualityFloor?.benchmark);
    const verdict = judge(workload, model, precision, figure);
    if (typeof verdict === 'string') rejected.push({ precision, why: verdict, figure });
    else if (verdict !== null) accepted.push({ precision, basis: verdict.basis, figure });
  }
  return { accepted, rejected };
}

/** Published weights, or more bits than those: no measurement is needed. */
export function lossless(model: ModelArchitecture, precision: Precision): boolean {
  return precision === model.nativePrecision || isWider(precision, model.nativePrecision);
}

/** Null: the workload does not mention the precision and nothing suggests it. */
function judge(
  { precisions, qualityFloor }: Wishes,
  model: ModelArchitecture,
  precision: Precision,
  figure: QualityFigure | null,
): { readonly basis: VariantBasis } | string | null {
  const named = Array.isArray(precisions) && precisions.includes(precision);
  if (precision === model.nativePrecision) {
    return named || !Array.isArray(precisions) ? { basis: 'native' } : 'it is not among the accepted precisions';
  }
  if (!named && precisions !== 'measured') return 'it is not among the accepted precisions';
  if (isWider(precision, model.nativePrecision)) return named ? { basis: 'wider' } : null;
  if (figure === null) {
    const on = qualityFloor?.benchmark === undefined ? '' : ` on ${qualityFloor.benchmark}`;
    return named ? { basis: 'accepted_by_name' } : `its quality has not been measured${on} for this model`;
  }
  return belowFloor(figure, qualityFloor) ?? { basis: 'measured' };
}

/** Why a figure does not do; null where it does. */
export function belowFloor(figure: QualityFigure, qualityFloor: Wishes['qualityFloor']): string | null {
  const floor = qualityFloor?.minRetainedPercent ?? null;
  if (floor === null || figure.retainedPercent >= floor) return null;
  return (
    `it keeps ${percentText(figure.retainedPercent)} of the score on ${figure.benchmark}, ` +
    `the floor is ${percentText(floor)}`
  );
}

/** 16-bit floats hold every 8-bit and 4-bit value; between formats of the same width nothing is for free. */
function isWider(precision: Precision, native: Precision): boolean {
  const isFloat = precision === 'fp32' || precision === 'bf16';
  return isFloat && BYTES_PER_WEIGHT[precision] > BYTES_PER_WEIGHT[native];
}

export function leastAlteredFirst(native: Precision): Precision[] {
  return [native, ...PRECISIONS.filter((precision) => precision !== native)];
}
