import { InputError } from '../../platform/index.js';
import type { SpotMarket } from './spot-market.js';

/** A job with a deadline, in ticks of its market. */
export interface SpotJob {
  /** Work at a speed of 1. */
  readonly workTicks: number;
  /** Paid at every start, the first one too, without progress. */
  readonly restartTicks: number;
  readonly deadlineTicks: number;
}

/** The same in hours. */
export interface StatedJob {
  readonly jobHours: number;
  readonly deadlineHours: number;
  readonly restartHours: number;
}

/** Hours that are whole ticks but for the last digits of a float count as whole. */
const NOISE = 1e-6;

/**
 * Work and restart are rounded up to whole ticks and the deadline down, so that what holds in ticks holds in hours.
 *
 * @throws InputError where not even on demand from the first tick would meet the deadline
 */
export function spotJob(stated: StatedJob, market: SpotMarket): SpotJob {
  const job = {
    workTicks: Math.max(1, Math.ceil(stated.jobHours / market.tickHours - NOISE)),
    restartTicks: Math.max(0, Math.ceil(stated.restartHours / market.tickHours - NOISE)),
    deadlineTicks: Math.floor(stated.deadlineHours / market.tickHours + NOISE),
  };
  const least = job.restartTicks + fewestTicks(market, job.workTicks);
  if (least <= job.deadlineTicks) return job;
  const hours = (ticks: number) => Number((ticks * market.tickHours).toFixed(2));
  throw new InputError(
    `The deadline of ${stated.deadlineHours} h cannot be met: on demand from the start takes ${hours(least)} h, a ` +
      `restart of ${hours(job.restartTicks)} h and ${hours(least - job.restartTicks)} h of work, in whole ticks of ` +
      `${market.tickHours * 3600} s. Allow at least that much: --deadline-hours ${hours(least)}.`,
  );
}

/** Ticks that so much work takes on the fastest machine once it runs. */
export function fewestTicks({ zones }: SpotMarket, workTicks: number): number {
  return ticksAt(Math.max(...zones.map(({ speed }) => speed)), workTicks);
}

/** Whole ticks that so much work takes at a speed. */
export function ticksAt(speed: number, workTicks: number): number {
  return Math.max(0, Math.ceil(workTicks / speed - NOISE));
}
