#!/usr/bin/env node
// How far our serving predictions and those of another tool are off the same measured runs, side by side.
//
//   npm run build && node bench/serving-peer.mjs --runs RUNS.csv --peer PREDICTED.csv [--json]
//
// RUNS.csv has the columns that `pennywatt evaluate serving` reads, PREDICTED.csv those that
// bench/peers/aiconfigurator/predict.py writes of it (row, ttft_ms, tpot_ms, note; the first row after the header is 1).
// A run that several rows describe counts once, at the median. Ours come twice: learnt from the runs of RUNS.csv whose
// model and accelerator are another pair (five folds), and with the tables that ship, which may hold the very runs.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { crossCheckGroups } from '../dist/src/performance/calibration/cross-check.js';
import { scores } from '../dist/src/performance/evaluation/evaluation.js';
import { measuredRow } from '../dist/src/performance/evaluation/measured-columns.js';
import { catalogNames } from '../dist/src/performance/evaluation/names.js';
import { runOfRow } from '../dist/src/performance/evaluation/run-of-row.js';
import { shippedOperations } from '../dist/src/performance/operations/shipped-operations.js';
import { shippedServingModel } from '../dist/src/performance/serving/shipped-learnt.js';

const { values: options } = parseArgs({
  options: { runs: { type: 'string' }, peer: { type: 'string' }, json: { type: 'boolean', default: false } },
});
if (options.runs === undefined || options.peer === undefined) {
  throw new Error('Give the measured runs and what the other tool predicts of them: --runs FILE --peer FILE.');
}

const records = parse(readFileSync(options.runs), { columns: true });
const peers = new Map(parse(readFileSync(options.peer), { columns: true }).map((line) => [Number(line.row), line]));
const runs = distinctRuns();
const unseen = new Map(
  crossCheckGroups(runs, ({ model, run }) => `${model}|${run.accelerator.id}`, shippedOperations()).map(
    ({ measured, predicted }) => [measured, predicted],
  ),
);
const shipped = shippedServingModel();
const compared = runs.map((measured) => ({
  labels: measured.labels,
  outputTokens: measured.run.outputTokens,
  measured,
  ours: unseen.get(measured),
  shipped: shipped(measured.run)?.(measured.run.concurrency) ?? null,
  peer: measured.peer.length === 0 ? null : timesOf(measured.peer),
}));
const both = compared.filter(({ ours, peer }) => ours !== null && peer !== null);

const groups = [
  ['all', () => 'all'],
  ['mode', ({ labels }) => labels.mode],
  ['accelerator', ({ labels }) => labels.accelerator],
  ['engine', ({ labels }) => labels.engine],
  ['precision', ({ labels }) => labels.precision],
  ['model', ({ labels }) => labels.model],
];
const report = {
  rows: records.length,
  runs: runs.length,
  predictedByUs: compared.filter(({ ours }) => ours !== null).length,
  predictedByPeer: compared.filter(({ peer }) => peer !== null).length,
  predictedByBoth: both.length,
  peerDidNot: reasons(),
  groups: Object.fromEntries(groups.map(([name, of]) => [name, grouped(of)])),
};
if (options.json) console.log(JSON.stringify(report, null, 2));
else print(report);

/** The different runs that rows describe, at the median of what was measured of each, with the peer's predictions. */
function distinctRuns() {
  const names = catalogNames();
  const found = new Map();
  records.forEach((record, index) => {
    const row = measuredRow.parse(record);
    const run = runOfRow(row, names);
    if (typeof run === 'string') return;
    const { model, accelerator, pipeline, ...rest } = run;
    const key = JSON.stringify([row.model, model.name, accelerator.id, pipeline.stages, rest]);
    const labels = {
      model: row.model,
      accelerator: row.accelerator,
      engine: row.engine,
      precision: row.weight_precision || 'not stated',
      mode: row.mode ?? 'aggregated',
    };
    const known = found.get(key) ?? { model: row.model, labels, run, measured: [], peer: [] };
    known.measured.push(row);
    const predicted = peers.get(index + 1);
    if (predicted?.tpot_ms) known.peer.push(predicted);
    found.set(key, known);
  });
  return [...found.values()].map((run) => ({ ...run, ...timesOf(run.measured) }));
}

function timesOf(lines) {
  const seconds = (column) => median(lines.map((line) => Number(line[column]))) / 1000;
  return { ttftSeconds: seconds('ttft_ms'), tpotSeconds: seconds('tpot_ms') };
}

function grouped(labelOf) {
  const members = new Map();
  for (const run of compared) members.set(labelOf(run), [...(members.get(labelOf(run)) ?? []), run]);
  return Object.fromEntries(
    [...members]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([label, of]) => {
        const shared = of.filter((run) => both.includes(run));
        const scored = (whose) =>
          scoresOf(
            shared.filter((run) => run[whose] !== null),
            whose,
          );
        return [
          label,
          {
            runs: of.length,
            both: shared.length,
            ours: scored('ours'),
            shipped: scored('shipped'),
            peer: scored('peer'),
          },
        ];
      }),
  );
}

/** Median and mean errors in per cent of what was measured. */
function scoresOf(of, whose) {
  const evaluated = of.map((run) => ({
    ...run,
    predicted: { ...run[whose], ttftFactor: 1, tpotFactor: 1, requestFactor: 1 },
  }));
  return Object.fromEntries(
    Object.entries(scores(evaluated)).map(([figure, score]) => [
      figure,
      { median: score.medianAbsolutePercentageError, mean: score.meanAbsolutePercentageError },
    ]),
  );
}

/** Why the peer predicted no row, without the sizes that make each sentence its own. */
function reasons() {
  const counted = new Map();
  for (const { ttft_ms: ttft, note } of peers.values()) {
    if (ttft !== '') continue;
    const reason = note
      .replace(/'[^']*'/gu, '…')
      .replace(/ at \/.*| was found for .*|[.(].*/u, '')
      .replace(/\d+/gu, 'N')
      .trim();
    counted.set(reason, (counted.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counted].sort(([, one], [, other]) => other - one));
}

function print({ groups: found, peerDidNot, ...counts }) {
  console.log(JSON.stringify(counts));
  console.log('rows that the peer did not predict:', peerDidNot);
  for (const [name, of] of Object.entries(found)) {
    console.log(`\nby ${name}: error in % of what was measured, median / mean`);
    console.log(
      [
        ''.padEnd(36),
        '  both of   runs',
        ...['ttft', 'tpot', 'tokens/s'].flatMap((figure) =>
          ['ours', 'shipped', 'peer'].map((whose) => `${figure} ${whose}`.padStart(17)),
        ),
      ].join(''),
    );
    for (const [label, { runs: all, both: shared, ...scored }] of Object.entries(of)) {
      const cells = ['ttft', 'tpot', 'throughput'].flatMap((figure) =>
        ['ours', 'shipped', 'peer'].map((whose) => pair(scored[whose][figure]).padStart(17)),
      );
      console.log([label.padEnd(36), String(shared).padStart(9), String(all).padStart(7), ...cells].join(''));
    }
  }
}

function pair({ median: middle, mean }) {
  return middle === null ? '-' : `${middle.toFixed(1)} / ${mean.toFixed(1)}`;
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
