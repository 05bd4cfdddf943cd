export type ZeroStage = 0 | 1 | 2 | 3;

/** How a training job is laid over accelerators. */
export interface TrainingLayout {
  /** Copies of the model, each with its own sequences. */
  readonly data: number;
  /** Within a node. */
  readonly tensor: number;
  readonly pipeline: number;
  /** Accelerators over which a sequence is cut (context parallelism); each holds its copy's weights. */
  readonly context: number;
  /** Copies in a node over which routed experts are dealt out instead of repeated; divides `data`, 1 for dense models. */
  readonly expert: number;
  /** Parts that a stage's layers come in, taken in turns with the other stages (interleaved); 1: all at once. */
  readonly chunks: number;
  readonly microBatchSequences: number;
  /** Micro-batches that one copy of the model works off per optimizer step. */
  readonly microBatches: number;
  readonly zeroStage: ZeroStage;
  /** Share of the layers of which only the input is kept and the rest computed again for the backward pass, 0–1. */
  readonly recomputedShare: number;
}

/** Chunks are made of whole layers; more of them save ever less time. */
export const MOST_CHUNKS = 8;
const ALL_AT_ONCE: readonly number[] = [1];

/**
 * Chunks that a stage can come in: 1, and the most where the micro-batches go round evenly, since a pipeline that is
 * interleaved at all waits least with the most.
 */
export function chunkChoices(layers: number, pipeline: number, microBatches: number): readonly number[] {
  if (pipeline === 1 || microBatches % pipeline !== 0) return ALL_AT_ONCE;
  const most = powerOfTwoDividing(Math.ceil(layers / pipeline), MOST_CHUNKS);
  return most === 1 ? ALL_AT_ONCE : [1, most];
}

/** Copies within a node over which experts are dealt out: the most, as it costs nothing that measured runs do not hold. */
export function expertParallelism(experts: number, data: number, copiesPerNode: number): number {
  return Math.min(powerOfTwoDividing(experts, copiesPerNode), powerOfTwoDividing(data, copiesPerNode));
}

/** Largest power of two that divides `value` and is not above `limit`; 1 at the least. */
function powerOfTwoDividing(value: number, limit: number): number {
  let power = 1;
  while (value % (power * 2) === 0 && power * 2 <= limit) power *= 2;
  return power;
}
