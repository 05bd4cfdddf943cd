import { visitLayouts } from './choices.js';
import { trainingJob, type TrainingJob } from './job.js';
import type { TrainingLayout, ZeroStage } from './layout.js';
import type { TrainingMachine } from './machine.js';
import { fitsInMemory, leastRecomputedShare, neededGiB, trainingMemory, type TrainingMemory } from './memory.js';
import { secondsPerToken } from './pace.js';
import { leastStepSeconds, stepSecondsAtPace } from './time.js';
import type { TrainingQuestion } from '../types.js';

export interface FastestLayout {
  readonly ok: true;
  readonly layout: TrainingLayout;
  readonly memory: TrainingMemory;
  /** Of one optimizer step. */
  readonly seconds: number;
}

type Outcome = FastestLayout | { readonly ok: false; readonly reason: string };

/** What splits less comes first, and is kept where more does not spare time. */
const ALL_STAGES: readonly ZeroStage[] = [0, 1, 2, 3];
/** Nobody to split anything with. */
const UNSPLIT: readonly ZeroStage[] = [0];
/** Times that differ by less are the same. */
const ROUNDING = 1e-9;

/**
 * Tries every split into data, tensor and pipeline parallelism, chunks, micro-batch and ZeRO stage, each with as few
 * layers recomputed as memory allows, and keeps the fastest that fits. Tensor parallelism stays within a node; a copy
 * of the model takes its sequences in equal micro-batches. Of equally fast layouts the one that splits less. A split
 * whose work alone takes as long as the best so far is passed over, and memory is only looked at where a layout would
 * be faster.
 */
export function fastestLayout(question: TrainingQuestion, machine: TrainingMachine, memoryGiB: number): Outcome {
  const job = trainingJob(question, memoryGiB);
  const pace = secondsPerToken(job, machine);
  const secondsOf = (layout: TrainingLayout) => stepSecondsAtPace(job, layout, machine, pace);
  let best: FastestLayout | null = null;
  let leastGiB = Number.POSITIVE_INFINITY;
  const isFaster = (seconds: number) => best === null || seconds < best.seconds * (1 - ROUNDING);
  const consider = (layout: TrainingLayout): void => {
    const stages = stagesOf(question, layout);
    if (!isFaster(secondsOf({ ...layout, zeroStage: fastestOf(stages) }))) return;
    for (const zeroStage of stages) {
      const split = { ...layout, zeroStage };
      const recomputedShare = recomputed(question, job, split);
      if (recomputedShare === null) {
        leastGiB = Math.min(leastGiB, neededGiB(trainingMemory(job, { ...split, recomputedShare: mostOf(question) })));
        continue;
      }
      const fitting = { ...split, recomputedShare };
      const seconds = secondsOf(fitting);
      if (isFaster(seconds)) best = { ok: true, layout: fitting, memory: trainingMemory(job, fitting), seconds };
      if (recomputedShare === 0 && zeroStage > 0) return;
    }
  };
  visitLayouts(question, (split) => isFaster(leastStepSeconds(job, split, machine, pace)), consider);
  return best ?? { ok: false, reason: whyNot(leastGiB, memoryGiB) };
}

function stagesOf({ layout: pinned }: TrainingQuestion, layout: TrainingLayout): readonly ZeroStage[] {
  if (layout.data * layout.context === 1) return UNSPLIT;
  return pinned?.zeroStage === undefined ? ALL_STAGES : [pinned.zeroStage];
}

/** Splitting the optimizer alone spares time, splitting more costs some. */
function fastestOf(stages: readonly ZeroStage[]): ZeroStage {
  return stages.includes(1) ? 1 : (stages[0] ?? 0);
}

function mostOf({ layout: pinned }: TrainingQuestion): number {
  return pinned?.gradientCheckpointing === false ? 0 : 1;
}

/** Share of the layers to recompute; null where it does not fit so. */
function recomputed({ layout: pinned }: TrainingQuestion, job: TrainingJob, layout: TrainingLayout): number | null {
  if (pinned?.gradientCheckpointing === undefined) return leastRecomputedShare(job, layout);
  const recomputedShare = pinned.gradientCheckpointing ? 1 : 0;
  return fitsInMemory(trainingMemory(job, { ...layout, recomputedShare })) ? recomputedShare : null;
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
