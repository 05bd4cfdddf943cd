import type { TokenFlops } from './flops.js';
import type { TrainingJob } from './job.js';
import type { TrainingMachine } from './machine.js';
import { LOGIT_BYTES } from './memory.js';

/** Seconds that a token takes on one accelerator that holds the whole model, without messages and waits. */
export interface TokenSeconds {
  readonly step: number;
  /** What recomputing all activations adds. */
  readonly recomputation: number;
}

/** Of what a step moves, a third is the forward pass. */
const FORWARD_SHARE_OF_TRAFFIC = 1 / 3;

/**
 * Products at the measured rate of their kind, and the activations' way through the memory: norms, activation functions,
 * residuals, casts and, in mixtures of experts, the copies that are dealt out.
 */
export function secondsPerToken(job: TrainingJob, machine: TrainingMachine): TokenSeconds {
  const { model } = job;
  const { trafficPerActivationByte, trafficPerCastByte, trafficPerDealtByte } = machine.coefficients;
  const elements = model.layers * model.hiddenSize;
  const activations = elements * job.activationBytesPerHiddenElement;
  const bytes =
    trafficPerActivationByte * (activations + model.vocabularySize * LOGIT_BYTES) +
    (machine.casts ? trafficPerCastByte * activations : 0) +
    trafficPerDealtByte * elements * job.dealtBytesPerHiddenElement;
  const traffic = bytes / machine.memoryBytesPerSecond;
  return {
    step: computing(job.flops, machine) + traffic,
    recomputation: computing(job.forwardFlops, machine) + FORWARD_SHARE_OF_TRAFFIC * traffic,
  };
}

function computing({ layers, experts, output, attention }: TokenFlops, machine: TrainingMachine): number {
  const { layerFlopsPerSecond, outputFlopsPerSecond, attentionFlopsPerSecond, coefficients } = machine;
  return (
    (layers + experts / coefficients.expertRate) / layerFlopsPerSecond +
    output / outputFlopsPerSecond +
    attention / attentionFlopsPerSecond
  );
}
