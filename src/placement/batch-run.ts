import { expectedRunHours } from './checkpoint-interval.js';
import { deadlineMissProbability } from './deadline-risk.js';
import { chanceText, hoursText } from './figures.js';
import { failing, MOST_INSTANCES, type Failure, type InterruptionEffect, type Terms } from './sizing.js';
import type { BatchWorkload } from './workload.schema.js';

/** A unit works through requests on its own: an instance, or the nodes that one replica spans. All in hours. */
export interface Pace {
  /** Work of all units together if nothing interrupts. */
  readonly workHours: number;
  readonly startHours: number;
  /** Of one request in flight: the most that an interruption throws away. */
  readonly requestHours: number;
  readonly nodesPerUnit: number;
}

/** So many units, and what they do. */
export interface BatchRun {
  readonly ok: true;
  readonly units: number;
  /** Of all units together, expected. */
  readonly workHours: number;
  readonly interruption: InterruptionEffect | null;
}

type Goal = Pick<BatchWorkload, 'deadlineHours' | 'maxDeadlineMissProbability'>;

/** Numbers of units that are tried one by one; among larger ones the risk falls smoothly, so that halving finds it. */
const TRIED_SINGLY = 8;
/** Beyond so many times what would do without interruptions, and beyond so many, more units would not help. */
const MOST_TIMES = 2;
const MOST_UNITS = 4096;

/** The fewest units that are done in time, or why no number within reason is. */
export function planBatch(goal: Goal, pace: Pace, terms: Terms): BatchRun | Failure {
  const usefulHours = goal.deadlineHours - pace.startHours;
  if (usefulHours <= 0) {
    return failing(
      'deadline',
      () => `starting takes ${hoursText(pace.startHours)}, the deadline is after ${hoursText(goal.deadlineHours)}`,
    );
  }
  const fewest = fewestUnits(goal, pace);
  if (fewest > MOST_INSTANCES) {
    return failing('deadline', () => `it would take more than ${MOST_INSTANCES} instances to be done in time`);
  }
  if (terms.kind !== 'interruptible') {
    return { ok: true, units: fewest, workHours: pace.workHours, interruption: null };
  }
  return planInterrupted(goal, pace, fewest, terms.meanHours);
}

/** How many are done in time if nothing interrupts them; meaningless where even the start takes too long. */
function fewestUnits({ deadlineHours }: Goal, { workHours, startHours }: Pace): number {
  return Math.max(1, Math.ceil(workHours / (deadlineHours - startHours) - 1e-9));
}

/** What any plan bills at least, whatever interruptions do. */
export function leastBilledHours(goal: Goal, pace: Pace): number {
  return pace.nodesPerUnit * (fewestUnits(goal, pace) * pace.startHours + pace.workHours);
}

/** Finished requests are safe, as if a checkpoint that costs nothing followed each. */
function planInterrupted(goal: Goal, pace: Pace, fewest: number, meanHours: number): BatchRun | Failure {
  const unitMeanHours = meanHours / pace.nodesPerUnit;
  const run = {
    workHours: pace.workHours,
    checkpointHours: 0,
    restartHours: pace.startHours,
    meanHoursBetween: unitMeanHours,
  };
  const workHours = expectedRunHours(run, Math.min(pace.requestHours, pace.workHours));
  const holds = (units: number) =>
    pace.startHours + workHours / units <= goal.deadlineHours &&
    missProbability(goal, pace, units, meanHours) <= goal.maxDeadlineMissProbability;
  const units = fewestHolding(fewest, holds);
  if (units === null) {
    return failing('deadline', () => {
      const missed = chanceText(missProbability(goal, pace, fewest, meanHours));
      return `interrupted every ${hoursText(meanHours)} on average, it would miss the deadline with ${missed} probability`;
    });
  }
  return {
    ok: true,
    units,
    workHours,
    interruption: {
      meanHoursBetweenPerInstance: meanHours,
      expectedInterruptions: workHours / unitMeanHours,
      deadlineMissProbability: missProbability(goal, pace, units, meanHours),
      checkpointIntervalHours: null,
      overheadPercent: (workHours / pace.workHours - 1) * 100,
    },
  };
}

/** The fewest units, from `fewest` on, that hold; null where not even very many do. */
function fewestHolding(fewest: number, holds: (units: number) => boolean): number | null {
  const most = Math.max(MOST_TIMES * fewest, MOST_UNITS);
  let unsure = fewest;
  for (; unsure < fewest + TRIED_SINGLY; unsure += 1) if (holds(unsure)) return unsure;
  let step = TRIED_SINGLY;
  unsure -= 1;
  let sure = unsure + step;
  while (!holds(sure)) {
    if (sure >= most) return null;
    unsure = sure;
    step *= 2;
    sure = Math.min(most, unsure + step);
  }
  while (sure - unsure > 1) {
    const middle = Math.floor((unsure + sure) / 2);
    if (holds(middle)) sure = middle;
    else unsure = middle;
  }
  return sure;
}

/** In hours of all units together. */
function missProbability(goal: Goal, pace: Pace, units: number, meanHours: number): number {
  const risk = {
    busyHours: units * pace.startHours + pace.workHours,
    slackHours: units * (goal.deadlineHours - pace.startHours) - pace.workHours,
    interruptionsPerHour: pace.nodesPerUnit / meanHours,
    lostHoursAtMost: pace.requestHours,
    restartHours: pace.startHours,
  };
  return deadlineMissProbability(risk, goal.maxDeadlineMissProbability);
}
