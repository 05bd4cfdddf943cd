import type { ModelArchitecture } from '../catalog/index.js';
import { allReduceSeconds, interNodeLink, sendSeconds, type Link } from './communication.js';
import type { TrainingLayout } from './training-memory.js';

/** What a step's time depends on besides its layout. */
export interface TrainingMachine {
  /** FLOP/s of one accelerator as measured in training, communication of ordinary size included. */
  readonly flopsPerSecond: number;
  /** Between the accelerators of a node. */
  readonly intra: Link;
  /** Bytes per second that a node exchanges with others; null where a single node trains or the network is not known. */
  readonly nodeBytesPerSecond: number | null;
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
  const sent = pipeline === 1 ? 0 : 2 * sendSeconds(stageLink(layout, machine), activationBytes);
  const busy = (microBatches + pipeline - 1) * (computed + reduced + sent);
  return busy + Math.max(0, exchangeSeconds(layout, machine, exchangedParameters) - OVERLAP * microBatches * computed);
}

function exchangeSeconds(layout: TrainingLayout, machine: TrainingMachine, parameters: number): number {
  const bytes = parameters * BYTES_PER_GRADIENT * (layout.zeroStage === 3 ? ZERO_3_TRAFFIC : 1);
  return allReduceSeconds(dataLink(layout, machine), layout.data, bytes);
}

/**
 * Copies of the model are neighbours, so that a ring through a node leaves it once; the tensor-parallel parts of the
 * model each have their ring and share the node's network.
 */
function dataLink(
  { data, tensor }: TrainingLayout,
  { acceleratorsPerNode, nodeBytesPerSecond, intra }: TrainingMachine,
): Link {
  if (nodeBytesPerSecond === null || data * tensor <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / Math.min(tensor, acceleratorsPerNode));
}

/** Stages lie farthest apart: each accelerator of a node may send to another node at the same time. */
function stageLink(layout: TrainingLayout, { acceleratorsPerNode, nodeBytesPerSecond, intra }: TrainingMachine): Link {
  const acceleratorsOfAll = layout.data * layout.tensor * layout.pipeline;
  if (nodeBytesPerSecond === null || acceleratorsOfAll <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / acceleratorsPerNode);
}
