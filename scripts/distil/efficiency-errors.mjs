// How far the serving model is off: on the rows of the fit, on groups it has not seen, on accelerators it has not seen.

import { fitServing, groupOf, predict, predictThroughput } from './efficiency-fit.mjs';
import { quantile } from './efficiency-quantile.mjs';

const FOLDS = 5;
const FIGURES = ['tpot', 'ttft', 'throughput'];

/** @typedef {import('./efficiency-rows.mjs').ServingRow} ServingRow */

/** What was predicted of one row over what was measured, by figure. */
function ratiosOf(row, point) {
  const requestSeconds = row.ttftSeconds + (row.outputTokens - 1) * row.tpotSeconds;
  return {
    row,
    tpot: point.tpotSeconds / row.tpotSeconds,
    ttft: point.ttftSeconds / row.ttftSeconds,
    throughput: (point.requestsPerSecond * requestSeconds) / row.concurrency,
  };
}

/** How far a prediction is off, as a share of what was measured: how predictors are commonly compared. */
export const errorOf = (ratio) => Math.abs(ratio - 1);

/** How far what was measured is off, as a share of the prediction: what an interval around a prediction has to hold. */
export const offBy = (ratio) => Math.abs(1 / ratio - 1);

function summary(list) {
  const result = { rows: list.length, throughputOffBy: list.map(({ throughput }) => offBy(throughput)) };
  for (const figure of FIGURES) {
    const sizes = list.map((ratios) => errorOf(ratios[figure]));
    result[figure] = {
      mean: (100 * sizes.reduce((sum, size) => sum + size, 0)) / sizes.length,
      median: 100 * quantile(sizes, 0.5),
    };
    result[`${figure}80`] =
      100 *
      quantile(
        list.map((ratios) => offBy(ratios[figure])),
        0.8,
      );
  }
  return result;
}

/**
 * In sample; five folds grouped by model and accelerator, so that no row is predicted by a sibling of itself; and
 * with each accelerator left out in turn.
 *
 * @param {ServingRow[]} rows
 */
export function servingErrors(rows, fit, accelerators) {
  const siblings = [...new Set(rows.map(siblingsOf))].sort();
  const foldOf = (row) => siblings.indexOf(siblingsOf(row)) % FOLDS;
  const unseenRows = heldOut(rows, [...Array(FOLDS).keys()], (fold) => (row) => foldOf(row) === fold, accelerators);
  const systems = [...new Set(rows.map(({ acceleratorId }) => acceleratorId))].sort();
  const unseenSystems = heldOut(rows, systems, (id) => (row) => row.acceleratorId === id, accelerators);
  const byGroup = new Map(
    [...new Set(rows.map(groupOf))].map((group) => [
      group,
      summary(unseenRows.filter(({ row }) => groupOf(row) === group)),
    ]),
  );
  return {
    fitted: summary(rows.map((row) => ratiosOf(row, predict(row, fit, accelerators)))),
    unseenGroups: { ...summary(unseenRows), byGroup },
    unseenAccelerators: summary(unseenSystems),
  };
}

const siblingsOf = (row) => `${row.model.name} ${row.acceleratorId}`;

function heldOut(rows, parts, isIn, accelerators) {
  return parts.flatMap((part) => {
    const belongs = isIn(part);
    const fit = fitServing(
      rows.filter((row) => !belongs(row)),
      accelerators,
    );
    return rows.filter(belongs).map((row) => ratiosOf(row, predict(row, fit, accelerators)));
  });
}

/** Predicted over published throughput of one row; null where its model does not fit. */
export function throughputRatio(row, fit, rates, accelerators) {
  const predicted = predictThroughput(row, fit.coefficients, rates, accelerators);
  return predicted === null ? null : predicted / row.requestsPerSecond;
}

export function printErrors({ fitted, unseenGroups, unseenAccelerators }) {
  const say = (name, errors) => {
    const cells = FIGURES.map((figure) => {
      const { mean, median } = errors[figure];
      return `${figure} mean ${mean.toFixed(1)} median ${median.toFixed(1)}, interval ${errors[`${figure}80`].toFixed(1)}`;
    });
    console.log(`  ${name} (${errors.rows} rows): ${cells.join('; ')}`);
  };
  console.log(
    '\nServing, error in per cent of what was measured, and the interval around predictions that holds 80 %:',
  );
  say('rows of the fit', fitted);
  say('model and accelerator not seen together', unseenGroups);
  say('accelerator not seen', unseenAccelerators);
  for (const [group, errors] of unseenGroups.byGroup) say(`  ${group}, not seen`, errors);
}
