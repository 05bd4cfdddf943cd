#!/usr/bin/env node
// Fits the training model on config/performance/training-runs.csv and writes what it found into config/performance:
// training-rates.csv (what each accelerator reaches in each precision) and training.json (what all share, and how far
// predictions are off). Prints the errors of the fit, also on models and accelerators that it has not seen.
//
//   npm run build && node scripts/distil/training.mjs [--output FOLDER]
//
// The predictions come from the product's own code. The same input gives the same output, byte for byte.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readAccelerators } from '../../dist/src/catalog/index.js';
import { generationOf } from './efficiency-borrow.mjs';
import { bandOf, printBands, unseen } from './training-errors.mjs';
import { coefficientsOf, fitTraining, layOut, productShare } from './training-fit.mjs';
import { readRuns } from './training-run-table.mjs';

const SWEEPS = 150;
const DIGITS = 4;
/** Formats in which models are trained. */
const PRECISIONS = ['bf16', 'fp8', 'fp4'];
/** Sold for inference; their vendor's software trains on others, and nobody published a run. */
const INFERENCE_ONLY = ['aws-inferentia1', 'aws-inferentia2'];
const COLUMNS = ['accelerator_id', 'precision', 'product_share', 'basis', 'runs', 'models', 'source'];

const { values: options } = parseArgs({ options: { output: { type: 'string' } } });
const output = options.output ?? fileURLToPath(new URL('../../config/performance/', import.meta.url));

const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
const runs = readRuns(accelerators);
const fit = fitTraining(runs, null, SWEEPS);
const errors = {
  'runs of the fit': bandOf(layOut(runs, fit), fit),
  'model not seen': bandOf(...unseen(runs, fit, ({ question }) => question.model.name)),
  'family of models not seen': bandOf(...unseen(runs, fit, ({ family }) => family)),
  'accelerator not seen': bandOf(...unseen(runs, fit, ({ question }) => question.accelerator.id)),
  'generation of accelerators not seen': bandOf(
    ...unseen(runs, fit, ({ question }) => generationOf(question.accelerator.id)),
  ),
};
console.log(`${runs.length} runs. Measured over predicted tokens per second:`);
printBands(errors);
const bands = {
  measured: widest(['runs of the fit']),
  interpolated: widest(['model not seen']),
  extrapolated: widest(['model not seen', 'accelerator not seen', 'generation of accelerators not seen']),
};

const lines = [];
for (const accelerator of accelerators.values()) {
  if (generationOf(accelerator.id) === null || accelerator.memoryBandwidthGBps === null) continue;
  if (INFERENCE_ONLY.includes(accelerator.id)) continue;
  for (const precision of PRECISIONS) {
    if (accelerator.peakTflops[precision] !== undefined) lines.push(lineFor(accelerator, precision));
  }
}
writeFileSync(join(output, 'training-rates.csv'), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
writeFileSync(join(output, 'training.json'), `${JSON.stringify(sharedFile(), null, 2)}\n`);
console.log(`\n${lines.length} rates written to ${join(output, 'training-rates.csv')}.`);

/** What is said of an accelerator that nobody measured holds whatever was left out. */
function widest(names) {
  const all = names.map((name) => errors[name]);
  return { low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) };
}

function lineFor(accelerator, precision) {
  const own = runs.filter(
    ({ question }) => question.accelerator.id === accelerator.id && question.precision === precision,
  );
  const models = [...new Set(own.map(({ question }) => question.model.name))].sort();
  const sources = [...new Set(own.map(({ source }) => source.split(' ')[0]))].sort();
  return [
    accelerator.id,
    precision,
    productShare(fit, accelerator.id, precision).toFixed(DIGITS),
    own.length > 0 ? 'measured' : 'extrapolated',
    own.length,
    models.join('; '),
    own.length > 0 ? sources.join('; ') : borrowedFrom(accelerator, precision),
  ].join(',');
}

function borrowedFrom(accelerator, precision) {
  const generation = generationOf(accelerator.id);
  const near = ({ question }) => generationOf(question.accelerator.id) === generation;
  const same = ({ question }) => question.precision === precision;
  if (runs.some((run) => near(run) && same(run))) return `borrowed from ${generation} accelerators in ${precision}`;
  if (runs.some(near)) return `borrowed from ${generation} accelerators in 16 bit and others in ${precision}`;
  return `borrowed from accelerators of other generations in ${precision}`;
}

function sharedFile() {
  const rounded = (value) => Number(value.toPrecision(DIGITS));
  return {
    source: `Fitted by scripts/distil/training.mjs on ${runs.length} published throughputs of training-runs.csv, whose rows name their sources and licences.`,
    coefficients: Object.fromEntries(
      Object.entries(coefficientsOf(fit)).map(([name, value]) => [name, rounded(value)]),
    ),
    bands,
  };
}
