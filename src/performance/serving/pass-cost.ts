import type { AttentionLayers, ModelArchitecture } from '../../catalog/index.js';
import type { ExpertLayer, Operations } from '../operations/operations.js';
import type { Layout } from './layout.js';
import { expertLayer, modelShape } from './model-shape.js';

/** Seconds of one pass through all layers by kind of operation, on the busiest accelerator. */
export interface PassCost {
  /** Matrix products. */
  readonly products: number;
  /** Attention; of latent attention with its projections. */
  readonly attention: number;
  /** Routed experts. */
  readonly experts: number;
  /** Sums over accelerators. */
  readonly communication: number;
}

const BYTES_PER_ACTIVATION = 2;
/** Tokens travel to their experts in 8 bit and back in 16: three quarters of the traffic of a sum, there and back in 16. */
const EXCHANGE_SHARE = 0.75;
/** A recurrent state is read and written once per token, like a cache of this length. */
const STATE_AS_CONTEXT = 128;
/** Prompts pass a recurrent layer in chunks of this length. */
const RECURRENT_CHUNK = 256;
/** Latent attention was measured in models of this width. */
const MEASURED_LATENT_HIDDEN = 7168;
/** And with this many heads; those with fewer have narrower projections too. */
const MEASURED_LATENT_HEADS = 128;

/** A model laid out on accelerators whose operations were measured. */
export interface LaidModel {
  readonly model: ModelArchitecture;
  readonly layout: Layout;
  readonly operations: Operations;
  readonly experts: ExpertLayer | null;
}

export function layModel(model: ModelArchitecture, layout: Layout, operations: Operations): LaidModel {
  return { model, layout, operations, experts: expertLayer(model, layout) };
}

/**
 * One new token for each request.
 *
 * @param requests in flight on one copy of the attention; need not be whole
 * @param context tokens that each looks back at
 */
export function generationCost(laid: LaidModel, requests: number, context: number): PassCost {
  return passCost(laid, requests, (attention, heads, kvHeads) => {
    const { operations } = laid;
    if (attention.kind === 'latent')
      return operations.latentGeneration(requests, heads, context) * latentScale(laid, attention);
    if (attention.kind === 'linear') {
      return operations.generationAttention(requests, heads, kvHeads, attention.headDim, STATE_AS_CONTEXT);
    }
    const reach = Math.min(context, attention.window ?? Number.POSITIVE_INFINITY);
    return operations.generationAttention(requests, heads, kvHeads, attention.headDim, reach);
  });
}

/** One prompt on one copy of the attention, while the other copies work on prompts of their own. */
export function promptCost(laid: LaidModel, tokens: number): PassCost {
  return passCost(laid, tokens, (attention, heads) => {
    const { operations } = laid;
    if (attention.kind === 'latent') return operations.latentPrompt(heads, tokens) * latentScale(laid, attention);
    const reach = attention.kind === 'linear' ? RECURRENT_CHUNK : (attention.window ?? Number.POSITIVE_INFINITY);
    if (reach >= tokens) return operations.promptAttention(heads, attention.headDim, tokens);
    return (operations.promptAttention(heads, attention.headDim, reach) * tokens) / reach;
  });
}

/** The output layer, for so many tokens. */
export function outputSeconds({ model, layout, operations }: LaidModel, tokens: number): number {
  return operations.widerProduct(tokens, model.vocabularySize / layout.tensor, model.hiddenSize);
}

function passCost(
  laid: LaidModel,
  tokens: number,
  attend: (attention: AttentionLayers, heads: number, kvHeads: number) => number,
): PassCost {
  const { model, layout, operations } = laid;
  const { tensor, attentionCopies } = layout;
  const hidden = model.hiddenSize;
  const { denseInner, denseLayers, sharedInner } = modelShape(model);
  let products = 0;
  let attention = 0;
  for (const layers of model.attention) {
    const { kind, heads, kvHeads, headDim, valueHeadDim } = layers;
    const here = Math.max(1, Math.ceil(heads / tensor));
    const cachedHere = Math.max(1, Math.ceil(kvHeads / tensor));
    attention += layers.layers * attend(layers, here, cachedHere);
    if (kind === 'latent') continue;
    const inputs = here * headDim + cachedHere * (headDim + valueHeadDim);
    products += layers.layers * operations.product(tokens, inputs, hidden);
    products += layers.layers * operations.product(tokens, hidden, here * valueHeadDim);
  }
  const feedForward = (inner: number) =>
    operations.product(tokens, (2 * inner) / tensor, hidden) + operations.product(tokens, hidden, inner / tensor);
  if (denseLayers > 0) products += denseLayers * feedForward(denseInner);
  let experts = 0;
  if (laid.experts !== null && model.experts !== null) {
    const { layers, count } = model.experts;
    experts = layers * operations.experts(laid.experts, tokens * attentionCopies);
    products += layers * operations.widerProduct(tokens, count, hidden);
    if (sharedInner > 0) products += layers * feedForward(sharedInner);
  }
  return { products, attention, experts, communication: communicationSeconds(laid, tokens) };
}

/**
 * Attention and feed-forward each end in a sum over the accelerators that shared them. Where attention is copied and
 * experts are dealt out, tokens travel to their experts and back instead, if that is less.
 */
function communicationSeconds({ model, layout, operations }: LaidModel, tokens: number): number {
  const bytes = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const sharing = model.experts === null ? layout.tensor : layout.expertTensor * layout.expertParallel;
  const attention = operations.allReduce(layout.tensor, bytes);
  const sum = operations.allReduce(Math.max(sharing, layout.tensor), bytes * layout.attentionCopies);
  const exchanged = layout.attentionCopies > 1 && layout.expertParallel > 1 && model.experts !== null;
  const visits = exchanged ? Math.min(model.experts.perToken, layout.expertParallel) : 0;
  const feedForward = exchanged ? Math.min(sum, operations.allReduce(sharing, bytes * visits * EXCHANGE_SHARE)) : sum;
  return model.layers * (attention + feedForward);
}

function latentScale({ model }: LaidModel, { heads }: AttentionLayers): number {
  return heads < MEASURED_LATENT_HEADS ? model.hiddenSize / MEASURED_LATENT_HIDDEN : 1;
}
