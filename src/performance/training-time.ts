import type { ModelArchitecture } from '../catalog/index.js';
import { allReduceSeconds, sendSeconds, type Link } from './communication.js';
import type { TrainingLayout } from './training-memory.js';

/** What a step's time depends on besides its layout. */
export interface TrainingMachine {
  /** FLOP/s of one accelerator as measured in training, communication of ordinary size included. */
  readonly flopsPerSecond: number;
  /** Between the accelerators of a node. */
  readonly intra: Link;
  /** Between nodes, per accelerator; null where a single node trains or the network is not known. */
  readonly inter: Link | null;
  readonly acceleratorsPerNode: number;
}

/** A step with all activations recomputed is a forward pass longer. */
const RECOMPUTED = 4 / 3;
/** Attention and feed-forward, forward and backward. */
const ALL_REDUCES_PER_LAYER = 4;
const BYTES_PER_ACTIVATION = 2;
const BYTES_PER_GRADIENT = 2;
/** Gathering weights twice and scattering gradients, over reducing gradients alone. */
const ZERO_3_TRAFFIC = 1.5;
/** Share of the arithmetic behind which gradients can travel: the measured runs hid theirs there. */
const OVERLAP = 0.5;

/**
 * Seconds of one optimizer step: the arithmetic at the measured rate, the pipeline's bubble, tensor-parallel
 * all-reduces, and what the exchange of gradients takes beyond the time that it can hide behind.
 *
 * @param flopsPerToken without recomputation
 * @param exchangedParameters trained parameters of one accelerator's share of the model
 */
export function stepSeconds(
  model: ModelArchitecture,
  layout: TrainingLayout,
  machine: TrainingMachine,
  sequenceLength: number,
  flopsPerToken: number,
  exchangedParameters: number,
): number {
  const { tensor, pipeline, microBatches, microBatchSequences, gradientCheckpointing } = layout;
  const tokens = microBatchSequences * sequenceLength;
  const perStage = (tokens * flopsPerToken) / (tensor * pipeline * machine.flopsPerSecond);
  const computed = perStage * (gradientCheckpointing ? RECOMPUTED : 1);
  const activationBytes = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const reduced =
    (ALL_REDUCES_PER_LAYER * model.layers * allReduceSeconds(machine.intra, tensor, activationBytes)) / pipeline;
  const spansNodes = tensor * pipeline > machine.acceleratorsPerNode;
  const sent =
    pipeline === 1 ? 0 : 2 * sendSeconds((spansNodes ? machine.inter : null) ?? machine.intra, activationBytes);
  const busy = (microBatches + pipeline - 1) * (computed + reduced + sent);
  return busy + Math.max(0, exchangeSeconds(layout, machine, exchangedParameters) - OVERLAP * microBatches * computed);
}

function exchangeSeconds(layout: TrainingLayout, machine: TrainingMachine, parameters: number): number {
  const { data, tensor, pipeline, zeroStage } = layout;
  const bytes = parameters * BYTES_PER_GRADIENT * (zeroStage === 3 ? ZERO_3_TRAFFIC : 1);
  const withinNode = data * tensor * pipeline <= machine.acceleratorsPerNode;
  return allReduceSeconds((withinNode ? null : machine.inter) ?? machine.intra, data, bytes);
}
