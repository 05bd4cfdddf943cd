import { allReduceSeconds, interNodeLink, sendSeconds, type Link } from './communication.js';
import type { TrainingJob, TrainingLayout } from './training-memory.js';

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
/** Gathering, or scattering and reducing, moves half of what an all-reduce does. */
const HALF_AN_ALL_REDUCE = 0.5;
/** Sharded weights are gathered for the forward and again for the backward pass of each micro-batch. */
const GATHERS_PER_MICRO_BATCH = 2;
/** Share of the arithmetic behind which gradients can travel: the measured runs hid theirs there. */
const OVERLAP = 0.5;

/**
 * Seconds of one optimizer step: the arithmetic at the measured rate, the pipeline's bubble, tensor-parallel
 * all-reduces, and what the exchange of gradients takes beyond the time that it can hide behind.
 *
 * @param flopsPerToken without recomputation
 */
export function stepSeconds(
  job: TrainingJob,
  layout: TrainingLayout,
  machine: TrainingMachine,
  flopsPerToken: number,
): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, microBatches, microBatchSequences, gradientCheckpointing } = layout;
  const tokens = microBatchSequences * sequenceLength;
  const perStage = (tokens * flopsPerToken) / (tensor * pipeline * machine.flopsPerSecond);
  const computed = perStage * (gradientCheckpointing ? RECOMPUTED : 1);
  const activationBytes = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const reduced =
    (ALL_REDUCES_PER_LAYER * model.layers * allReduceSeconds(machine.intra, tensor, activationBytes)) / pipeline;
  const sent = pipeline === 1 ? 0 : 2 * sendSeconds(stageLink(layout, machine), activationBytes);
  const busy = (microBatches + pipeline - 1) * (computed + reduced + sent);
  return busy + Math.max(0, exchangeSeconds(job, layout, machine) - OVERLAP * microBatches * computed);
}

function exchangeSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const parametersHere = job.model.totalParameters / (layout.tensor * layout.pipeline);
  const gradients = job.frozenBase ? 0 : parametersHere * BYTES_PER_GRADIENT;
  const sharded = layout.zeroStage === 3;
  const gathered = sharded
    ? parametersHere * job.baseBytesPerWeight * GATHERS_PER_MICRO_BATCH * layout.microBatches
    : 0;
  const bytes = sharded ? (gathered + gradients) * HALF_AN_ALL_REDUCE : gradients;
  return bytes === 0 ? 0 : allReduceSeconds(dataLink(layout, machine), layout.data, bytes);
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
