// How far the training model is off: on the runs of the fit, and on models and accelerators that it has not seen. Used
// by training.mjs.

import { generationOf } from './efficiency-borrow.mjs';
import { fitTraining, layOut, residual } from './training-fit.mjs';

/** Sweeps from the fit of all runs to that without some: little changes. */
const SWEEPS = 25;
/** An interval holds nine of ten. */
const LOWER = 0.05;
const UPPER = 0.95;

/**
 * Every run with a layout, and the parameters that were fitted without it and all that it shares `partOf` with.
 *
 * @param {import('./training-fit.mjs').Run[]} runs
 * @param {(run: import('./training-fit.mjs').Run) => string} partOf
 */
export function unseen(runs, fit, partOf) {
  const parts = [...new Set(runs.map(partOf))].sort();
  const parameters = new Map(
    parts.map((part) => {
      const rest = runs.filter((run) => partOf(run) !== part);
      return [part, fitTraining(rest, without(fit, rest), SWEEPS)];
    }),
  );
  const laid = runs.flatMap((run) => layOut([run], parameters.get(partOf(run))));
  return [laid, (run) => parameters.get(partOf(run))];
}

/** The fit less what was only known from runs that are left out. */
function without(fit, rest) {
  const known = (nameOf) =>
    new Set(
      rest.flatMap(({ question }) =>
        ['bf16', question.precision].map((precision) => `${nameOf(question.accelerator.id)} ${precision}`),
      ),
    );
  const kept = (values, names) => Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
  return {
    ...fit,
    generations: kept(fit.generations, known(generationOf)),
    accelerators: kept(
      fit.accelerators,
      known((id) => id),
    ),
  };
}

/** @param parameters of all runs, or by run */
export function bandOf(laid, parameters) {
  const of = typeof parameters === 'function' ? parameters : () => parameters;
  const sizes = new Map();
  for (const { group } of laid) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const ratios = laid.map((run) => ({
    ratio: Math.exp(-residual(run, of(run))),
    weight: 1 / Math.sqrt(sizes.get(run.group)),
  }));
  const errors = ratios.map(({ ratio, weight }) => ({ ratio: Math.abs(1 / ratio - 1), weight }));
  const percent = (share) => Number((100 * share).toFixed(1));
  return {
    runs: laid.length,
    low: Number(weightedQuantile(ratios, LOWER).toFixed(3)),
    high: Number(weightedQuantile(ratios, UPPER).toFixed(3)),
    medianErrorPercent: percent(weightedQuantile(errors, 0.5)),
    meanErrorPercent: percent(weightedMean(errors)),
  };
}

function weightedMean(list) {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  return list.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0) / total;
}

function weightedQuantile(list, share) {
  const sorted = [...list].sort((a, b) => a.ratio - b.ratio);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  for (const { ratio, weight } of sorted) {
    passed += weight;
    if (passed >= share * total) return ratio;
  }
  return sorted.at(-1).ratio;
}

export function printBands(bands) {
  for (const [basis, { low, high, medianErrorPercent, meanErrorPercent }] of Object.entries(bands)) {
    console.log(
      `  ${basis}: nine of ten between ${low} and ${high}; error mean ${meanErrorPercent} %, median ${medianErrorPercent} %`,
    );
  }
}
