#!/usr/bin/env node
// Distils what accelerators reach of their datasheets into config/performance: efficiency.csv (per accelerator and
// precision), coefficients.json (shared by all). Prints checksums of the inputs, what was left out, and the errors of
// the fit, also on rows that it has not seen.
//
//   npm run build && node scripts/distil/efficiency.mjs --data FOLDER [--output FOLDER]
//
// FOLDER holds serving_measurements.csv (ai-dynamo/aiconfigurator, Apache-2.0), benchmarks/inference.csv.gz and
// benchmarks/training.csv (compiled from the public sources named in their rows) and training/training_refs.json
// (from the papers named in it). The predictions come from the product's own code. The same input gives the same
// output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findModel, PRECISIONS, readAccelerators } from '../../dist/src/catalog/index.js';
import { computePrecision } from '../../dist/src/performance/compute-precision.js';
import { borrow, generationOf } from './efficiency-borrow.mjs';
import { fitServing, fitThroughput, groupOf } from './efficiency-fit.mjs';
import { printErrors, servingErrors, throughputErrors } from './efficiency-errors.mjs';
import { readServingRows } from './efficiency-rows.mjs';
import { readThroughputRows } from './efficiency-throughput-rows.mjs';
import { distilTraining, quantile, readTrainingRows } from './efficiency-training.mjs';

const MEASURED_SOURCE = 'ai-dynamo/aiconfigurator (Apache-2.0)';
/** A band that holds less than this is luck. */
const LEAST_ERROR_PERCENT = 10;
/** Fewer rows than this say too little of the scatter: the band of unseen accelerators is stated instead. */
const ROWS_FOR_OWN_BAND = 12;
/** And fewer models than this of what others do. */
const MODELS_FOR_OWN_BAND = 4;

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const folder = options.data;
const output = options.output ?? fileURLToPath(new URL('../../config/performance/', import.meta.url));

for (const file of [
  'serving_measurements.csv',
  'benchmarks/inference.csv.gz',
  'benchmarks/training.csv',
  'training/training_refs.json',
]) {
  console.log(
    `sha256 ${createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex')}  ${file}`,
  );
}

const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
const { rows, leftOut } = readServingRows(join(folder, 'serving_measurements.csv'), findModel);
console.log(`\n${rows.length} measured operating points; left out:`, leftOut);

const fit = fitServing(rows, accelerators);
const errors = servingErrors(rows, fit, accelerators);
printErrors(errors);

/** Rates, rows, errors and sources per accelerator and precision with measurements. */
const measured = new Map();
for (const [group, rates] of fit.rates) {
  const count = rows.filter((row) => groupOf(row) === group).length;
  measured.set(group, { rates, rows: count, sources: [MEASURED_SOURCE], ...bands(errors.unseenGroups, group) });
}
const throughputRows = readThroughputRows(join(folder, 'benchmarks/inference.csv.gz'), findModel).filter(
  (row) => accelerators.has(row.acceleratorId) && generationOf(row.acceleratorId) !== null,
);
console.log('\nThroughput rows, error in per cent of the published figure:');
for (const group of [...new Set(throughputRows.map(groupOf))].sort()) {
  const own = throughputRows.filter((row) => groupOf(row) === group);
  const known = measured.get(group);
  const rates = known?.rates ?? fitThroughput(own, fit, accelerators);
  if (rates === null) continue;
  const sizes = throughputErrors(own, fit, rates, accelerators);
  const p80 = 100 * quantile(sizes, 0.8);
  console.log(
    `  ${group}: ${sizes.length} rows, median ${(100 * quantile(sizes, 0.5)).toFixed(1)}, 80 % within ${p80.toFixed(1)}${known ? ' (not fitted on these)' : ''}`,
  );
  if (known) continue;
  const error = sizes.length < ROWS_FOR_OWN_BAND ? Math.max(p80, errors.unseenAccelerators.throughput80) : p80;
  measured.set(group, {
    rates,
    rows: sizes.length,
    sources: sourcesOf(own),
    error,
    ttftError: errors.unseenAccelerators.ttft80,
  });
}

const training = distilTraining(readTrainingRows(folder, findModel, accelerators));
console.log('\nTraining: utilisation of dense models, of experts as a share of it:', training.expertShare);

const lines = [];
for (const accelerator of accelerators.values()) {
  if (generationOf(accelerator.id) === null || accelerator.memoryBandwidthGBps === null) continue;
  for (const precision of PRECISIONS) {
    if (computePrecision(accelerator, precision) !== null) lines.push(lineFor(accelerator, precision));
  }
}
writeFileSync(join(output, 'efficiency.csv'), `${[HEADER(), ...lines].join('\n')}\n`);
writeFileSync(join(output, 'coefficients.json'), `${JSON.stringify(coefficientsFile(), null, 2)}\n`);
console.log(`\n${lines.length} lines written to ${join(output, 'efficiency.csv')}.`);

