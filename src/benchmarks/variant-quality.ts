import type { Precision } from '../catalog/index.js';
import { createQualityTable, type QualityFigure, type QualityMeasurement } from './quality.js';

/** How a smaller model came out of a larger one. */
export const VARIANT_TECHNIQUES = ['pruning', 'distillation', 'pruning_and_distillation'] as const;
export type VariantTechnique = (typeof VARIANT_TECHNIQUES)[number];

/** One score of a pruned model or a distilled student, beside that of the model it comes from. */
export interface VariantMeasurement extends QualityMeasurement {
  /** Name in the catalog, or `96 experts`: the model itself with so many of its routed experts. */
  readonly variant: string;
  readonly technique: VariantTechnique;
}

/** A model that somebody measured against the one it comes from. */
export interface KnownVariant {
  readonly name: string;
  readonly technique: VariantTechnique;
}

/** What pruned models and students keep of the score of the model they come from. */
export interface VariantQuality {
  /** Variants of a model of the catalog that were measured, in the order of their names. */
  readonly of: (modelName: string) => readonly KnownVariant[];
  /** Null where nobody measured the variant at this precision (on this benchmark, when one is named). */
  readonly figure: (
    modelName: string,
    variant: string,
    precision: Precision,
    benchmark?: string,
  ) => QualityFigure | null;
}

/** A table over measurements, which counts them as `createQualityTable` does. */
export function createVariantQuality(measurements: readonly VariantMeasurement[]): VariantQuality {
  const nameOf = (model: string, variant: string) => `${variant} from ${model}`;
  const table = createQualityTable(measurements.map((each) => ({ ...each, model: nameOf(each.model, each.variant) })));
  const known = new Map<string, Map<string, KnownVariant>>();
  for (const { model, variant, technique } of measurements) {
    const ofModel = known.get(model) ?? new Map<string, KnownVariant>();
    // The more that was done to a model the better it is: distilled after pruning before pruned alone.
    const before = ofModel.get(variant);
    if (before === undefined || before.technique === 'pruning') ofModel.set(variant, { name: variant, technique });
    known.set(model, ofModel);
  }
  return {
    of: (modelName) => [...(known.get(modelName)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)),
    figure: (modelName, variant, precision, benchmark) => table(nameOf(modelName, variant), precision, benchmark),
  };
}

/** Nobody measured anything. */
export const NO_VARIANT_QUALITY: VariantQuality = createVariantQuality([]);
