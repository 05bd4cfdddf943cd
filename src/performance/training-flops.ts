import type { ModelArchitecture } from '../catalog/index.js';
import { attentionCost, prefillAttentionFlops } from './attention-cost.js';
import { multipliedParameters } from './model-weights.js';
import type { TrainingMethod } from './types.js';

const FORWARD_FLOPS_PER_WEIGHT = 2;
/** Forward 2, backward 2 for the activations and 2 for the weights; frozen weights need no gradient of their own. */
const FLOPS_PER_WEIGHT = { trained: 6, frozen: 4 };
/** Attention has no weights: forward once, backward twice. */
const ATTENTION_PASSES = 3;

/** LoRA and QLoRA train adapters, a few per mille of the parameters, beside a frozen model. */
export function trainsAdapters(method: TrainingMethod): boolean {
  return method === 'lora' || method === 'qlora';
}

/**
 * FLOPs that one token of training takes, without recomputation: 6 per active parameter, or 4 where the base model is
 * frozen, and attention to the tokens before it (half the sequence on average).
 */
export function trainingFlopsPerToken(
  model: ModelArchitecture,
  method: TrainingMethod,
  sequenceLength: number,
): number {
  const perWeight = trainsAdapters(method) ? FLOPS_PER_WEIGHT.frozen : FLOPS_PER_WEIGHT.trained;
  return perWeight * multipliedParameters(model) + ATTENTION_PASSES * attentionForwardFlops(model, sequenceLength);
}

/** FLOPs of a token's forward pass alone: what recomputing all activations adds to a step. */
export function forwardFlopsPerToken(model: ModelArchitecture, sequenceLength: number): number {
  return FORWARD_FLOPS_PER_WEIGHT * multipliedParameters(model) + attentionForwardFlops(model, sequenceLength);
}

function attentionForwardFlops(model: ModelArchitecture, sequenceLength: number): number {
  return prefillAttentionFlops(attentionCost(model, 1), sequenceLength) / sequenceLength;
}
