import { allReduceSeconds, interNodeLink, sendSeconds, type Link } from './communication.js';
import { largestStageShare } from './model-weights.js';
import type { TrainingJob } from './training-job.js';
import type { TrainingLayout, ZeroStage } from './training-layout.js';

/** What a step's time depends on besides its layout. */
export interface TrainingMachine {
  /** FLOP/s of one accelerator as measured in training, communication of ordinary size included. */
  readonly flopsPerSecond: number;
  /** Between the accelerators of a node. */
  readonly intra: Link;
  /** Bytes per second that a node exchanges with others; null where a single node trains. */
  readonly nodeBytesPerSecond: number | null;
  readonly acceleratorsPerNode: number;
}

/** Attention and feed-forward, forward and backward. */
const ALL_REDUCES_PER_LAYER = 4;
/** Activations forward, their gradients backward. */
const SENDS_PER_CHUNK = 2;
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
 * all-reduces, and what the exchange of gradients takes beyond the time that it can hide behind. The bubble is the
 * time of p − 1 micro-batches, shorter by the number of chunks that a stage's layers come in.
 */
export function stepSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, chunks, microBatches, microBatchSequences, gradientCheckpointing } = layout;
  const tokens = microBatchSequences * sequenceLength;
  const stageShare = largestStageShare(model.layers, pipeline);
  const flopsPerToken = job.flopsPerToken + (gradientCheckpointing ? job.forwardFlopsPerToken : 0);
  const computed = (tokens * flopsPerToken * stageShare) / (tensor * machine.flopsPerSecond);
  const activationBytes = tokens * model.hiddenSize * BYTES_PER_ACTIVATION;
  const reduced =
    ALL_REDUCES_PER_LAYER * model.layers * stageShare * allReduceSeconds(machine.intra, tensor, activationBytes);
  const sent =
    pipeline === 1 ? 0 : SENDS_PER_CHUNK * chunks * sendSeconds(stageLink(layout, machine), activationBytes / tensor);
  const busy = (microBatches + (pipeline - 1) / chunks) * (computed + reduced + sent);
  return busy + Math.max(0, exchangeSeconds(job, layout, machine) - OVERLAP * microBatches * computed);
}

/** What the copies of a weight exchange per step: experts only among the copies that hold the same ones. */
function exchangeSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { data, tensor, expert } = layout;
  if (data === 1) return 0;
  const beside = exchangedBytes(job, layout, job.parametersBesideExperts, job.baseBytesBesideExperts);
  const seconds = allReduceSeconds(dataLink(layout, machine, tensor), data, beside);
  if (job.parameters.experts === 0) return seconds;
  const experts = exchangedBytes(job, layout, job.parameters.experts, job.baseBytes.experts) / expert;
  return seconds + allReduceSeconds(dataLink(layout, machine, tensor * expert), data / expert, experts);
}

/**
 * As bytes of an all-reduce. Whoever keeps all gradients adds them up over the micro-batches and exchanges them once;
 * whoever keeps a part has to pass the others on after each.
 */
function exchangedBytes(job: TrainingJob, layout: TrainingLayout, parameters: number, weights: number): number {
  const { tensor, pipeline, zeroStage, microBatches } = layout;
  const gradients = job.frozenBase ? 0 : parameters * BYTES_PER_GRADIENT;
  const updated = job.frozenBase ? 0 : weights;
  return exchanged(zeroStage, gradients, weights, updated, microBatches) / (tensor * pipeline);
}

function exchanged(stage: ZeroStage, gradients: number, weights: number, updated: number, microBatches: number) {
  switch (stage) {
    case 0:
      return gradients;
    case 1:
      return (gradients + updated) * HALF_AN_ALL_REDUCE;
    case 2:
      return (gradients * microBatches + updated) * HALF_AN_ALL_REDUCE;
    case 3:
      return (gradients + weights * GATHERS_PER_MICRO_BATCH) * microBatches * HALF_AN_ALL_REDUCE;
  }
}

/**
 * Copies of the model are neighbours, so that a ring through a node leaves it once; accelerators of a node that hold
 * different parts of the model each have their ring and share the node's network.
 */
function dataLink({ data, tensor }: TrainingLayout, machine: TrainingMachine, ringsPerNode: number): Link {
  const { acceleratorsPerNode, nodeBytesPerSecond, intra } = machine;
  if (nodeBytesPerSecond === null || data * tensor <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / Math.min(ringsPerNode, acceleratorsPerNode));
}

/** Stages lie farthest apart: each accelerator of a node may send to another node at the same time. */
function stageLink(layout: TrainingLayout, { acceleratorsPerNode, nodeBytesPerSecond, intra }: TrainingMachine): Link {
  const acceleratorsOfAll = layout.data * layout.tensor * layout.pipeline;
  if (nodeBytesPerSecond === null || acceleratorsOfAll <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / acceleratorsPerNode);
}