function HEADER() {
  return (
    'accelerator_id,precision,prefill_compute,decode_bandwidth,serving_basis,serving_rows,serving_error_percent,' +
    'ttft_error_percent,serving_source,training_mfu,training_basis,training_rows,training_error_percent,training_source'
  );
}

function lineFor(accelerator, precision) {
  const key = `${accelerator.id} ${precision}`;
  const serving = measured.get(key) ?? borrowedServing(accelerator, precision);
  const own = training.figures.get(key);
  const trained = own
    ? { mfu: own.mfu, basis: 'measured', rows: own.rows, error: own.errorPercent, source: own.sources.join('; ') }
    : borrowedTraining(accelerator, precision);
  return [
    accelerator.id,
    precision,
    serving.rates.prefillCompute.toFixed(4),
    serving.rates.decodeBandwidth.toFixed(4),
    serving.from ? 'extrapolated' : 'measured',
    serving.rows,
    percent(serving.error),
    percent(serving.ttftError),
    serving.from ?? serving.sources.join('; '),
    trained ? trained.mfu.toFixed(4) : '',
    trained?.basis ?? '',
    trained?.rows ?? '',
    trained ? percent(trained.error) : '',
    trained?.source ?? '',
  ]
    .map((cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell))
    .join(',');
}

function borrowedServing(accelerator, precision) {
  const donors = [...measured].map(([key, { rates, error }]) =>
    donor(key, [rates.prefillCompute, rates.decodeBandwidth], error),
  );
  const how = { samePrecision: false, unseenPercent: errors.unseenAccelerators.throughput80 };
  const { values, errorPercent, from } = borrow(accelerator, precision, donors, how);
  const widening = errorPercent / how.unseenPercent;
  return {
    rates: { prefillCompute: values[0], decodeBandwidth: values[1] },
    rows: 0,
    error: errorPercent,
    ttftError: errors.unseenAccelerators.ttft80 * Math.max(1, widening),
    from,
  };
}

function borrowedTraining(accelerator, precision) {
  if (!['bf16', 'fp8', 'fp4'].includes(precision)) return null;
  const donors = [...training.figures].map(([key, { mfu, errorPercent }]) => donor(key, [mfu], errorPercent));
  const spread = quantile(
    [...training.figures.values()].map(({ errorPercent }) => errorPercent),
    0.8,
  );
  const found = borrow(accelerator, precision, donors, { samePrecision: true, unseenPercent: spread });
  return (
    found && { mfu: found.values[0], basis: 'extrapolated', rows: 0, error: found.errorPercent, source: found.from }
  );
}

function donor(key, values, errorPercent) {
  const [acceleratorId, precision] = key.split(' ');
  return { acceleratorId, precision, values, errorPercent };
}

/** Errors on rows not seen by the fit: of the group itself, but none narrower than of all where few models were run. */
function bands(unseen, group) {
  const own = rows.filter((row) => groupOf(row) === group);
  const figures = unseen.byGroup.get(group);
  if (own.length < ROWS_FOR_OWN_BAND) return { error: unseen.throughput80, ttftError: unseen.ttft80 };
  const few = new Set(own.map(({ model }) => model.name)).size < MODELS_FOR_OWN_BAND;
  const atLeast = (value, pooled) => (few ? Math.max(value, pooled) : value);
  return {
    error: atLeast(figures.throughput80, unseen.throughput80),
    ttftError: atLeast(figures.ttft80, unseen.ttft80),
  };
}

function sourcesOf(rowsOfGroup) {
  return [...new Set(rowsOfGroup.map(({ source }) => source))].sort();
}

function percent(value) {
  return Math.max(LEAST_ERROR_PERCENT, Math.ceil(value));
}

function coefficientsFile() {
  const rounded = Object.fromEntries(
    Object.entries(fit.coefficients).map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
  const shares = Object.entries(training.expertShare).map(([precision, share]) => [
    precision,
    Number(share.toFixed(3)),
  ]);
  return {
    source: `Fitted by scripts/distil/efficiency.mjs on ${rows.length} rows of serving_measurements.csv of ${MEASURED_SOURCE}; training from the runs named in efficiency.csv.`,
    serving: rounded,
    training: { expertUtilizationShare: Object.fromEntries(shares) },
  };
}
