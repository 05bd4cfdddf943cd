import type { QualityFigure, VariantQuality } from '../benchmarks/index.js';
import type { Precision } from '../catalog/index.js';

/** What was measured of the variants of one model: per cent kept, by variant, precision and benchmark. */
export type Kept = Readonly<Record<string, Partial<Record<Precision, Readonly<Record<string, number>>>>>>;

/** A table of pruned models and students with these figures and no others. */
export function variantQuality(model: string, kept: Kept): VariantQuality {
  return {
    of: (name) =>
      name === model
        ? Object.keys(kept).map((variant) => ({ name: variant, technique: 'pruning_and_distillation' }))
        : [],
    figure: (name, variant, precision, benchmark): QualityFigure | null => {
      const figures = name === model ? Object.entries(kept[variant]?.[precision] ?? {}) : [];
      const [lowest] = figures
        .filter(([measured]) => benchmark === undefined || measured === benchmark)
        .sort(([, one], [, other]) => one - other);
      if (lowest === undefined) return null;
      const [on, retainedPercent] = lowest;
      return {
        retainedPercent,
        benchmark: on,
        method: 'distilled',
        basis: `measured on ${variant}`,
        source: 'a paper',
      };
    },
  };
}
