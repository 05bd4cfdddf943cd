import type { ModelArchitecture } from './model-architecture.js';
import { BYTES_PER_WEIGHT } from './precision.js';

/**
 * The model with so many of its routed experts in each layer; a token still goes through as many of them as before.
 * Null where it has no experts, or not more than these, or a token goes through more.
 */
export function prunedToExperts(model: ModelArchitecture, count: number): ModelArchitecture | null {
  const { experts, weights } = model;
  if (experts === null || count >= experts.count || count < experts.perToken) return null;
  const removed = (experts.count - count) * experts.layers;
  const matrices = removed * experts.parametersPerExpert;
  // A router has a row for each expert, which every token touches; the one number of its bias is left where it was.
  const routers = removed * model.hiddenSize;
  return {
    ...model,
    name: `${model.name} with ${count} experts`,
    experts: { ...experts, count },
    totalParameters: model.totalParameters - matrices - routers,
    activeParameters: model.activeParameters - routers,
    published: undefined,
    source: `${model.source}; ${experts.count - count} of ${experts.count} routed experts taken out of every layer`,
    ...(weights && {
      weights: {
        ...weights,
        keptIn16BitParameters: weights.keptIn16BitParameters - routers,
        nativeBytes:
          weights.nativeBytes - matrices * BYTES_PER_WEIGHT[model.nativePrecision] - routers * BYTES_PER_WEIGHT.bf16,
      },
    }),
  };
}
