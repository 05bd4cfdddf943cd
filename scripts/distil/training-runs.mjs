#!/usr/bin/env node
// Distils published training throughputs into config/performance/training-runs.csv: what was trained, on what, laid out
// how, and how many tokens a second each accelerator worked off. The training model is fitted on these rows by
// training.mjs. Prints checksums of the input and how many rows were taken of each source.
//
//   node scripts/distil/training-runs.mjs --data FOLDER [--output FILE]
//
// FOLDER holds benchmarks/training.csv, compiled from the public sources named in its rows. The same input gives the
// same output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { runOf } from './training-run-readers.mjs';

const COLUMNS = [
  'id',
  'model',
  'method',
  'accelerator_id',
  'precision',
  'accelerators',
  'accelerators_per_node',
  'inter_node_gbps',
  'sequence_tokens',
  'global_batch_sequences',
  'tensor',
  'pipeline',
  'context',
  'expert',
  'chunks',
  'micro_batch_sequences',
  'zero_stage',
  'recomputation',
  'tokens_per_second_per_accelerator',
  'source',
  'licence',
];

const NEWEST_LISTINGS = 3;

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const output = options.output ?? fileURLToPath(new URL('../../config/performance/training-runs.csv', import.meta.url));

const text = readFileSync(join(options.data, 'benchmarks/training.csv'), 'utf8');
console.log(`sha256 ${createHash('sha256').update(text).digest('hex')}  benchmarks/training.csv`);
const records = /** @type {Record<string, string>[]} */ (parse(text, { columns: true }));
const runs = current(records.flatMap((record) => runOf(record) ?? []));

const lines = runs.map((run) => COLUMNS.map((column) => quoted(run[column] ?? '')).join(','));
writeFileSync(output, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
for (const source of [...new Set(records.map((record) => record.source_id))].sort()) {
  const ids = new Set(records.filter((record) => record.source_id === source).map((record) => record.row_id));
  console.log(`${source}: ${runs.filter(({ id }) => ids.has(id)).length} of ${ids.size} rows`);
}
console.log(`${lines.length} rows written to ${output}.`);

/**
 * Of a source that lists many releases of its software, the newest first, three listings of the same: a user runs what
 * is current, and an old release says nothing of it.
 */
function current(all) {
  const seen = new Map();
  return all.filter((run) => {
    if (!run.source.startsWith('NVIDIA-NeMo/Megatron-Bridge')) return true;
    const key = [run.model, run.method, run.accelerator_id, run.precision, run.accelerators].join(' ');
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen.get(key) <= NEWEST_LISTINGS;
  });
}

function quoted(cell) {
  const value = String(cell);
  return /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
