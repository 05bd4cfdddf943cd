import type { Precision } from '../../catalog/index.js';
import { operationsOf, type Operations } from '../operations/operations.js';
import type { OperationTables } from '../operations/operation-tables.js';
import { correctorOf, type Correction, type CorrectionPoints } from './correction.js';
import { placeOf, requestsSize } from './place.js';
import type { ServingRun } from './serving-run.js';
import { stepTerms, stepTimes, type StepCoefficients, type StepTimes } from './step-model.js';

/**
 * Away from measured runs a time to first token that is stated too long errs by more of what is measured than one that
 * is too short: the least mean error is a little below the middle. In logarithms.
 */
const SKEW = 0.1;

/** What was learnt from whole serving runs. */
export interface LearntFromRuns {
  readonly coefficients: StepCoefficients;
  readonly points: CorrectionPoints;
}

/** A run's times as operations and measured runs near it have them. */
export interface PredictedTimes {
  readonly ttftSeconds: number;
  readonly tpotSeconds: number;
  readonly uncorrected: StepTimes;
  readonly correction: Correction;
}

/** A run at any number of requests in flight. */
export type ServingTimes = (concurrency: number) => PredictedTimes;

/** Predicts runs on accelerators whose operations were measured; null for others. */
export type ServingModel = (run: ServingRun) => ServingTimes | null;

export function servingModel(tables: OperationTables, learnt: LearntFromRuns): ServingModel {
  const operations = operationsByKind(tables);
  const corrector = correctorOf(learnt.points);
  return (run) => {
    const measured = operations(run.accelerator.id, run.precision, run.expertPrecision);
    const terms = measured === null ? null : stepTerms(run, measured);
    if (terms === null) return null;
    const correctionAt = corrector(placeOf(run));
    return (concurrency) => {
      const uncorrected = stepTimes(terms(concurrency), learnt.coefficients);
      const correction = correctionAt(requestsSize(run, concurrency));
      return {
        ttftSeconds: uncorrected.ttftSeconds * Math.exp(correction.ttft - SKEW * (1 - correction.nearest)),
        tpotSeconds: uncorrected.tpotSeconds * Math.exp(correction.tpot),
        uncorrected,
        correction,
      };
    };
  };
}

/** Operations of an accelerator for two precisions, looked up once. */
export function operationsByKind(
  tables: OperationTables,
): (acceleratorId: string, precision: Precision, expertPrecision: Precision) => Operations | null {
  const known = new Map<string, Operations | null>();
  return (acceleratorId, precision, expertPrecision) => {
    const key = `${acceleratorId}|${precision}|${expertPrecision}`;
    let operations = known.get(key);
    if (operations === undefined) {
      operations = operationsOf(tables, acceleratorId, precision, expertPrecision);
      known.set(key, operations);
    }
    return operations;
  };
}
