import type { ModelArchitecture } from '../catalog/index.js';
import { multipliedParameters } from './model-weights.js';
import type { TrainingMethod } from './types.js';

/** Forward 2, backward 2 for the activations and 2 for the weights; frozen weights need no gradient of their own. */
const FLOPS_PER_WEIGHT = { trained: 6, frozen: 4 };
/** Attention has no weights: forward once, backward twice. */
const ATTENTION_PASSES = 3;

/**
 * FLOPs that one token of training takes, without recomputation: 6 per active parameter, or 4 where the base model is
 * frozen (LoRA; its adapters are a few per mille), and attention to the tokens before it (half the sequence on
 * average).
 */
export function trainingFlopsPerToken(
  model: ModelArchitecture,
  method: TrainingMethod,
  sequenceLength: number,
): number {
  const frozen = method === 'lora' || method === 'qlora';
  const perWeight = frozen ? FLOPS_PER_WEIGHT.frozen : FLOPS_PER_WEIGHT.trained;
  return perWeight * multipliedParameters(model) + ATTENTION_PASSES * attentionForwardFlops(model, sequenceLength);
}

function attentionForwardFlops(model: ModelArchitecture, sequenceLength: number): number {
  let flops = 0;
  for (const { kind, layers, heads, headDim, valueHeadDim, window } of model.attention) {
    if (kind === 'linear') continue;
    const reach = Math.min(sequenceLength, window ?? sequenceLength);
    const meanContext = (reach * (sequenceLength - reach / 2)) / sequenceLength;
    flops += layers * heads * 2 * (headDim + valueHeadDim) * meanContext;
  }
  return flops;
}
