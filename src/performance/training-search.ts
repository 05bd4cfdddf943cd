import { largestStageShare } from './model-weights.js';
import { trainingJob, type TrainingJob } from './training-job.js';
import { chunkChoices, expertParallelism, type TrainingLayout, type ZeroStage } from './training-layout.js';
import { fitsInMemory, neededGiB, trainingMemory, type TrainingMemory } from './training-memory.js';
import { stepSeconds, type TrainingMachine } from './training-time.js';
import type { TrainingQuestion } from './types.js';

export interface FastestLayout {
  readonly ok: true;
  readonly layout: TrainingLayout;
  readonly memory: TrainingMemory;
  /** Of one optimizer step. */
  readonly seconds: number;
}

type Outcome = FastestLayout | { readonly ok: false; readonly reason: string };

/** Each costs at least the time of the one before, so the first that fits is the best. */
const SPLITTING_STAGES: readonly ZeroStage[] = [1, 2, 3];
/** The largest first: beyond it a micro-batch fills any accelerator. */
const MICRO_BATCHES = [16, 8, 4, 2, 1];
/** Times that differ by less are the same. */
const ROUNDING = 1e-9;

/**
 * Tries every split into data, tensor and pipeline parallelism, chunks, micro-batch, recomputation and ZeRO stage, and
 * keeps the fastest that fits. Tensor parallelism stays within a node; a copy of the model takes its sequences in equal
 * micro-batches. Of equally fast layouts the one that splits less. A split whose arithmetic alone takes as long as the
 * best so far is passed over, and memory is only looked at where a layout would be faster.
 */
export function fastestLayout(question: TrainingQuestion, machine: TrainingMachine, memoryGiB: number): Outcome {
  const job = trainingJob(question, memoryGiB);
  const secondsOf = (layout: TrainingLayout) => stepSeconds(job, layout, machine);
  let best: FastestLayout | null = null;
  let leastGiB = Number.POSITIVE_INFINITY;
  const consider = (layout: TrainingLayout): void => {
    const seconds = secondsOf(layout);
    if (best !== null && seconds >= best.seconds * (1 - ROUNDING)) return;
    const { fitting, memory } = firstFitting(job, layout);
    if (fitting === null) {
      leastGiB = Math.min(leastGiB, neededGiB(memory));
      return;
    }
    const exact = fitting.zeroStage === 0 ? seconds : secondsOf(fitting);
    if (best === null || exact < best.seconds * (1 - ROUNDING)) {
      best = { ok: true, layout: fitting, memory, seconds: exact };
    }
  };
  const mayBeFaster: MayBeFaster = (split) =>
    best === null || arithmeticSeconds(job, machine, split) < best.seconds * (1 - ROUNDING);
  visitLayouts(question, mayBeFaster, consider);
  return best ?? { ok: false, reason: whyNot(leastGiB, memoryGiB) };
}

/** With the lowest ZeRO stage that fits; where none does, null and the memory of the highest. */
function firstFitting(
  job: TrainingJob,
  layout: TrainingLayout,
): { readonly fitting: TrainingLayout | null; readonly memory: TrainingMemory } {
  let memory = trainingMemory(job, layout);
  if (fitsInMemory(memory)) return { fitting: layout, memory };
  if (layout.data === 1) return { fitting: null, memory };
  for (const zeroStage of SPLITTING_STAGES) {
    const split = { ...layout, zeroStage };
    memory = trainingMemory(job, split);
    if (fitsInMemory(memory)) return { fitting: split, memory };
  }
  return { fitting: null, memory };
}

/** What layouts that differ in their micro-batches and chunks have in common. */
interface Split {
  readonly tensor: number;
  readonly pipeline: number;
  readonly sequencesPerCopy: number;
  readonly gradientCheckpointing: boolean;
}

type MayBeFaster = (split: Split) => boolean;

/** What a step of the split takes at least: the fullest stage's arithmetic, as if nothing had to wait or to travel. */
function arithmeticSeconds(job: TrainingJob, { flopsPerSecond }: TrainingMachine, split: Split): number {
  const { tensor, pipeline, sequencesPerCopy, gradientCheckpointing } = split;
  const flopsPerToken = job.flopsPerToken + (gradientCheckpointing ? job.forwardFlopsPerToken : 0);
  const tokens = sequencesPerCopy * job.sequenceLength;
  return (tokens * flopsPerToken * largestStageShare(job.model.layers, pipeline)) / (tensor * flopsPerSecond);
}

/** Layouts without ZeRO, those that split and recompute less first. */
function visitLayouts(
  question: TrainingQuestion,
  mayBeFaster: MayBeFaster,
  visit: (layout: TrainingLayout) => void,
): void {
  const { model, acceleratorsPerNode, nodes, globalBatchSequences } = question;
  const accelerators = acceleratorsPerNode * nodes;
  for (let tensor = 1; tensor <= acceleratorsPerNode && acceleratorsPerNode % tensor === 0; tensor *= 2) {
    const groups = accelerators / tensor;
    for (let pipeline = 1; pipeline <= Math.min(model.layers, groups); pipeline += 1) {
      const data = groups / pipeline;
      if (groups % pipeline !== 0 || data > globalBatchSequences) continue;
      const sequencesPerCopy = Math.ceil(globalBatchSequences / data);
      const expert =
        model.experts === null ? 1 : expertParallelism(model.experts.count, data, acceleratorsPerNode / tensor);
      for (const gradientCheckpointing of [false, true]) {
        if (!mayBeFaster({ tensor, pipeline, sequencesPerCopy, gradientCheckpointing })) continue;
        for (const microBatchSequences of MICRO_BATCHES) {
          if (microBatchSequences > sequencesPerCopy) continue;
          const microBatches = Math.ceil(sequencesPerCopy / microBatchSequences);
          for (const chunks of chunkChoices(model.layers, pipeline, microBatches)) {
            visit({
              data,
              tensor,
              pipeline,
              expert,
              chunks,
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
