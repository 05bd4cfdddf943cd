import type { PerformanceModel } from '../performance/index.js';

/**
 * The model, silent where its own stated error is above the limit. A search for the cheapest picks the prediction that
 * errs the most in its favour: what is hardly known would win too often.
 *
 * @param maxErrorPercent half-width of the interval that is still believed, in per cent of the figure
 */
export function certainEnough(model: PerformanceModel, maxErrorPercent: number): PerformanceModel {
  const doubt = (errorPercent: number) =>
    `it is predicted ± ${Number(errorPercent.toPrecision(3))} %, and more than ± ${maxErrorPercent} % is not believed`;
  return {
    version: model.version,
    bestServing: (question) => {
      const outcome = model.bestServing(question);
      if (!outcome.ok || outcome.prediction.errorPercent <= maxErrorPercent) return outcome;
      const { prediction, memory } = outcome;
      return { ok: false, failedOn: 'unknown_performance', reason: doubt(prediction.errorPercent), memory };
    },
    training: (question) => {
      const outcome = model.training(question);
      if (!outcome.ok || outcome.prediction.errorPercent <= maxErrorPercent) return outcome;
      return { ok: false, failedOn: 'unknown_performance', reason: doubt(outcome.prediction.errorPercent) };
    },
  };
}
