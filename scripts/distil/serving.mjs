#!/usr/bin/env node
// Distils config/performance/serving-runs.csv and serving.json: measured serving runs, what they teach of engines, and
// how far predictions of runs that were left out are off. Prints checksums, what was left out and these errors.
//
//   npm run performance:distil -- --data FOLDER [--output FOLDER]
//
// FOLDER holds serving_measurements.csv of ai-dynamo/aiconfigurator (Apache-2.0). The operations that predictions are
// made of are those of the checkout. The same input gives the same output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { crossCheckGroups, crossCheckRows, widthsFrom } from '../../dist/src/performance/calibration/cross-check.js';
import { learnFromRuns } from '../../dist/src/performance/calibration/learn.js';
import { measuredRow } from '../../dist/src/performance/evaluation/measured-columns.js';
import { catalogNames } from '../../dist/src/performance/evaluation/names.js';
import { runOfRow } from '../../dist/src/performance/evaluation/run-of-row.js';
import { shippedOperations } from '../../dist/src/performance/operations/shipped-operations.js';
import { printScores } from './serving-scores.mjs';

const COLUMNS = [
  ...['model', 'shapes', 'accelerator_id', 'engine', 'precision', 'expert_precision'],
  ...['tensor', 'attention_copies', 'expert_tensor', 'expert_parallel'],
  ...['prompt_tensor', 'prompt_copies', 'prompt_expert_tensor', 'prompt_expert_parallel'],
  ...['prompt_workers', 'generation_workers', 'workers_known', 'input_tokens', 'output_tokens', 'concurrency'],
  ...['ttft_ms', 'tpot_ms', 'run_tpot', 'run_ttft', 'kind_tpot', 'kind_ttft', 'source'],
];

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const output = options.output ?? fileURLToPath(new URL('../../config/performance/', import.meta.url));

const bytes = readFileSync(join(options.data, 'serving_measurements.csv'));
console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}  serving_measurements.csv`);
const names = catalogNames();
const leftOut = new Map();
const byRun = new Map();
const records = parse(bytes, { columns: true });
for (const record of records) {
  const row = measuredRow.parse(record);
  const run = runOfRow(row, names);
  if (typeof run === 'string') {
    leftOut.set(run, (leftOut.get(run) ?? 0) + 1);
    continue;
  }
  const key = cellsOf({ model: row.model, run }).join(',');
  const known = byRun.get(key) ?? { model: row.model, run, ttft: [], tpot: [] };
  known.ttft.push(row.ttft_ms);
  known.tpot.push(row.tpot_ms);
  byRun.set(key, known);
}
// A run that was measured several times counts once, at the median.
const runs = [...byRun.values()].map(({ model, run, ttft, tpot }) => ({
  model,
  run,
  ttftSeconds: median(ttft) / 1000,
  tpotSeconds: median(tpot) / 1000,
}));
console.log(`${records.length} rows, ${runs.length} different runs; left out:`, Object.fromEntries(leftOut));

const tables = shippedOperations();
const groupOf = ({ model, run }) => `${model}|${run.accelerator.id}`;
const unseen = crossCheckGroups(runs, groupOf, tables);
const between = crossCheckRows(runs, tables);
const widths = rounded(widthsFrom([...unseen, ...between]));
console.log('\nModel and accelerator never seen together:');
printScores(unseen, widths);
console.log('\nEvery fifth run left out:');
printScores(between, widths);

const learnt = learnFromRuns(runs, tables);
const kinds = new Map(learnt.points.kinds.map((point) => [point.place, point]));
const weights = new Map(learnt.points.runs.map((point) => [point.place, point]));
const places = learnt.places;
const lines = runs.map((measured, index) => {
  const place = places[index];
  const run = weights.get(place);
  const kind = kinds.get(place);
  return [
    ...cellsOf(measured),
    ...[measured.ttftSeconds * 1000, measured.tpotSeconds * 1000].map((ms) => Number(ms.toPrecision(6))),
    ...[run?.tpot ?? 0, run?.ttft ?? 0].map(short),
    ...(kind ? [kind.tpot, kind.ttft].map(short) : ['', '']),
    'ai-dynamo/aiconfigurator',
  ].join(',');
});
writeFileSync(join(output, 'serving-runs.csv'), `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
const fit = {
  source:
    `Learnt by scripts/distil/serving.mjs from ${runs.length} runs of serving_measurements.csv of ` +
    'ai-dynamo/aiconfigurator (Apache-2.0), over the operations in operations/.',
  coefficients: rounded(learnt.coefficients),
  widths,
};
writeFileSync(join(output, 'serving.json'), `${JSON.stringify(fit, null, 2)}\n`);
console.log(`\n${lines.length} lines written to serving-runs.csv.`);

function cellsOf({ model, run }) {
  const { layout, prompts } = run;
  const parts = ({ tensor, attentionCopies, expertTensor, expertParallel }) => [
    tensor,
    attentionCopies,
    expertTensor,
    expertParallel,
  ];
  return [
    ...[model, run.model.name, run.accelerator.id, run.engine, run.precision, run.expertPrecision],
    ...parts(layout),
    ...(prompts === null ? ['', '', '', '', '', '', ''] : parts(prompts.layout)),
    ...(prompts === null ? [] : [prompts.workers, prompts.generationWorkers, prompts.known ? 'yes' : 'no']),
    ...[run.inputTokens, run.outputTokens, run.concurrency],
  ];
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function short(value) {
  return Number(value.toPrecision(5));
}

function rounded(value) {
  if (typeof value === 'number') return Number(value.toPrecision(4));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
}
