import { ADAPTER_SHARE } from './memory.js';
import type { TrainingJob } from './job.js';
import type { TrainingLayout } from './layout.js';
import type { TrainingMachine } from './machine.js';

/** Adam reads gradient, master copy and two moments (2 + 12 bytes), and writes the three and the weight (12 + 2). */
const BYTES_PER_UPDATED_PARAMETER = 28;

/** Seconds in which the optimizer goes through its states once per step, split over the copies from ZeRO 1 on. */
export function updateSeconds(job: TrainingJob, layout: TrainingLayout, machine: TrainingMachine): number {
  const { data, context, tensor, pipeline, expert, zeroStage } = layout;
  const copies = zeroStage === 0 ? 1 : data * context;
  const copiesOfExperts = zeroStage === 0 ? 1 : (data * context) / expert;
  const here = job.parametersBesideExperts / copies + job.parameters.experts / expert / copiesOfExperts;
  const trained = (job.frozenBase ? ADAPTER_SHARE : 1) * here;
  return (BYTES_PER_UPDATED_PARAMETER * trained) / (tensor * pipeline * machine.memoryBytesPerSecond);
}
