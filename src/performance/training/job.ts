import type { ModelArchitecture } from '../../catalog/index.js';
import { parametersByPart, weightBytesByPart, type ModelParts } from '../model-weights.js';
import { forwardFlops, stepFlops, trainsAdapters, type TokenFlops } from './flops.js';
import type { TrainingQuestion } from '../types.js';

/** What is trained and where, with what does not depend on the layout worked out once. */
export interface TrainingJob {
  readonly model: ModelArchitecture;
  readonly frozenBase: boolean;
  readonly parameters: ModelParts;
  /** Bytes that the weights take while they train: 16 bit, or int4 under QLoRA. */
  readonly baseBytes: ModelParts;
  readonly parametersBesideExperts: number;
  readonly baseBytesBesideExperts: number;
  readonly sequenceLength: number;
  /** Of a token, forward and backward without recomputation. */
  readonly flops: TokenFlops;
  /** Of a token's forward pass: what recomputing all activations adds. */
  readonly forwardFlops: TokenFlops;
  /** Kept for the backward pass, per token, layer and hidden element: outside the copies for experts, and these. */
  readonly activationBytesPerHiddenElement: number;
  readonly dealtBytesPerHiddenElement: number;
  /** Memory of one accelerator. */
  readonly availableGiB: number;
}

/**
 * Bytes that a transformer layer keeps for its backward pass per token and hidden element, at 16 bit: 34, of which
 * the feed-forward of width 4 holds 19; with attention that keeps no score matrix.
 */
const BYTES_OUTSIDE_FEED_FORWARD = 15;
const BYTES_OF_FEED_FORWARD = 19;
/** A token's copy for an expert, and the expert's answer, in 16 bit. */
const BYTES_PER_EXPERT = 4;
/** Weights of a plain transformer layer over the square of its hidden size: 4 of attention, 8 of feed-forward. */
const PLAIN_ATTENTION = 4;
const PLAIN_FEED_FORWARD = 8;

export function trainingJob(
  { model, method, sequenceLength }: Pick<TrainingQuestion, 'model' | 'method' | 'sequenceLength'>,
  availableGiB: number,
): TrainingJob {
  const parameters = parametersByPart(model);
  const forward = forwardFlops(model, sequenceLength);
  const baseBytes = weightBytesByPart(model, method === 'qlora' ? 'int4' : 'bf16');
  return {
    model,
    frozenBase: trainsAdapters(method),
    parameters,
    baseBytes,
    parametersBesideExperts: besideExperts(parameters),
    baseBytesBesideExperts: besideExperts(baseBytes),
    sequenceLength,
    flops: stepFlops(forward, method),
    forwardFlops: forward,
    activationBytesPerHiddenElement: bytesPerHiddenElement(model),
    dealtBytesPerHiddenElement: dealtBytesPerHiddenElement(model),
    availableGiB,
  };
}

function besideExperts({ layers, input, output }: ModelParts): number {
  return layers + input + output;
}

/** 34 for a plain layer, more where a token passes through a wider feed-forward or several experts. */
function bytesPerHiddenElement(model: ModelArchitecture): number {
  const square = model.hiddenSize * model.hiddenSize;
  const perLayer = (model.activeParameters - model.embeddingParameters) / model.layers;
  const feedForward = Math.max(PLAIN_FEED_FORWARD, perLayer / square - PLAIN_ATTENTION);
  return BYTES_OUTSIDE_FEED_FORWARD + (BYTES_OF_FEED_FORWARD * feedForward) / PLAIN_FEED_FORWARD;
}

/** For each expert that a token takes, the copy that is dealt to it and the one that it gives back. */
function dealtBytesPerHiddenElement({ experts, layers }: ModelArchitecture): number {
  return experts === null ? 0 : (BYTES_PER_EXPERT * experts.perToken * experts.layers) / layers;
}
