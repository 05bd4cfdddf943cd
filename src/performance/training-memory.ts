import { BYTES_PER_WEIGHT, type ModelArchitecture } from '../catalog/index.js';
import type { TrainingMethod } from './types.js';
import { BYTES_PER_GIB } from './units.js';

export type ZeroStage = 0 | 1 | 2 | 3;

/** How a training job is laid over accelerators. */
export interface TrainingLayout {
  readonly data: number;
  readonly tensor: number;
  readonly pipeline: number;
  readonly microBatchSequences: number;
  /** Micro-batches that one copy of the model works off per optimizer step. */
  readonly microBatches: number;
  readonly zeroStage: ZeroStage;
  readonly gradientCheckpointing: boolean;
}

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
/**
 * Bytes that a transformer layer keeps for its backward pass per token and hidden element, at 16 bit: 34, of which
 * the feed-forward of width 4 holds 19; with attention that keeps no score matrix.
 */
const BYTES_OUTSIDE_FEED_FORWARD = 15;
const BYTES_OF_FEED_FORWARD = 19;
/** Of a checkpointed layer only its input is kept. */
const CHECKPOINT_BYTES = 2;
/** Logits in 16 bit and their gradient in 32. */
const LOGIT_BYTES = 6;
/** Weights of a plain transformer layer over the square of its hidden size: 4 of attention, 8 of feed-forward. */
const PLAIN_ATTENTION = 4;
const PLAIN_FEED_FORWARD = 8;

/** What is trained and where, with what does not depend on the layout worked out once. */
export interface TrainingJob {
  readonly model: ModelArchitecture;
  readonly frozenBase: boolean;
  readonly baseBytesPerWeight: number;
  readonly sequenceLength: number;
  readonly activationBytesPerHiddenElement: number;
  /** Memory of one accelerator. */
  readonly availableGiB: number;
}

export function trainingJob(
  model: ModelArchitecture,
  method: TrainingMethod,
  sequenceLength: number,
  availableGiB: number,
): TrainingJob {
  return {
    model,
    frozenBase: method === 'lora' || method === 'qlora',
    baseBytesPerWeight: method === 'qlora' ? BYTES_PER_WEIGHT.int4 : WEIGHT_BYTES,
    sequenceLength,
    activationBytesPerHiddenElement: bytesPerHiddenElement(model),
    availableGiB,
  };
}

/** What lies in the memory of the fullest accelerator, in GiB. */
export function trainingMemory(job: TrainingJob, layout: TrainingLayout): TrainingMemory {
  const { model, frozenBase, availableGiB } = job;
  const { data, tensor, pipeline, zeroStage } = layout;
  const stageShare = Math.ceil(model.layers / pipeline) / model.layers;
  const parametersHere = (model.totalParameters * stageShare) / tensor;
  const trainedHere = parametersHere * (frozenBase ? ADAPTER_SHARE : 1);
  const split = (stage: ZeroStage) => (zeroStage >= stage ? data : 1);
  const weights = (parametersHere * job.baseBytesPerWeight + (frozenBase ? trainedHere * WEIGHT_BYTES : 0)) / split(3);
  return {
    weightsGiB: weights / BYTES_PER_GIB,
    gradientsGiB: (trainedHere * GRADIENT_BYTES) / split(2) / BYTES_PER_GIB,
    optimizerGiB: (trainedHere * OPTIMIZER_BYTES) / split(1) / BYTES_PER_GIB,
    activationsGiB: activationBytes(job, layout) / BYTES_PER_GIB,
    reserveGiB: availableGiB * RESERVE_SHARE,
    availableGiB,
  };
}

export function fitsInMemory(memory: TrainingMemory): boolean {
  const { weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB, availableGiB } = memory;
  return weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB <= availableGiB;
}

/** The first stage of a pipeline holds as many micro-batches as there are stages behind it; the last holds the logits. */
function activationBytes(job: TrainingJob, layout: TrainingLayout): number {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, microBatchSequences, microBatches, gradientCheckpointing } = layout;
  const tokens = microBatchSequences * sequenceLength;
  const layersHere = Math.ceil(model.layers / pipeline);
  const inFlight = Math.min(pipeline, microBatches);
  const layerBytes = (tokens * model.hiddenSize * job.activationBytesPerHiddenElement) / tensor;
  const checkpoint = (tokens * model.hiddenSize * CHECKPOINT_BYTES) / tensor;
  const layers = gradientCheckpointing
    ? layersHere * inFlight * checkpoint + layerBytes
    : layersHere * inFlight * layerBytes;
  return layers + (tokens * model.vocabularySize * LOGIT_BYTES) / tensor;
}

/** 34 for a plain layer, more where a token passes through a wider feed-forward or several experts. */
function bytesPerHiddenElement(model: ModelArchitecture): number {
  const square = model.hiddenSize * model.hiddenSize;
  const perLayer = (model.activeParameters - model.embeddingParameters) / model.layers;
  const feedForward = Math.max(PLAIN_FEED_FORWARD, perLayer / square - PLAIN_ATTENTION);
  return BYTES_OUTSIDE_FEED_FORWARD + (BYTES_OF_FEED_FORWARD * feedForward) / PLAIN_FEED_FORWARD;
}
