import { trainingFlopsPerToken } from './training-flops.js';
import {
  fitsInMemory,
  trainingJob,
  trainingMemory,
  type TrainingJob,
  type TrainingLayout,
  type TrainingMemory,
  type ZeroStage,
} from './training-memory.js';
import { stepSeconds, type TrainingMachine } from './training-time.js';
import type { TrainingQuestion } from './types.js';

interface Found {
  readonly ok: true;
  readonly layout: TrainingLayout;
  readonly memory: TrainingMemory;
  /** Of one optimizer step. */
  readonly seconds: number;
}

type Outcome = Found | { readonly ok: false; readonly reason: string };

/** Stages 1 and 2 cost no time, so the first that fits is the best; 3 gathers weights and may. */
const ZERO_STAGES: readonly ZeroStage[] = [0, 1, 2, 3];
/** The largest first: beyond it a micro-batch fills any accelerator. */
const MICRO_BATCHES = [16, 8, 4, 2, 1];
/** Times that differ by less are the same. */
const ROUNDING = 1e-9;

/**
 * Tries every split into data, tensor and pipeline parallelism, micro-batch, recomputation and ZeRO stage, and keeps
 * the fastest that fits. Tensor parallelism stays within a node; a copy of the model takes its sequences in equal
 * micro-batches. Of equally fast layouts the one that splits less. Memory is only looked at where a layout would be
 * faster than the best so far.
 */
export function fastestLayout(question: TrainingQuestion, machine: TrainingMachine, memoryGiB: number): Outcome {
  const { model, method, sequenceLength } = question;
  const job = trainingJob(model, method, sequenceLength, memoryGiB);
  const flopsPerToken = trainingFlopsPerToken(model, method, sequenceLength);
  const secondsOf = (layout: TrainingLayout) => stepSeconds(job, layout, machine, flopsPerToken);
  let best: Found | null = null;
  let leastGiB = Number.POSITIVE_INFINITY;
  const consider = (layout: TrainingLayout): void => {
    const seconds = secondsOf(layout);
    if (best !== null && seconds >= best.seconds * (1 - ROUNDING)) return;
    const { fitting, memory } = firstFitting(job, layout);
    if (fitting === null) {
      leastGiB = Math.min(leastGiB, neededGiB(memory));
      return;
    }
    const exact = fitting.zeroStage === 3 ? secondsOf(fitting) : seconds;
    if (best === null || exact < best.seconds * (1 - ROUNDING)) {
      best = { ok: true, layout: fitting, memory, seconds: exact };
    }
  };
  visitLayouts(question, consider);
  return best ?? { ok: false, reason: whyNot(leastGiB, memoryGiB) };
}

/** With the lowest ZeRO stage that fits; where none does, null and the memory of the highest. */
function firstFitting(
  job: TrainingJob,
  layout: TrainingLayout,
): { readonly fitting: TrainingLayout | null; readonly memory: TrainingMemory } {
  let memory = trainingMemory(job, layout);
  if (fitsInMemory(memory)) return { fitting: layout, memory };
  for (const zeroStage of ZERO_STAGES) {
    if (zeroStage === 0 || layout.data === 1) continue;
    const split = { ...layout, zeroStage };
    memory = trainingMemory(job, split);
    if (fitsInMemory(memory)) return { fitting: split, memory };
  }
  return { fitting: null, memory };
}

/** Layouts without ZeRO, those that split and recompute less first. */
function visitLayouts(question: TrainingQuestion, visit: (layout: TrainingLayout) => void): void {
  const { model, acceleratorsPerNode, nodes, globalBatchSequences } = question;
  const accelerators = acceleratorsPerNode * nodes;
  for (let tensor = 1; tensor <= acceleratorsPerNode && acceleratorsPerNode % tensor === 0; tensor *= 2) {
    const groups = accelerators / tensor;
    for (let pipeline = 1; pipeline <= Math.min(model.layers, groups); pipeline += 1) {
      const data = groups / pipeline;
      if (groups % pipeline !== 0 || data > globalBatchSequences) continue;
      const sequencesPerCopy = Math.ceil(globalBatchSequences / data);
      for (const gradientCheckpointing of [false, true]) {
        for (const microBatchSequences of MICRO_BATCHES) {
          if (microBatchSequences > sequencesPerCopy) continue;
          const microBatches = Math.ceil(sequencesPerCopy / microBatchSequences);
          visit({
            data,
            tensor,
            pipeline,
            microBatchSequences,
            microBatches,
            zeroStage: 0,
            gradientCheckpointing,
          });
        }
      }
    }
  }
}

function neededGiB({ weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB }: TrainingMemory): number {
  return weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB;
}

function whyNot(leastGiB: number, memoryGiB: number): string {
  if (!Number.isFinite(leastGiB)) {
    return 'A step has fewer sequences than there would be copies of the model, however it is split.';
  }
  return (
    `Weights, gradients, optimizer state and activations need at least ${leastGiB.toFixed(1)} GiB of the ` +
    `${memoryGiB} GiB of an accelerator, split as far as these accelerators allow.`
  );
}
