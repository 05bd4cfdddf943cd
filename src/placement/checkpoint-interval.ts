/** A run on capacity that can be taken away. All in hours. */
export interface InterruptedRun {
  /** Useful work, without checkpoints and interruptions. */
  readonly workHours: number;
  /** The run stands still while a checkpoint is written. */
  readonly checkpointHours: number;
  /** From an interruption until work goes on where the last checkpoint was; paid. */
  readonly restartHours: number;
  /** Mean of the exponential time to the next interruption of the run as a whole. */
  readonly meanHoursBetween: number;
}

/**
 * Work between two checkpoints that makes the expected duration shortest, in hours: J. Daly, "A higher order estimate
 * of the optimum checkpoint interval for restart dumps" (2006), equation 37. Its first term is Young's √(2δM).
 */
export function checkpointIntervalHours({ checkpointHours, meanHoursBetween }: InterruptedRun): number {
  if (checkpointHours >= 2 * meanHoursBetween) return meanHoursBetween;
  const ratio = checkpointHours / (2 * meanHoursBetween);
  const young = Math.sqrt(2 * checkpointHours * meanHoursBetween);
  return young * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - checkpointHours;
}

/**
 * Expected hours from the first step to the last with checkpoints after every `intervalHours` of work, interruptions
 * while writing and restarting included: M·e^(R/M)·(e^((τ+δ)/M) − 1)·W/τ (Daly, equation 20). Waiting for new capacity
 * is not in it. Infinity where interruptions come so often that no end is in sight.
 */
export function expectedRunHours(run: InterruptedRun, intervalHours: number): number {
  const { workHours, checkpointHours, restartHours, meanHoursBetween } = run;
  const perSegment =
    meanHoursBetween *
    Math.exp(restartHours / meanHoursBetween) *
    Math.expm1((intervalHours + checkpointHours) / meanHoursBetween);
  return (perSegment * workHours) / intervalHours;
}
