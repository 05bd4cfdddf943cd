#!/usr/bin/env node
// Distils config/performance/power.csv: watts of accelerators while they read memory (generating tokens) and while they
// multiply large matrices (prompts, training). Medians over measured kernels.
//
//   npm run build && node scripts/distil/power.mjs --data FOLDER [--output FILE]
//
// FOLDER holds power/gemm_power.csv of ai-dynamo/aiconfigurator, Apache-2.0. The same input gives the same output.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { quantile } from './efficiency-training.mjs';

const ACCELERATORS = {
  h200_sxm: 'nvidia-h200-sxm-141gb',
  b200_sxm: 'nvidia-b200-sxm-180gb',
  gb200: 'nvidia-gb200-186gb',
};
/** A step that generates has few rows; the weights have to be large, or the launch is what was measured. */
const isMemoryBound = ({ m, n, k }) => m <= 128 && n * k >= 16e6;
const isComputeBound = ({ m, n, k }) => m >= 2048 && n >= 2048 && k >= 2048;

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const file = join(options.data, 'power/gemm_power.csv');
const output = options.output ?? fileURLToPath(new URL('../../config/performance/power.csv', import.meta.url));

const text = readFileSync(file, 'utf8');
console.log(`sha256 ${createHash('sha256').update(text).digest('hex')}  power/gemm_power.csv`);
const kernels = parse(text, { columns: true }).map((row) => ({
  acceleratorId: ACCELERATORS[row.system],
  m: Number(row.m),
  n: Number(row.n),
  k: Number(row.k),
  watts: Number(row.power_w),
}));

const lines = Object.values(ACCELERATORS).map((id) => {
  const own = kernels.filter(({ acceleratorId }) => acceleratorId === id);
  const [memory, compute] = [isMemoryBound, isComputeBound].map((kind) => own.filter(kind).map(({ watts }) => watts));
  for (const [name, watts] of [
    ['memory', memory],
    ['compute', compute],
  ]) {
    const band = [0.1, 0.5, 0.9].map((share) => quantile(watts, share).toFixed(0)).join(', ');
    console.log(`${id}, bound by ${name}: ${watts.length} kernels, watts at 10, 50 and 90 %: ${band}`);
  }
  const source = `ai-dynamo/aiconfigurator (Apache-2.0); medians of ${memory.length} and ${compute.length} kernels`;
  return [id, quantile(memory, 0.5).toFixed(0), quantile(compute, 0.5).toFixed(0), source].join(',');
});
writeFileSync(output, `${['accelerator_id,memory_bound_watts,compute_bound_watts,source', ...lines].join('\n')}\n`);
