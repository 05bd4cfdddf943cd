import type { AttentionLayers, ModelArchitecture } from './model-architecture.js';
import type { ExpertBlock } from './model-feed-forward.js';
import type { LayerPlan, ModelPlan } from './model-plan.js';
import type { MatrixRole, NativeFormat } from './model-quantization.js';

/** Parameters of a language model, counted matrix by matrix. */
export interface ParameterCount {
  readonly total: number;
  readonly active: number;
  readonly embedding: number;
  readonly lookup: number;
  /** Of `total`, the matrices that the published format quantizes, or that a quantization would. */
  readonly quantizable: number;
}

/** Counts every matrix, norm, bias and router; active counts the routed experts of one token only. */
export function countParameters(plan: ModelPlan, tied: boolean, keeps: NativeFormat['keeps']): ParameterCount {
  const table = plan.hiddenSize * plan.vocabularySize;
  const embedding = (tied ? table : 2 * table) + plan.outputBiasParameters;
  let total = embedding + plan.finalNormParameters;
  let active = total;
  let quantizable = 0;
  plan.layers.forEach((layer, index) => {
    for (const part of layerParts(layer)) {
      total += part.matrices + part.small;
      active += part.active;
      if (part.role !== null && !keeps(part.role, index)) quantizable += part.matrices;
    }
  });
  return { total, active, embedding, lookup: tied ? 0 : table, quantizable };
}

interface LayerPart {
  /** Null: never quantized. */
  readonly role: MatrixRole | null;
  readonly matrices: number;
  readonly small: number;
  readonly active: number;
}

function layerParts(layer: LayerPlan): LayerPart[] {
  const everyToken = (role: MatrixRole | null, matrices: number, small: number): LayerPart => ({
    role,
    matrices,
    small,
    active: matrices + small,
  });
  const parts = [
    everyToken('attention', layer.attention.matrixParameters, layer.attention.smallParameters),
    everyToken(null, 0, layer.normParameters),
  ];
  if (layer.dense) parts.push(everyToken('dense', layer.dense.matrixParameters, layer.dense.smallParameters));
  if (layer.experts) {
    const { count, perToken, expert, shared, routerParameters } = layer.experts;
    parts.push(
      {
        role: 'experts',
        matrices: count * expert.matrixParameters,
        small: count * expert.smallParameters,
        active: perToken * (expert.matrixParameters + expert.smallParameters),
      },
      everyToken('shared', shared.matrixParameters, shared.smallParameters),
      everyToken(null, 0, routerParameters),
    );
  }
  return parts;
}

/** Layers of the same attention shape put together, in the order in which they first appear. */
export function attentionGroups(layers: readonly LayerPlan[]): AttentionLayers[] {
  const groups = new Map<string, AttentionLayers>();
  for (const { attention } of layers) {
    const key = JSON.stringify(attention.shape);
    groups.set(key, { ...attention.shape, layers: (groups.get(key)?.layers ?? 0) + 1 });
  }
  return [...groups.values()];
}

/** The routed experts of a model, whose layers all have the same; null for a dense model. */
export function expertSummary(layers: readonly LayerPlan[]): ModelArchitecture['experts'] {
  const blocks = layers.map((layer) => layer.experts).filter((block): block is ExpertBlock => block !== null);
  const [first] = blocks;
  if (!first) return null;
  return {
    count: first.count,
    perToken: first.perToken,
    shared: first.sharedCount,
    layers: blocks.length,
    parametersPerExpert: first.expert.matrixParameters + first.expert.smallParameters,
  };
}
