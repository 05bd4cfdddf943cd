import { trainingFlopsPerToken } from './training-flops.js';
import {
  fitsInMemory,
  trainingMemory,
  type TrainingLayout,
  type TrainingMemory,
  type ZeroStage,
} from './training-memory.js';
import { stepSeconds, type TrainingMachine } from './training-time.js';
import type { TrainingQuestion } from './types.js';

type Found =
  | { readonly ok: true; readonly layout: TrainingLayout; readonly memory: TrainingMemory; readonly seconds: number }
  | { readonly ok: false; readonly reason: string };

const ZERO_STAGES: readonly ZeroStage[] = [0, 1, 2, 3];
/** Beyond this a micro-batch fills any accelerator. */
const LARGEST_MICRO_BATCH = 16;

/**
 * Tries every split into data, tensor and pipeline parallelism, micro-batch, recomputation and ZeRO stage, and keeps
 * the fastest that fits. Tensor parallelism stays within a node; a copy of the model takes its sequences in equal
 * micro-batches. Of equally fast layouts the one that splits less.
 */
export function fastestLayout(question: TrainingQuestion, machine: TrainingMachine, memoryGiB: number): Found {
  const { model, method, sequenceLength } = question;
  const flopsPerToken = trainingFlopsPerToken(model, method, sequenceLength);
  const trainedParameters = method === 'lora' || method === 'qlora' ? 0 : model.totalParameters;
  let best: Extract<Found, { ok: true }> | null = null;
  let leastGiB = Number.POSITIVE_INFINITY;
  for (const candidate of candidates(question)) {
    const exchanged = trainedParameters / (candidate.tensor * candidate.pipeline);
    for (const zeroStage of ZERO_STAGES) {
      if (zeroStage > 0 && candidate.data === 1) break;
      const layout = { ...candidate, zeroStage };
      const memory = trainingMemory(model, method, layout, sequenceLength, memoryGiB);
      if (!fitsInMemory(memory)) {
        leastGiB = Math.min(leastGiB, neededGiB(memory));
        continue;
      }
      const seconds = stepSeconds(model, layout, machine, sequenceLength, flopsPerToken, exchanged);
      if (best === null || seconds < best.seconds * (1 - 1e-9)) best = { ok: true, layout, memory, seconds };
      // A higher stage saves memory that is not needed, and takes no less time.
      break;
    }
  }
  if (best !== null) return best;
  if (!Number.isFinite(leastGiB)) {
    return { ok: false, reason: 'The batch has fewer sequences than the smallest split of the model has copies.' };
  }
  return {
    ok: false,
    reason:
      `Weights, gradients, optimizer state and activations need at least ${leastGiB.toFixed(1)} GiB of the ` +
      `${memoryGiB} GiB of an accelerator, split as far as these accelerators allow.`,
  };
}

type Candidate = Omit<TrainingLayout, 'zeroStage'>;

function* candidates(question: TrainingQuestion): Generator<Candidate> {
  const { model, acceleratorsPerNode, nodes, globalBatchSequences } = question;
  const accelerators = acceleratorsPerNode * nodes;
  for (let tensor = 1; tensor <= acceleratorsPerNode; tensor *= 2) {
    if (acceleratorsPerNode % tensor !== 0) break;
    for (let pipeline = 1; pipeline <= Math.min(model.layers, accelerators / tensor); pipeline += 1) {
      if ((accelerators / tensor) % pipeline !== 0) continue;
      const data = accelerators / tensor / pipeline;
      const sequencesPerCopy = Math.ceil(globalBatchSequences / data);
      if (data > globalBatchSequences) continue;
      for (let micro = 1; micro <= Math.min(LARGEST_MICRO_BATCH, sequencesPerCopy); micro *= 2) {
        const microBatches = Math.ceil(sequencesPerCopy / micro);
        for (const gradientCheckpointing of [false, true]) {
          yield { data, tensor, pipeline, microBatchSequences: micro, microBatches, gradientCheckpointing };
        }
      }
    }
  }
}

function neededGiB({ weightsGiB, gradientsGiB, optimizerGiB, activationsGiB, reserveGiB }: TrainingMemory): number {
  return weightsGiB + gradientsGiB + optimizerGiB + activationsGiB + reserveGiB;
}
