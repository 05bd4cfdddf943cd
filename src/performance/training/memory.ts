import { endsOfStage, largestStageShare, type ModelParts } from '../model-weights.js';
import type { TrainingJob } from './job.js';
import type { TrainingLayout, ZeroStage } from './layout.js';
import { BYTES_PER_GIB } from '../units.js';

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
export const ADAPTER_SHARE = 0.01;
/** Context, collectives' buffers, fragmentation. */
const RESERVE_SHARE = 0.1;
/** Of a checkpointed layer only its input is kept. */
const CHECKPOINT_BYTES = 2;
/** Logits in 16 bit and their gradient in 32. */
export const LOGIT_BYTES = 6;

/** Shares of layers are rounded up to per mille, so that rounding never makes them too small. */
const STEPS_OF_SHARE = 1000;

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
  const { tensor, pipeline, context, expert, zeroStage } = layout;
  const data = layout.data * context;
  const stageShare = largestStageShare(job.model.layers, pipeline);
  const copies = zeroStage >= fromStage ? data : 1;
  const copiesOfExperts = zeroStage >= fromStage ? data / expert : 1;
  const beside = parts.layers * stageShare + endsOfStage(parts, pipeline);
  return (beside / copies + (parts.experts * stageShare) / expert / copiesOfExperts) / tensor;
}

/**
 * Smallest share of the layers that has to be recomputed for everything to fit, 0–1; null where all of them are not
 * enough.
 */
export function leastRecomputedShare(job: TrainingJob, layout: TrainingLayout): number | null {
  const without = trainingMemory(job, { ...layout, recomputedShare: 0 });
  if (fitsInMemory(without)) return 0;
  const { kept, again, checkpoint } = activationParts(job, layout);
  const missing = (neededGiB(without) - without.availableGiB) * BYTES_PER_GIB + again;
  const share = Math.ceil((STEPS_OF_SHARE * missing) / (kept - checkpoint)) / STEPS_OF_SHARE;
  return share > 0 && share <= 1 ? share : null;
}

function activationBytes(job: TrainingJob, layout: TrainingLayout): number {
  const { kept, again, checkpoint, logits } = activationParts(job, layout);
  const { recomputedShare } = layout;
  if (recomputedShare === 0) return kept + logits;
  return (1 - recomputedShare) * kept + recomputedShare * checkpoint + again + logits;
}

/**
 * Bytes of activations where all are kept, where only the layers' inputs are, and of the one layer that is computed
 * again. The first stage of a pipeline holds as many micro-batches as there are stages behind it, and a little more
 * where its layers come in several chunks; the last holds the logits.
 */
function activationParts(job: TrainingJob, layout: TrainingLayout) {
  const { model, sequenceLength } = job;
  const { tensor, pipeline, context, chunks, microBatchSequences, microBatches } = layout;
  const tokens = (microBatchSequences * sequenceLength) / context;
  const inFlight = Math.min(microBatches, chunks === 1 ? pipeline : pipeline + (pipeline - 1) / chunks);
  const layersKept = Math.ceil(model.layers / pipeline) * inFlight;
  const elements = (tokens * model.hiddenSize) / tensor;
  const layerBytes = elements * (job.activationBytesPerHiddenElement + job.dealtBytesPerHiddenElement);
  return {
    kept: layersKept * layerBytes,
    checkpoint: layersKept * elements * CHECKPOINT_BYTES,
    again: layerBytes,
    logits: (tokens * model.vocabularySize * LOGIT_BYTES) / tensor,
  };
}
