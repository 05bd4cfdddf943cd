import type { ModelArchitecture } from '../../catalog/index.js';
import { parametersByPart } from '../model-weights.js';
import type { ExpertLayer } from '../operations/operations.js';
import type { Layout } from './layout.js';

/** Gate, up and down. */
const MATRICES_PER_FEED_FORWARD = 3;

/** Sizes of a model's matrices that its parameter counts give away. */
export interface ModelShape {
  /** Width of the feed-forward in layers without experts. */
  readonly denseInner: number;
  readonly denseLayers: number;
  /** Width of one expert; 0 without experts. */
  readonly expertInner: number;
  /** Width of all shared experts together. */
  readonly sharedInner: number;
}

const shapes = new WeakMap<ModelArchitecture, ModelShape>();

export function modelShape(model: ModelArchitecture): ModelShape {
  let shape = shapes.get(model);
  if (shape === undefined) {
    shape = workOut(model);
    shapes.set(model, shape);
  }
  return shape;
}

function workOut(model: ModelArchitecture): ModelShape {
  const { experts, hiddenSize } = model;
  const perInner = MATRICES_PER_FEED_FORWARD * hiddenSize;
  if (experts === null) {
    const perLayer = parametersByPart(model).layers / model.layers;
    const feedForward = Math.max(0, perLayer - attentionParametersPerLayer(model));
    return { denseInner: feedForward / perInner, denseLayers: model.layers, expertInner: 0, sharedInner: 0 };
  }
  const expertInner = experts.parametersPerExpert / perInner;
  return {
    // Models with a few dense layers make them as wide as all experts that a token passes through elsewhere.
    denseInner: expertInner * (experts.perToken + experts.shared),
    denseLayers: model.layers - experts.layers,
    expertInner,
    sharedInner: expertInner * experts.shared,
  };
}

function attentionParametersPerLayer(model: ModelArchitecture): number {
  let parameters = 0;
  for (const { heads, kvHeads, headDim, valueHeadDim, layers } of model.attention) {
    parameters +=
      layers * model.hiddenSize * (heads * headDim + kvHeads * (headDim + valueHeadDim) + heads * valueHeadDim);
  }
  return parameters / model.layers;
}

const layers = new WeakMap<ModelArchitecture, Map<string, ExpertLayer>>();

/** The routed experts of a model laid out, the same object for the same layout; null without any. */
export function expertLayer(model: ModelArchitecture, layout: Layout): ExpertLayer | null {
  if (model.experts === null) return null;
  const known = layers.get(model) ?? new Map<string, ExpertLayer>();
  layers.set(model, known);
  const key = `${layout.expertTensor}x${layout.expertParallel}`;
  let layer = known.get(key);
  if (layer === undefined) {
    layer = {
      hidden: model.hiddenSize,
      inner: modelShape(model).expertInner,
      perToken: model.experts.perToken,
      experts: model.experts.count,
      tensor: layout.expertTensor,
      expertParallel: layout.expertParallel,
    };
    known.set(key, layer);
  }
  return layer;
}
