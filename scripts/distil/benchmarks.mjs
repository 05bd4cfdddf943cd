#!/usr/bin/env node
// Distils config/benchmarks/inference.csv and training.csv: measurements that anchor what we predict.
//
//   npm run build && node scripts/distil/benchmarks.mjs --data FOLDER [--output FOLDER]
//
// FOLDER holds benchmarks/inference.csv.gz and benchmarks/training.csv, compiled from the public repositories named in
// their rows. Kept are rows of repositories whose licence lets figures be passed on, at most two of each accelerator,
// model, precision and source (the fastest, and the fastest whose power or energy was published). The same input gives
// the same output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { findModel, readAccelerators } from '../../dist/src/catalog/index.js';
import { licenceOf } from './benchmarks-licences.mjs';
import { toCsv } from './prices-csv.mjs';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const folder = options.output ?? fileURLToPath(new URL('../../config/benchmarks', import.meta.url));
const accelerators = new Set(readAccelerators().map(({ id }) => id));

/** The compilation took one size of memory for an accelerator that comes in several; its source does not say which. */
const isUnsure = (row) => row.source_id === 'ml-energy-legacy';

/** As MLCommons asks that its results be cited: with the sign of the mark and, of inference, the division. */
function roundOf({ benchmark_round: round, source_path: path }) {
  if (!round.startsWith('MLPerf ')) return round;
  const division = /^(?:[.]\/)?(closed|open)\//.exec(path)?.[1];
  const name = round.replace('MLPerf ', 'MLPerf™ ');
  return division === undefined ? name : `${name} ${division === 'open' ? 'Open' : 'Closed'}`;
}

/** Unbatched runs of 2023 say little of accelerators with better measurements, and all that is known of others. */
const isOutdated = (row) => row.source_id === 'ml-energy-legacy' && !row.accelerator_id.startsWith('nvidia-v100');

/** Column of ours → how it is read. The names as published stand beside those of the catalog. */
const SHARED = {
  id: (row) => row.row_id,
  model: (row) => findModel(row.model)?.name,
  published_model: (row) => row.model,
  accelerator: (row) => (accelerators.has(row.accelerator_id) && !isUnsure(row) ? row.accelerator_id : null),
  published_accelerator: (row) => row.accelerator_raw,
  accelerator_count: (row) => row.accel_count,
  nodes: (row) => row.nodes,
  precision: (row) => row.precision,
};
const PROVENANCE = {
  power_watts: (row) => row.power_w_total,
  power_scope: (row) => row.power_scope,
  derivation: (row) => row.derived,
  submitter: (row) => row.submitter,
  round: roundOf,
  result_id: (row) => row.result_id,
  source: (row) => `${row.source_repo.split(' ')[0]} ${row.source_path}@${row.source_commit.slice(0, 12)}`,
  licence: licenceOf,
};
const INFERENCE = {
  ...SHARED,
  engine: (row) => row.engine,
  scenario: (row) => row.scenario,
  input_tokens: (row) => row.input_len,
  output_tokens: (row) => row.output_len,
  batch_or_concurrency: (row) => row.batch_or_concurrency,
  throughput_per_second: (row) => row.throughput_total,
  throughput_unit: (row) => row.metric,
  output_tokens_per_second: (row) => row.output_tok_s_total,
  ttft_ms: (row) => row.ttft_ms,
  tpot_ms: (row) => row.tpot_ms,
  energy: (row) => row.energy_value,
  energy_unit: (row) => row.energy_unit,
  ...PROVENANCE,
};
const TRAINING = {
  ...SHARED,
  task: (row) => row.task,
  sequence_tokens: (row) => row.seq_len,
  global_batch: (row) => row.global_batch,
  tokens_per_second: (row) => row.tokens_s_total,
  samples_per_second: (row) => row.samples_s_total,
  tflops_per_accelerator: (row) => row.tflops_per_accel,
  mfu_percent: (row) => row.mfu_pct,
  time_to_train_minutes: (row) => row.time_to_train_min,
  energy_kwh: (row) => row.energy_kwh,
  ...PROVENANCE,
};

const speedOf = (row) => Number(row.throughput_per_accel ?? (row.tokens_s_per_accel || row.tflops_per_accel || 0));
const hasPower = (row) => row.power_w_total !== '' || (row.energy_value ?? row.energy_kwh) !== '';

/** The fastest row of a kind, and the fastest with power or energy. */
function anchorsOf(rows) {
  const fastestFirst = rows.toSorted((a, b) => speedOf(b) - speedOf(a) || a.row_id.localeCompare(b.row_id));
  return new Set([fastestFirst[0], fastestFirst.find(hasPower)].filter((row) => row !== undefined));
}

function distil(name, bytes, columns) {
  console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const known = parse(text, { columns: true }).filter(
    (row) =>
      licenceOf(row) !== undefined &&
      row.accelerator_id !== 'heterogeneous' &&
      row.source_repo !== '' &&
      !isOutdated(row),
  );
  const kinds = new Map();
  for (const row of known) {
    const key = [row.accelerator_id, row.model, row.precision, row.source_id, row.metric ?? row.task].join('|');
    kinds.set(key, [...(kinds.get(key) ?? []), row]);
  }
  return [...kinds.values()]
    .flatMap((rows) => [...anchorsOf(rows)])
    .toSorted((a, b) => a.row_id.localeCompare(b.row_id))
    .map((row) => Object.values(columns).map((read) => read(row)));
}

for (const [input, file, columns] of [
  ['benchmarks/inference.csv.gz', 'inference.csv', INFERENCE],
  ['benchmarks/training.csv', 'training.csv', TRAINING],
]) {
  const rows = distil(input, readFileSync(join(options.data, input)), columns);
  writeFileSync(join(folder, file), toCsv(Object.keys(columns), rows));
  console.log(`${rows.length} rows written to ${file}`);
}
