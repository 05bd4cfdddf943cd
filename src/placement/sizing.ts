import type { Precision } from '../catalog/index.js';
import type { MemoryFit, Parallelism, ServingPrediction, TrainingPrediction } from '../performance/index.js';
import { closer, type Reason } from './reasons.js';
import type { NodeShape } from './node-shape.js';

/** More instances than any cloud would rent to one customer: such a size is a slip of the pen, not a plan. */
export const MOST_INSTANCES = 1_000_000;

/** How capacity is paid and whether it stays. */
export type Terms =
  | { readonly kind: 'steady' }
  /** Paid whether used or not: what follows a load must be bought for its peak. */
  | { readonly kind: 'committed' }
  /** Mean hours between interruptions of one instance. */
  | { readonly kind: 'interruptible'; readonly meanHours: number };

/** What a service delivers on a number of instances. */
export interface ServingSize {
  readonly kind: 'serving';
  readonly replicas: number;
  readonly replicasPerInstance: number;
  readonly nodesPerReplica: number;
  readonly parallelism: Parallelism;
  /** For each hour of the day; one figure where the rate is constant. */
  readonly instancesByHour: readonly number[];
  readonly prediction: ServingPrediction;
  readonly memory: MemoryFit;
}

/** What interruptions do to a job. */
export interface InterruptionEffect {
  readonly meanHoursBetweenPerInstance: number;
  readonly expectedInterruptions: number;
  readonly deadlineMissProbability: number;
  /** Only of training: batch inference saves every finished request. */
  readonly checkpointIntervalHours: number | null;
  /** Expected hours added by checkpoints, lost work and restarts, in per cent of the hours without interruptions. */
  readonly overheadPercent: number;
}

export interface BatchSize extends Omit<ServingSize, 'kind' | 'instancesByHour'> {
  readonly kind: 'batch';
  readonly hours: number;
  readonly interruption: InterruptionEffect | null;
}

export interface TrainingSize {
  readonly kind: 'training';
  readonly hours: number;
  readonly prediction: TrainingPrediction;
  readonly interruption: InterruptionEffect | null;
}

export interface GenericSize {
  readonly kind: 'generic';
  /** Null: it runs on and on. */
  readonly hours: number | null;
}

/** How many instances of a shape a workload needs at one precision, and for how long. */
export interface Sized {
  /** Null where the workload says nothing about a model. */
  readonly precision: Precision | null;
  /** At the peak. */
  readonly instances: number;
  /** What the price per hour is multiplied with: mean instances of what runs on and on, instance hours of a job. */
  readonly billedInstanceHours: number;
  /** The same if throughput is worse, or better, by the stated error; null where no bound can be given. */
  readonly billedInstanceHoursAtMost: number | null;
  readonly billedInstanceHoursAtLeast: number;
  /** Between sizes that cost the same the one that can do more is taken. */
  readonly capacity: number;
  readonly detail: ServingSize | BatchSize | TrainingSize | GenericSize;
}

export type SizingOutcome =
  { readonly ok: true; readonly sized: Sized } | { readonly ok: false; readonly reason: Reason; readonly why: string };

/** One kind of workload. A new kind is a new file with one of these. */
export interface Sizer {
  /** Null: it does not depend on one. */
  readonly precisions: readonly (Precision | null)[];
  /** Whether interruptions change the size; if not, interruptible capacity is sized like any other. */
  readonly mindsInterruptions: boolean;
  /** Why interruptible capacity is out of the question whatever its rate; null where it is not. */
  readonly refusesInterruptible: { readonly reason: Reason; readonly why: string } | null;
  /** The cheapest way to run the workload on instances of this shape, or the reason that came closest. */
  size(shape: NodeShape, precision: Precision | null, terms: Terms): SizingOutcome;
}

/** The better of two outcomes: fewer billed hours, then more capacity; of two failures the one that came closer, or later. */
export function betterOutcome(held: SizingOutcome | null, next: SizingOutcome): SizingOutcome {
  if (held === null) return next;
  if (!next.ok) return !held.ok && !closer(held.reason, next.reason) ? next : held;
  if (!held.ok) return next;
  const difference = next.sized.billedInstanceHours - held.sized.billedInstanceHours;
  if (difference !== 0) return difference < 0 ? next : held;
  return next.sized.capacity > held.sized.capacity ? next : held;
}
