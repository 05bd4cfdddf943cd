import { accelerator, denseModel } from '../hardware.fixture.js';
import type { TrainingQuestion } from '../types.js';
import type { TrainingLayout } from './layout.js';

/** Eight micro-batches of one sequence, everything on one accelerator and nothing recomputed. */
export function layout(more: Partial<TrainingLayout> = {}): TrainingLayout {
  return {
    data: 1,
    tensor: 1,
    pipeline: 1,
    context: 1,
    expert: 1,
    chunks: 1,
    microBatchSequences: 1,
    microBatches: 8,
    zeroStage: 0,
    recomputedShare: 0,
    ...more,
  };
}

/** Pre-training of a dense model on one node of eight accelerators. */
export function trainingQuestion(more: Partial<TrainingQuestion> = {}): TrainingQuestion {
  return {
    model: denseModel(),
    accelerator: accelerator(),
    acceleratorsPerNode: 8,
    nodes: 1,
    interNodeGBps: null,
    method: 'pretraining',
    precision: 'bf16',
    sequenceLength: 4096,
    globalBatchSequences: 64,
    ...more,
  };
}
