import type { ServingCoefficients } from '../coefficients.js';
import { layReplica, type Replica } from '../replica.js';
import type { Efficiency, EfficiencyTable, ServingQuestion } from '../types.js';
import { kernelPace, type KernelKnowledge } from './kernel-pace.js';
import { ownPace, type OwnKnowledge } from './own-pace.js';
import type { Pace } from './pace.js';
import { rooflinePace } from './roofline-pace.js';
import { runOfQuestion } from './run-of-question.js';

/** What times are predicted from. */
export interface PaceKnowledge {
  readonly efficiency: EfficiencyTable;
  readonly coefficients: ServingCoefficients;
  /** Kernels and whole runs that were measured; null: none. */
  readonly kernels: KernelKnowledge | null;
  /** The users' own runs; null: none. */
  readonly own: OwnKnowledge | null;
}

/** What an accelerator reaches of its datasheet, and a replica worked out by it. */
export interface Reach {
  readonly efficiency: Efficiency;
  readonly replica: Replica;
}

export function reachOf({ model, hardware, precision }: ServingQuestion, knowledge: PaceKnowledge): Reach | null {
  const efficiency = knowledge.efficiency(hardware.accelerator.id, precision);
  if (efficiency === null) return null;
  const replica = layReplica(model, hardware, precision, efficiency, knowledge.coefficients);
  return replica === null ? null : { efficiency, replica };
}

/**
 * By measured kernels where there are some, else by what the accelerator reaches of its datasheet; corrected by the
 * users' own runs. Null where nothing is known.
 */
export function paceOf(question: ServingQuestion, reach: Reach | null, knowledge: PaceKnowledge): Pace | null {
  const run = runOfQuestion(question);
  const whole = (question.hardware.share ?? 1) >= 1;
  const byKernels = knowledge.kernels === null || !whole ? null : kernelPace(run, knowledge.kernels);
  const byReach = reach && rooflinePace(reach.replica, reach.efficiency, question.shape);
  const pace = byKernels ?? byReach;
  return pace === null || knowledge.own === null ? pace : ownPace(pace, run, knowledge.own);
}
