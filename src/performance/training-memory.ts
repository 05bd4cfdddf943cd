import { endsOfStage, largestStageShare, type ModelParts } from './model-weights.js';
import type { TrainingJob } from './training-job.js';
import type { TrainingLayout, ZeroStage } from './training-layout.js';
import { BYTES_PER_GIB } from './units.js';

/** GiB per accelerator, on the fullest one. */
export interface TrainingMemory {
  readonly weightsGiB: number;
  readonly gradientsGiB: number;
  readonly optimizerGiB: number;
  readonly activationsGiB: number;
  readonly reserveGiB: number;
  readonly availableGiB: number;
}

/** Mixed-precision Adam keeps 16 bytes per trained parameter: weight and gradient in 16 bit, master copy and two moments in 32. */
const WEIGHT_BYTES = 2;
const GRADIENT_BYTES = 2;
const OPTIMIZER_BYTES = 12;
/** Adapters of rank 16 on every matrix come to less than this share of the parameters. */
const ADAPTER_SHARE = 0.01;
/** Context, collectives' buffers, fragmentation. */
const RESERVE_SHARE = 0.1;
/** Of a checkpointed layer only its input is kept. */
const CHECKPOINT_BYTES = 2;
/** Logits in 16 bit and their gradient in 32. */
const LOGIT_BYTES = 6;

/** What lies in the memory of the fullest accelerator, in GiB. */
export function trainingMemory(job: TrainingJob, layout: TrainingLayout): TrainingMemory {
  const { frozenBase, availableGiB, parameters, baseBytes } = job;
  const share = frozenBase ? ADAPTER_SHARE : 1;
  const bytesPerTrained = (bytes: number, stage: ZeroStage) => share * bytes * heldHere(job, layout, parameters, stage);
  const weights = heldHere(job, layout, baseBytes, 3) + (frozenBase ? bytesPerTrained(WEIGHT_BYTES, 3) : 0);
  return {
    weightsGiB: weights / BYTES_PER_GIB,
    gradientsGiB: bytesPerTrained(GRADIENT_BYTES, 2) / BYTES_PER_GIB,
    optimizerGiB: bytesPerTrained(OPTIMIZER_BYTES, 1) / BYTES_PER_GIB,
    activationsGiB: activationBytes(job, layout) / BYTES_PER_GIB,
    reserveGiB: availableGiB * RESERVE_SHARE,
    availableGiB,
  };
}

export function fitsInMemory(memory: TrainingMemory): boolean {
  return neededGiB(memory) <= memory.availableGiB;
}

/** Everything together, the reserve included. */
export function neededGiB(memory: TrainingMemory): number {
  const { weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB } = memory;
  return weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB;
}

/**
 * Of what the parts of a model take, what lies on one accelerator. ZeRO splits over the copies from `fromStage` on: what
 * lies beside the experts over all of them, an expert over those that hold the same ones.
 */
function heldHere(job: TrainingJob, layout: TrainingLayout, parts: ModelParts, fromStage: ZeroStage): number {
  const { data, tensor, pipeline, expert, zeroStage } = layout;
  const stageShare = largestStageShare(job.model.layers, pipeline);
  const copies = zeroStage >= fromStage ? data : 1;
  const copiesOfExperts = zeroStage >= fromStage ? data / expert : 1;
  const beside = parts.layers * stageShare + endsOfStage(parts, pipeline);
  return (beside / copies + (parts.experts * stageShare) / expert / copiesOfExperts) / tensor;
}

/**
 * The first stage of a pipeline holds as many micro-batches as there are stages behind it, and a little more where its
 * layers come in several chunks; the last holds the logits.
 */
function activationBytes(job: TrainingJob, layout: TrainingLayout): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, chunks, microBatchSequences, microBatches, gradientCheckpointing } = layout;
  const tokens = microBatchSequences * sequenceLength;
  const layersHere = Math.ceil(model.layers / pipeline);
  const inFlight = Math.min(microBatches, chunks === 1 ? pipeline : pipeline + (pipeline - 1) / chunks);
  const layerBytes = (tokens * model.hiddenSize * job.activationBytesPerHiddenElement) / tensor;
  const checkpoint = (tokens * model.hiddenSize * CHECKPOINT_BYTES) / tensor;
  const layers = gradientCheckpointing
    ? layersHere * inFlight * checkpoint + layerBytes
    : layersHere * inFlight * layerBytes;
  return layers + (tokens * model.vocabularySize * LOGIT_BYTES) / tensor;
}
