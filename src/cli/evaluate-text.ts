import type { EvaluatedRun, TrainingEvaluation } from '../performance/index.js';
import { columns } from './columns.js';

const UNITS: Readonly<Record<EvaluatedRun['unit'], string>> = {
  accelerator_hours: 'accelerator hours',
  minutes: 'minutes',
  step_seconds: 'seconds per step',
};
const NUMBERS = new Set([1, 2, 3, 4]);
const DIGITS = 3;

/** A line per run, what could not be predicted, and the sum of it all. */
export function evaluationTable({ runs, notPredicted, overall }: TrainingEvaluation): string[] {
  const heading = ['run', 'published', 'predicted', 'error', 'interval', 'unit', 'basis'];
  const rows = runs.map((run) => [
    run.title,
    figure(run.published),
    figure(run.predicted),
    `${run.errorPercent >= 0 ? '+' : ''}${run.errorPercent.toFixed(0)} %`,
    `${figure(run.low)} to ${figure(run.high)}`,
    UNITS[run.unit],
    run.basis,
  ]);
  return [
    ...columns([heading, ...rows], NUMBERS),
    ...notPredicted.map(({ run, reason }) => `${run}: ${reason}`),
    '',
    `${overall.predicted} of ${overall.runs} runs: error median ${percent(overall.medianAbsolutePercentageError)}, ` +
      `mean ${percent(overall.meanAbsolutePercentageError)}; within 20 % ${percent(overall.within20Percent)}; ` +
      `in the stated interval ${percent(overall.intervalCoverage)}`,
  ];
}

function figure(value: number): string {
  const rounded = Number(value.toPrecision(DIGITS));
  return rounded >= 1000 ? rounded.toLocaleString('en-US') : String(rounded);
}

function percent(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} %`;
}
