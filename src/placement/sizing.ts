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

/** How a replica lies on instances, and what it was predicted to do. */
interface ReplicaSize {
  /** Copies of the model that are needed at the peak. */
  readonly replicas: number;
  readonly replicasPerInstance: number;
  readonly nodesPerReplica: number;
  readonly parallelism: Parallelism;
  readonly prediction: ServingPrediction;
  readonly memory: MemoryFit;
}

/** What a service delivers on a number of instances. */
export interface ServingSize extends ReplicaSize {
  readonly kind: 'serving';
  /** For each hour of the day; one figure where they do not follow the load. */
  readonly instancesByHour: readonly number[];
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

export interface BatchSize extends ReplicaSize {
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

/** What is asked of a size in every search. */
interface Size {
  /** Null where the workload says nothing about a model. */
  readonly precision: Precision | null;
  /** At the peak. */
  readonly instances: number;
  /** What the price per hour is multiplied with: mean instances of what runs on and on, instance hours of a job. */
  readonly billedInstanceHours: number;
  /** Between sizes that cost the same the one that can do more is taken. */
  readonly capacity: number;
}

/** What only a plan says of a size. */
interface Description {
  /** If throughput is worse, or better, by the stated error; null where no bound can be given. */
  readonly billedInstanceHoursAtMost: number | null;
  readonly billedInstanceHoursAtLeast: number;
  readonly detail: ServingSize | BatchSize | TrainingSize | GenericSize;
}

/** How many instances of a shape a workload needs at one precision, and for how long. */
export interface Sized extends Size, Description {}

/** Why a workload has no size on a shape. */
export interface Failure {
  readonly ok: false;
  readonly reason: Reason;
  readonly why: string;
}

export type SizingOutcome = { readonly ok: true; readonly sized: Sized } | Failure;

/** One kind of workload. A new kind is a new file with one of these. */
export interface Sizer {
  /** Null: it does not depend on one. */
  readonly precisions: readonly (Precision | null)[];
  /** Whether interruptions change the size; if not, interruptible capacity is sized like any other. */
  readonly mindsInterruptions: boolean;
  /** Why interruptible capacity is out of the question whatever its rate; null where it is not. */
  readonly refusesInterruptible: Failure | null;
  /** No size on the shape bills less: what costs more even so need not be sized. */
  leastBilledInstanceHours(shape: NodeShape, precision: Precision | null): number;
  /** The cheapest way to run the workload on instances of this shape, or the reason that came closest. */
  size(shape: NodeShape, precision: Precision | null, terms: Terms): SizingOutcome;
}

/** A size that is described where the description is read: a search makes hundreds and shows a few. */
export function sizedAs(size: Size, describe: () => Description): SizingOutcome {
  let made: Description | null = null;
  const description = () => (made ??= describe());
  const sized: Sized = {
    ...size,
    get billedInstanceHoursAtMost() {
      return description().billedInstanceHoursAtMost;
    },
    get billedInstanceHoursAtLeast() {
      return description().billedInstanceHoursAtLeast;
    },
    get detail() {
      return description().detail;
    },
  };
  return { ok: true, sized };
}

/** A failure whose sentence is made where it is read: a search rejects hundreds and shows a few. */
export function failing(reason: Reason, sentence: () => string): Failure {
  return {
    ok: false,
    reason,
    get why() {
      return sentence();
    },
  };
}

/** The better of two outcomes: fewer billed hours, then more capacity; of two failures the one that came closer, or later. */
export function betterOutcome(held: SizingOutcome | null, next: SizingOutcome): SizingOutcome {
  if (held === null) return next;
  if (!next.ok) return held.ok ? held : closerFailure(held, next);
  if (!held.ok) return next;
  const difference = next.sized.billedInstanceHours - held.sized.billedInstanceHours;
  if (difference !== 0) return difference < 0 ? next : held;
  return next.sized.capacity > held.sized.capacity ? next : held;
}

/** The failure that came closer to working; of two alike the later. */
export function closerFailure(held: Failure | null, next: Failure): Failure {
  return held !== null && closer(held.reason, next.reason) ? held : next;
}
