#!/usr/bin/env node
// Distils config/performance/power.csv: watts of accelerators while they read memory (generating tokens) and while they
// multiply large matrices (prompts, training). Medians over measured kernels, and where there are none over the power
// of whole accelerators while they serve language models.
//
//   npm run build && node scripts/distil/power.mjs --data FOLDER [--output FILE]
//
// FOLDER holds power/gemm_power.csv of ai-dynamo/aiconfigurator, Apache-2.0, and benchmarks/inference.csv.gz, compiled
// from the public sources named in its rows. The same input gives the same output.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { readAccelerators } from '../../dist/src/catalog/index.js';
import { quantile } from './efficiency-quantile.mjs';

/** Names of the systems whose kernels were measured, and ours. */
const ACCELERATORS = {
  h200_sxm: 'nvidia-h200-sxm-141gb',
  b200_sxm: 'nvidia-b200-sxm-180gb',
  gb200: 'nvidia-gb200-186gb',
};
/** A step that generates has few rows; the weights have to be large, or the launch is what was measured. */
const isMemoryBound = ({ m, n, k }) => m <= 128 && n * k >= 16e6;
const isComputeBound = ({ m, n, k }) => m >= 2048 && n >= 2048 && k >= 2048;

/**
 * Who measured the accelerators alone, without their machine, while they served. Others measured at the wall; and
 * ml-energy-v2 states half of what ml-energy-v3 does for the same H100, and of what ALCF does for the same A100.
 */
const SERVED = {
  'nvidia-a100-sxm-40gb': 'alcf-llm-inference-bench',
  'nvidia-h100-sxm-80gb': 'ml-energy-v3',
};
/** Research engines, slower than what accelerators serve with today. */
const ENGINES_LEFT_OUT = ['Deepspeed-MII'];

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const folder = options.data;
const output = options.output ?? fileURLToPath(new URL('../../config/performance/power.csv', import.meta.url));
const limits = new Map(readAccelerators().map(({ id, powerLimitWatts }) => [id, powerLimitWatts]));

function read(file) {
  const bytes = readFileSync(join(folder, file));
  console.log(`sha256 ${createHash('sha256').update(bytes).digest('hex')}  ${file}`);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return parse(text, { columns: true, relax_column_count: true });
}

const kernels = read('power/gemm_power.csv').map((row) => ({
  acceleratorId: ACCELERATORS[row.system],
  m: Number(row.m),
  n: Number(row.n),
  k: Number(row.k),
  watts: Number(row.power_w),
}));
const served = read('benchmarks/inference.csv.gz').filter(
  (row) =>
    row.source_id === SERVED[row.accelerator_id] && row.power_w_total !== '' && !ENGINES_LEFT_OUT.includes(row.engine),
);

const lines = [
  ...Object.keys(SERVED).map((id) => {
    const own = served.filter((row) => row.accelerator_id === id);
    const watts = own.map((row) => Number(row.power_w_total) / Number(row.accel_count));
    const [source] = new Set(own.map((row) => row.source_repo));
    return line(id, medianOf(id, 'serving', watts), '', `${source}; median of ${own.length} serving runs`);
  }),
  ...Object.values(ACCELERATORS).map((id) => {
    const own = kernels.filter(({ acceleratorId }) => acceleratorId === id);
    const [memory, compute] = [isMemoryBound, isComputeBound].map((kind) => own.filter(kind).map(({ watts }) => watts));
    const source = `ai-dynamo/aiconfigurator (Apache-2.0); medians of ${memory.length} and ${compute.length} kernels`;
    return line(id, medianOf(id, 'bound by memory', memory), medianOf(id, 'bound by compute', compute), source);
  }),
];
const header = 'accelerator_id,power_limit_watts,memory_bound_watts,compute_bound_watts,source';
writeFileSync(output, `${[header, ...lines].join('\n')}\n`);

function medianOf(id, what, watts) {
  const band = [0.1, 0.5, 0.9].map((share) => quantile(watts, share).toFixed(0));
  console.log(`${id}, ${what}: ${watts.length} measurements, watts at 10, 50 and 90 %: ${band.join(', ')}`);
  return band[1];
}

function line(id, memory, compute, source) {
  return [id, limits.get(id), memory, compute, source].join(',');
}
