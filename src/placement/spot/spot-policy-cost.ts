import { checkpointIntervalHours, type InterruptedRun } from '../checkpoint-interval.js';
import { actionCosts, usdAt } from './action-costs.js';
import { costToGo, IDLE_WITH, IDLE_WITHOUT, NO_REFUGE, type CostToGo } from './cost-to-go.js';
import { AGE_CLASSES } from './lives.js';
import { stepTicks } from './step-size.js';

/** A run on spot that has to be done by a deadline, where no trace but only rates are known. */
export interface DeadlineRun extends InterruptedRun {
  readonly deadlineHours: number;
  /** Mean of the exponential time until spot can be had again. */
  readonly meanHoursAway: number;
  readonly spotUsdPerHour: number;
  readonly onDemandUsdPerHour: number;
}

/** What the expected-cost policy comes to, and when it leaves spot. */
export interface SpotPolicyCost {
  readonly expectedUsd: number;
  /** On demand from start to end, for comparison. */
  readonly onDemandUsd: number;
  readonly checkpointIntervalHours: number;
  /**
   * With all the work still to do and no spot, the job waits while it has at least so much slack, and runs on demand below;
   * null where it never waits.
   */
  readonly waitsAboveSlackHours: number | null;
  /** Slack below which nothing but on demand may run, so that the deadline is met even if spot is lost just then. */
  readonly leastSlackHours: number;
}

/** Share of the slack that one interruption may cost: with longer intervals the deadline would leave no room to lose one. */
const SLACK_AT_RISK = 1 / 4;

/** Fractions of an hour that a run without a trace is reckoned in. */
const TICK_HOURS = 0.05;

/**
 * Expected cost of the policy that never misses the deadline, for exponential lives and returns: spot while there is some
 * and it is worth a start, on demand where waiting would cost more. Checkpoints follow Daly's interval, shortened where slack is short; an interruption
 * costs on average half an interval besides the restart, and the time for a whole one is kept free.
 *
 * @returns null where even on demand from the start misses the deadline
 */
export function spotPolicyCost(run: DeadlineRun): SpotPolicyCost | null {
  if (run.restartHours + run.workHours > run.deadlineHours) return null;
  const interval = Math.min(
    run.workHours,
    checkpointIntervalHours(run),
    SLACK_AT_RISK * (run.deadlineHours - run.workHours),
  );
  const busyHours = run.workHours * (1 + run.checkpointHours / interval);
  // On demand there is nothing to fear, so the last resort writes no checkpoints; what it redoes is a whole interval.
  const lostAtMost = interval + run.checkpointHours;
  const leastSlackHours = run.restartHours + lostAtMost;
  const slackHours = run.deadlineHours - busyHours;
  const onDemandUsd = (run.restartHours + run.workHours) * run.onDemandUsdPerHour;
  const never = { expectedUsd: onDemandUsd, onDemandUsd, checkpointIntervalHours: interval, leastSlackHours };
  if (slackHours < leastSlackHours) return { ...never, waitsAboveSlackHours: null };

  const restartHours = run.restartHours + lostAtMost / 2;
  const usableHours = slackHours - lostAtMost / 2;
  const ticks = (hours: number) => hours / TICK_HOURS;
  const stepHours =
    TICK_HOURS * stepTicks(ticks(busyHours), ticks(usableHours), Math.max(1, Math.round(ticks(restartHours))));
  const constant = (meanHours: number) => new Float64Array(AGE_CLASSES).fill(1 / meanHours);
  const table = costToGo({
    taken: constant(run.meanHoursBetween),
    returned: constant(run.meanHoursAway),
    refuge: NO_REFUGE,
    stepHours,
    workSteps: Math.ceil(busyHours / stepHours),
    slackSteps: Math.max(1, Math.floor(usableHours / stepHours)),
    restartSteps: restartHours / stepHours,
    spotUsd: run.spotUsdPerHour * stepHours,
    onDemandUsd: run.onDemandUsdPerHour * stepHours,
  });
  const [workSteps, slackSteps] = [busyHours / stepHours, usableHours / stepHours];
  const present = run.meanHoursBetween / (run.meanHoursBetween + run.meanHoursAway);
  const expectedUsd =
    present * usdAt(table, workSteps, slackSteps, IDLE_WITH) +
    (1 - present) * usdAt(table, workSteps, slackSteps, IDLE_WITHOUT);
  if (expectedUsd >= onDemandUsd) return { ...never, waitsAboveSlackHours: null };
  return { ...never, expectedUsd, waitsAboveSlackHours: waitsAbove(table, lostAtMost / 2) };
}

/** Least slack, in hours, with which waiting costs less than starting on demand while all the work is still to do. */
function waitsAbove(table: CostToGo, keptFreeHours: number): number | null {
  const { workSteps, slackSteps, stepHours, restartSteps } = table.model;
  // With less slack than a start on demand takes after the wait there is no choice.
  for (let slack = Math.ceil(restartSteps) + 1; slack <= slackSteps; slack += 1) {
    const standing = { workSteps, slackSteps: slack, runs: 'nothing', hasSpot: false, age: 0 } as const;
    const { wait, onDemand } = actionCosts(table, standing);
    if (wait < onDemand) return slack * stepHours + keptFreeHours;
  }
  return null;
}
