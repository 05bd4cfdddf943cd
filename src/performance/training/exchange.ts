import { allReduceSeconds, interNodeLink, type Link } from '../communication.js';
import type { TrainingJob } from './job.js';
import type { TrainingLayout, ZeroStage } from './layout.js';
import type { TrainingMachine } from './machine.js';

const BYTES_PER_GRADIENT = 2;
/** Gathering, or scattering and reducing, moves half of what an all-reduce does. */
const HALF_AN_ALL_REDUCE = 0.5;
/** Sharded weights are gathered for the forward and again for the backward pass of each micro-batch. */
const GATHERS_PER_MICRO_BATCH = 2;

/** What the copies of a weight exchange per step: experts only among the copies that hold the same ones. */
export function exchangeSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { tensor, expert } = layout;
  const copies = layout.data * layout.context;
  if (copies === 1) return 0;
  const beside = exchangedBytes(job, layout, job.parametersBesideExperts, job.baseBytesBesideExperts);
  const seconds = allReduceSeconds(dataLink(copies, layout, machine, tensor), copies, beside);
  if (job.parameters.experts === 0) return seconds;
  const experts = exchangedBytes(job, layout, job.parameters.experts, job.baseBytes.experts) / expert;
  return seconds + allReduceSeconds(dataLink(copies, layout, machine, tensor * expert), copies / expert, experts);
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
function dataLink(copies: number, { tensor }: TrainingLayout, machine: TrainingMachine, ringsPerNode: number): Link {
  const { acceleratorsPerNode, nodeBytesPerSecond, intra } = machine;
  if (nodeBytesPerSecond === null || copies * tensor <= acceleratorsPerNode) return intra;
  return interNodeLink(nodeBytesPerSecond / Math.min(ringsPerNode, acceleratorsPerNode));
}
