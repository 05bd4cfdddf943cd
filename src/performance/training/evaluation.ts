import { score, type Score } from '../evaluation/score.js';
import type { PublishedRun, PublishedStage, PublishedUnit } from './published.js';
import type { Basis, PerformanceModel } from '../types.js';

/** A published run beside what we predict of it, in the unit that was published. */
export interface EvaluatedRun {
  readonly run: string;
  readonly title: string;
  readonly unit: PublishedUnit;
  readonly published: number;
  readonly predicted: number;
  /** Between these it should lie nine times of ten. */
  readonly low: number;
  readonly high: number;
  readonly basis: Basis;
  /** Predicted over published, less one, in per cent. */
  readonly errorPercent: number;
  readonly derivation: string;
  readonly source: string;
}

export interface TrainingEvaluation {
  readonly runs: readonly EvaluatedRun[];
  /** What could not be predicted, and why. */
  readonly notPredicted: readonly { readonly run: string; readonly reason: string }[];
  readonly overall: Score & { readonly runs: number; readonly predicted: number };
}

/** In the unit that was published. */
interface Prediction {
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly basis: Basis;
}

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_MINUTE = 60;
/** As good as no limit: the run is known to have fitted. */
const MEMORY_THAT_FITS = 1000;

/** Predicts published runs, laid out as far as that was published, and says how far off we are. */
export function evaluateTraining(
  runs: readonly PublishedRun[],
  performance: Pick<PerformanceModel, 'training'>,
): TrainingEvaluation {
  const evaluated: EvaluatedRun[] = [];
  const notPredicted: { run: string; reason: string }[] = [];
  for (const run of runs) {
    const prediction = predict(run, performance);
    if (typeof prediction === 'string') notPredicted.push({ run: run.run, reason: prediction });
    else evaluated.push(compared(run, prediction));
  }
  return { runs: evaluated, notPredicted, overall: overall(runs.length, evaluated) };
}

/** All stages together, or why one of them cannot be predicted. */
function predict(run: PublishedRun, performance: Pick<PerformanceModel, 'training'>): Prediction | string {
  let total: Prediction = { predicted: 0, low: 0, high: 0, basis: 'measured' };
  for (const stage of run.stages) {
    const outcome = performance.training(asItRan(stage));
    if (!outcome.ok) return outcome.reason;
    const { tokensPerSecond, tokensPerSecondLow, tokensPerSecondHigh, basis } = outcome.prediction;
    const units = stage.tokens * unitsPerSecond(run.unit, stage);
    total = {
      predicted: total.predicted + units / tokensPerSecond,
      low: total.low + units / (tokensPerSecondHigh ?? tokensPerSecond),
      high: total.high + units / (tokensPerSecondLow ?? tokensPerSecond),
      basis,
    };
  }
  const share = run.workingShare ?? 1;
  return { ...total, predicted: total.predicted / share, low: total.low / share, high: total.high / share };
}

function asItRan({ question, fitted }: PublishedStage): PublishedStage['question'] {
  const { memoryGiB } = question.accelerator;
  if (!fitted || memoryGiB === null) return question;
  return { ...question, accelerator: { ...question.accelerator, memoryGiB: memoryGiB * MEMORY_THAT_FITS } };
}

function compared(run: PublishedRun, { predicted, low, high, basis }: Prediction): EvaluatedRun {
  const { title, unit, published, derivation, source } = run;
  const errorPercent = 100 * (predicted / published - 1);
  return { run: run.run, title, unit, published, predicted, low, high, basis, errorPercent, derivation, source };
}

function unitsPerSecond(unit: PublishedUnit, { question }: PublishedStage): number {
  switch (unit) {
    case 'accelerator_hours':
      return (question.acceleratorsPerNode * question.nodes) / SECONDS_PER_HOUR;
    case 'minutes':
      return 1 / SECONDS_PER_MINUTE;
    case 'step_seconds':
      return 1;
  }
}

function overall(runs: number, evaluated: readonly EvaluatedRun[]): TrainingEvaluation['overall'] {
  const pairs = evaluated.map(({ predicted, published, low, high }) => ({ predicted, measured: published, low, high }));
  return { runs, predicted: evaluated.length, ...score(pairs) };
}
