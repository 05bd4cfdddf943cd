/** Cells of a table that are aimed at, and the most: more does not make decisions measurably better (bench/spot.mjs). */
const AIMED_CELLS = 5_000;
const MOST_CELLS = 60_000;
/** Where a start costs no time, the step is free to be as fine as is worth the time. */
const CELLS_WITHOUT_RESTART = 12_000;

/**
 * Ticks in a step of a table for so much work and slack: a restart or a whole fraction of it, so that starts lead from cell
 * to cell; more than a restart only where the table would grow too large.
 */
export function stepTicks(workTicks: number, slackTicks: number, restartTicks: number): number {
  const sized = (cells: number) => Math.max(1, Math.sqrt((workTicks * Math.max(1, slackTicks)) / cells));
  if (restartTicks === 0) return sized(CELLS_WITHOUT_RESTART);
  const parts = Math.max(1, Math.min(restartTicks, Math.round(restartTicks / sized(AIMED_CELLS))));
  return Math.max(restartTicks / parts, sized(MOST_CELLS));
}
