import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';

/** What runs: an instance bought in one way in one zone (its index in the market). */
export interface Running {
  readonly purchase: 'spot' | 'on_demand';
  readonly zone: number;
}

/** All that a policy may go by when it decides what runs in the tick that begins. */
export interface Situation {
  /** Index of the tick in the market. Whether a zone has spot in it is known; nothing of later ticks is. */
  readonly now: number;
  /** Ticks since the job was begun. */
  readonly elapsed: number;
  /** Ticks from now to the deadline. */
  readonly left: number;
  /** Ticks of work at a speed of 1. */
  readonly workLeft: number;
  /** What ran in the tick before and still runs; null where nothing did or it was taken away. */
  readonly running: Running | null;
  /** Ticks until what runs makes progress. */
  readonly restartLeft: number;
  /** Where the job ran last; null before its first start. */
  readonly checkpointZone: number | null;
}

/** Decides, tick by tick, what one job runs on; null is nothing. */
export type Policy = (situation: Situation) => Running | null;

/** A way of deciding. */
export interface PolicyKind {
  readonly name: string;
  /** One sentence for the command line. */
  readonly summary: string;
  /** Called once for a market; what it gives is called once for every start, with the tick. */
  prepare(market: SpotMarket, job: SpotJob): (startTick: number) => Policy;
}

/** Whether two instances are the same one, so that going on needs no restart. */
export function isSame(one: Running | null, other: Running | null): boolean {
  return one !== null && other !== null && one.purchase === other.purchase && one.zone === other.zone;
}
