#!/usr/bin/env node
// Distils what accelerators reach of their datasheets into config/performance: efficiency.csv (per accelerator and
// precision), coefficients.json (shared by all). Prints checksums of the inputs, what was left out, and the errors of
// the fit, also on rows that it has not seen.
//
//   npm run build && node scripts/distil/efficiency.mjs --data FOLDER [--output FOLDER]
//
// FOLDER holds serving_measurements.csv (ai-dynamo/aiconfigurator, Apache-2.0) and benchmarks/inference.csv.gz
// (compiled from the public sources named in its rows). The predictions come from the product's own code. The same
// input gives the same output, byte for byte. Training has its own: training-runs.mjs and training.mjs.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findModel, PRECISIONS, readAccelerators } from '../../dist/src/catalog/index.js';
import { borrow, generationOf } from './efficiency-borrow.mjs';
import { fitServing, fitThroughput, groupOf } from './efficiency-fit.mjs';
import { errorOf, offBy, printErrors, servingErrors, throughputRatio } from './efficiency-errors.mjs';
import { readServingRows } from './efficiency-rows.mjs';
import { readThroughputRows } from './efficiency-throughput-rows.mjs';
import { quantile } from './efficiency-quantile.mjs';

const MEASURED_SOURCE = 'ai-dynamo/aiconfigurator (Apache-2.0)';
/** A band that holds less than this is luck. */
const LEAST_ERROR_PERCENT = 10;
/** Fewer rows than this say too little of the scatter: the band of unseen accelerators is stated instead. */
const ROWS_FOR_OWN_BAND = 12;
/** And fewer models than this of what others do. */
const MODELS_FOR_OWN_BAND = 4;

const COLUMNS = [
  'accelerator_id',
  'precision',
  'serving_prefill_compute',
  'serving_decode_bandwidth',
  'serving_basis',
  'serving_rows',
  'serving_error_percent',
  'serving_ttft_error_percent',
  'serving_source',
];

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const folder = options.data;
const output = options.output ?? fileURLToPath(new URL('../../config/performance/', import.meta.url));

for (const file of ['serving_measurements.csv', 'benchmarks/inference.csv.gz']) {
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
  const own = rows.filter((row) => groupOf(row) === group);
  const { throughputOffBy, ttft80 } = errors.unseenGroups.byGroup.get(group);
  const pooled = errors.unseenGroups.ttft80;
  const ttftError = own.length < ROWS_FOR_OWN_BAND ? pooled : saysLittle(own) ? Math.max(ttft80, pooled) : ttft80;
  measured.set(group, { rates, rows: own, sources: [MEASURED_SOURCE], throughputOffBy, ttftError });
}
const throughputRows = readThroughputRows(join(folder, 'benchmarks/inference.csv.gz'), findModel).filter(
  (row) => accelerators.has(row.acceleratorId) && generationOf(row.acceleratorId) !== null,
);
console.log('\nThroughput rows, error in per cent of the published figure, and the interval that holds 80 %:');
for (const group of [...new Set(throughputRows.map(groupOf))].sort()) {
  const own = throughputRows.filter((row) => groupOf(row) === group);
  const known = measured.get(group);
  const rates = known?.rates ?? fitThroughput(own, fit, accelerators);
  if (rates === null) continue;
  const predicted = own.flatMap((row) => {
    const ratio = throughputRatio(row, fit, rates, accelerators);
    return ratio === null ? [] : [{ row, ratio }];
  });
  const ratios = predicted.map(({ ratio }) => ratio);
  const throughputOffBy = ratios.map(offBy);
  const median = quantile(ratios.map(errorOf), 0.5);
  console.log(
    `  ${group}: ${ratios.length} rows, median ${percentText(median)}, interval ${percentText(quantile(throughputOffBy, 0.8))}` +
      (known ? ' (not fitted on these)' : ''),
  );
  if (known) {
    // Others' rows widen the interval and leave the rates: of most, the requests in flight are only assumed.
    known.throughputOffBy = [...known.throughputOffBy, ...throughputOffBy];
    continue;
  }
  measured.set(group, {
    rates,
    rows: predicted.map(({ row }) => row),
    sources: sourcesOf(own),
    throughputOffBy,
    ttftError: errors.unseenAccelerators.ttft80,
  });
}
for (const group of measured.values()) {
  const interval = 100 * quantile(group.throughputOffBy, 0.8);
  const unseen = errors.unseenAccelerators.throughput80;
  group.error = saysLittle(group.rows) ? Math.max(interval, unseen) : interval;
}

const lines = [];
for (const accelerator of accelerators.values()) {
  if (generationOf(accelerator.id) === null || accelerator.memoryBandwidthGBps === null) continue;
  for (const precision of PRECISIONS) {
    if (runs(accelerator, precision)) lines.push(lineFor(accelerator, precision));
  }
}
writeFileSync(join(output, 'efficiency.csv'), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
writeFileSync(join(output, 'coefficients.json'), `${JSON.stringify(coefficientsFile(), null, 2)}\n`);
console.log(`\n${lines.length} lines written to ${join(output, 'efficiency.csv')}.`);

/** GPUs' engines unpack four-bit weights to 16 bit, TPUs' int4 ones; AWS's run what the hardware multiplies. */
function runs({ kind, peakTflops }, precision) {
  if (peakTflops[precision] !== undefined) return true;
  if (precision !== 'int4' && precision !== 'fp4') return false;
  return peakTflops.bf16 !== undefined && (kind === 'gpu' || (kind === 'tpu' && precision === 'int4'));
}

function lineFor(accelerator, precision) {
  const key = `${accelerator.id} ${precision}`;
  const serving = measured.get(key) ?? borrowedServing(accelerator, precision);
  return [
    accelerator.id,
    precision,
    serving.rates.prefillCompute.toFixed(4),
    serving.rates.decodeBandwidth.toFixed(4),
    serving.from ? 'extrapolated' : 'measured',
    serving.rows.length,
    percent(serving.error),
    percent(serving.ttftError),
    serving.from ?? serving.sources.join('; '),
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
    rows: [],
    error: errorPercent,
    ttftError: errors.unseenAccelerators.ttft80 * Math.max(1, widening),
    from,
  };
}

function donor(key, values, errorPercent) {
  const [acceleratorId, precision] = key.split(' ');
  return { acceleratorId, precision, values, errorPercent };
}

/** Whether too few rows or models stand behind an error for it to hold for others. */
function saysLittle(own) {
  return own.length < ROWS_FOR_OWN_BAND || new Set(own.map(({ model }) => model.name)).size < MODELS_FOR_OWN_BAND;
}

function sourcesOf(rowsOfGroup) {
  return [...new Set(rowsOfGroup.map(({ source }) => source))].sort();
}

function percentText(share) {
  return (100 * share).toFixed(1);
}

function percent(value) {
  return Math.max(LEAST_ERROR_PERCENT, Math.ceil(value));
}

function coefficientsFile() {
  const rounded = Object.fromEntries(
    Object.entries(fit.coefficients).map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
  return {
    source: `Fitted by scripts/distil/efficiency.mjs on ${rows.length} rows of serving_measurements.csv of ${MEASURED_SOURCE}.`,
    serving: rounded,
  };
}
