import { checkpointIntervalHours, expectedRunHours, type InterruptedRun } from './checkpoint-interval.js';
import { deadlineMissProbability } from './deadline-risk.js';
import { chanceText, hoursText } from './figures.js';
import { failing, type Failure, type InterruptionEffect, type Terms } from './sizing.js';
import type { TrainingWorkload } from './workload.schema.js';

const SECONDS_PER_HOUR = 3600;
const MINUTES_PER_HOUR = 60;
/** A hundred years. */
const NEVER_HOURS = 876_600;

/** What a run has to hold, in hours. */
export interface TrainingGoal {
  readonly deadlineHours: number;
  /** Training stands still for so long while a checkpoint is written. */
  readonly checkpointHours: number;
  /** To start, or after an interruption to be where the checkpoint was. */
  readonly restartHours: number;
  readonly maxMiss: number;
}

/** How long a run takes on so many nodes. */
export interface TrainingRun {
  readonly ok: true;
  /** Expected, interruptions included, without the start. */
  readonly workHours: number;
  readonly interruption: InterruptionEffect | null;
}

export function trainingGoal(workload: TrainingWorkload): TrainingGoal {
  const { checkpoint } = workload;
  return {
    deadlineHours: workload.deadlineHours,
    checkpointHours: checkpointHours(checkpoint),
    restartHours: (checkpoint?.restartMinutes ?? 0) / MINUTES_PER_HOUR,
    maxMiss: workload.maxDeadlineMissProbability,
  };
}

function checkpointHours(checkpoint: TrainingWorkload['checkpoint']): number {
  if (checkpoint?.writeMinutes !== undefined) return checkpoint.writeMinutes / MINUTES_PER_HOUR;
  if (checkpoint?.sizeGB === undefined || checkpoint.writeGBPerSecond === undefined) return 0;
  return checkpoint.sizeGB / checkpoint.writeGBPerSecond / SECONDS_PER_HOUR;
}

/** @param workHours if nothing interrupts */
export function planTraining(
  goal: TrainingGoal,
  workHours: number,
  nodes: number,
  terms: Terms,
): TrainingRun | Failure {
  if (terms.kind === 'interruptible') return interrupted(goal, workHours, nodes, terms.meanHours);
  const hours = goal.restartHours + workHours;
  return hours > goal.deadlineHours ? late(goal, nodes, hours) : { ok: true, workHours, interruption: null };
}

/** All instances work in step: the loss of one stops all. */
function interrupted(goal: TrainingGoal, workHours: number, nodes: number, meanHours: number): TrainingRun | Failure {
  const { deadlineHours, checkpointHours: checkpoint, restartHours, maxMiss } = goal;
  const run: InterruptedRun = {
    workHours,
    checkpointHours: checkpoint,
    restartHours,
    meanHoursBetween: meanHours / nodes,
  };
  const interval = Math.min(workHours, checkpointIntervalHours(run));
  const expected = expectedRunHours(run, interval);
  if (restartHours + expected > deadlineHours) return late(goal, nodes, restartHours + expected);
  const busyHours = restartHours + workHours * (1 + checkpoint / interval);
  const risk = {
    busyHours,
    slackHours: deadlineHours - busyHours,
    interruptionsPerHour: 1 / run.meanHoursBetween,
    lostHoursAtMost: interval + checkpoint,
    restartHours,
  };
  const missed = deadlineMissProbability(risk, maxMiss);
  if (missed > maxMiss) {
    const sentence = () =>
      `the chance that ${nodes} of them miss the deadline is ${chanceText(missed)}, accepted are ${chanceText(maxMiss)}`;
    return failing('deadline', sentence);
  }
  return {
    ok: true,
    workHours: expected,
    interruption: {
      meanHoursBetweenPerInstance: meanHours,
      expectedInterruptions: expected / run.meanHoursBetween,
      deadlineMissProbability: missed,
      checkpointIntervalHours: interval,
      overheadPercent: (expected / workHours - 1) * 100,
    },
  };
}

export function late({ deadlineHours }: TrainingGoal, nodes: number, hours: number): Failure {
  return failing('deadline', () => {
    const takes = hours < NEVER_HOURS ? `would take at least ${hoursText(hours)}` : 'would hardly ever end';
    return `${nodes} of them ${takes}, the deadline is after ${hoursText(deadlineHours)}`;
  });
}
