import type { OperationTables } from '../operations/operation-tables.js';
import { placeOf, type Place } from '../serving/place.js';
import { operationsByKind, type LearntFromRuns } from '../serving/serving-model.js';
import type { ServingRun } from '../serving/serving-run.js';
import { stepTerms, stepTimes, type StepCoefficients } from '../serving/step-model.js';
import { KIND_POINTS, fitCorrection, type Residual } from './fit-correction.js';
import { fitSteps, type MeasuredSteps } from './fit-steps.js';

/** A run and the times that were measured of it. */
export interface MeasuredRun {
  readonly run: ServingRun;
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
}

/** Everything that whole runs teach: what engines add to their kernels, and what remains near them, place by place. */
export function learnFromRuns(
  runs: readonly MeasuredRun[],
  tables: OperationTables,
  points = KIND_POINTS,
): LearntFromRuns & { readonly places: readonly Place[] } {
  const steps = measuredSteps(runs, tables);
  const coefficients = fitSteps(steps);
  const residuals = residualsOf(steps, coefficients);
  return {
    coefficients,
    points: fitCorrection(residuals, points),
    places: residuals.map(({ place }) => place),
  };
}

interface Steps extends MeasuredSteps {
  readonly run: ServingRun;
}

function measuredSteps(runs: readonly MeasuredRun[], tables: OperationTables): Steps[] {
  const operations = operationsByKind(tables);
  return runs.flatMap(({ run, ttftSeconds, tpotSeconds }) => {
    const measured = operations(run.accelerator.id, run.precision, run.expertPrecision);
    const terms = measured === null ? null : stepTerms(run, measured);
    return terms === null ? [] : [{ run, terms: terms(run.concurrency), ttftSeconds, tpotSeconds }];
  });
}

function residualsOf(steps: readonly Steps[], coefficients: StepCoefficients): Residual[] {
  return steps.map(({ run, terms, ttftSeconds, tpotSeconds }) => {
    const times = stepTimes(terms, coefficients);
    return {
      place: placeOf(run),
      tpot: Math.log(tpotSeconds / times.tpotSeconds),
      ttft: Math.log(ttftSeconds / times.ttftSeconds),
    };
  });
}
