import type { ModelArchitecture } from '../../catalog/index.js';
import { attentionCost, prefillAttentionFlops } from '../attention-cost.js';
import { multipliedParameters, parametersByPart } from '../model-weights.js';
import type { TrainingMethod } from '../types.js';

const FORWARD_FLOPS_PER_WEIGHT = 2;
/**
 * Passes over the weights: forward, backward for the activations, backward for the weights. Frozen weights need no
 * gradient of their own.
 */
const MATRIX_PASSES = { trained: 3, frozen: 2 };
/** Attention has no weights: forward once, backward twice. */
const ATTENTION_PASSES = 3;

/** FLOPs of one token's forward pass, by what limits how fast they go. */
export interface TokenFlops {
  /** Products with weights that every token meets: attention's, dense and shared feed-forward. */
  readonly layers: number;
  /** Products with the experts that a token takes. */
  readonly experts: number;
  /** The output layer, which stays in 16 bit. */
  readonly output: number;
  /** Of queries with keys and of weights with values, causal: half the sequence on average. */
  readonly attention: number;
}

/** LoRA and QLoRA train adapters, a few per mille of the parameters, beside a frozen model. */
export function trainsAdapters(method: TrainingMethod): boolean {
  return method === 'lora' || method === 'qlora';
}

/** FLOPs of a token's forward pass: what recomputing all activations adds to a step. */
export function forwardFlops(model: ModelArchitecture, sequenceLength: number): TokenFlops {
  const { output } = parametersByPart(model);
  const { experts } = model;
  const active = experts === null ? 0 : experts.perToken * experts.layers * experts.parametersPerExpert;
  const layers = Math.max(0, multipliedParameters(model) - active - output);
  return {
    layers: FORWARD_FLOPS_PER_WEIGHT * layers,
    experts: FORWARD_FLOPS_PER_WEIGHT * active,
    output: FORWARD_FLOPS_PER_WEIGHT * output,
    attention: prefillAttentionFlops(attentionCost(model, 1), sequenceLength) / sequenceLength,
  };
}

/** What a token takes forward and backward, without recomputation. */
export function stepFlops(forward: TokenFlops, method: TrainingMethod): TokenFlops {
  const passes = trainsAdapters(method) ? MATRIX_PASSES.frozen : MATRIX_PASSES.trained;
  return {
    layers: passes * forward.layers,
    experts: passes * forward.experts,
    output: passes * forward.output,
    attention: ATTENTION_PASSES * forward.attention,
  };
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
  return sum(stepFlops(forwardFlops(model, sequenceLength), method));
}

function sum({ layers, experts, output, attention }: TokenFlops): number {
  return layers + experts + output + attention;
}
