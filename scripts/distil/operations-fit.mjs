// How far looking operations up in the thinned tables is off the fastest measured kernel, over sizes that are mostly not
// in them. Used by operations.mjs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secondsAt } from '../../dist/src/performance/operations/grid.js';
import { readOperationTables } from '../../dist/src/performance/operations/operation-tables.js';
import { SYSTEMS } from './operations-tables.mjs';

/** One in so many sizes is looked up. */
const EVERY = 20;

const CHECKS = [
  {
    name: 'products',
    file: 'gemm.parquet',
    by: ['gemm_dtype'],
    sizes: ['n', 'k', 'm'],
    where: "gemm_dtype IN ('bfloat16', 'fp8', 'fp8_block', 'nvfp4') AND n >= 128 AND k >= 128",
  },
  {
    name: 'generationAttention',
    file: 'generation_attention.parquet',
    by: ['head_dim', 'num_key_value_heads'],
    sizes: ['num_heads', 'batch_size', 'step + 1'],
    where:
      "framework != 'VLLM' AND kv_cache_dtype = 'bfloat16' AND head_dim IN (64, 128, 256) AND num_key_value_heads IN (1, 2, 4, 8)",
  },
  {
    name: 'promptAttention',
    file: 'context_attention.parquet',
    by: ['head_dim'],
    sizes: ['num_heads', 'isl'],
    where: "attn_dtype = 'bfloat16' AND batch_size = 1 AND head_dim IN (64, 128, 256)",
  },
  {
    name: 'latentGeneration',
    file: 'mla_generation_module.parquet',
    by: ['gemm_type'],
    sizes: ['num_heads', 'batch_size', 'step'],
    where: '1',
  },
  {
    name: 'latentPrompt',
    file: 'mla_context_module.parquet',
    by: ['gemm_type'],
    sizes: ['num_heads', 'isl'],
    where: 'batch_size = 1',
  },
];

/**
 * Lines to print, one per accelerator, operation and format.
 *
 * @param {(query: string) => Record<string, string | number>[]} ask
 * @param {string} kernels folder of the measured kernels
 * @param {string} folder of the distilled tables
 */
export function fits(ask, kernels, folder) {
  const tables = readOperationTables((file) => readFileSync(join(folder, file), 'utf8'));
  const lines = [`Off the fastest measured kernel, over one in ${EVERY} sizes: median, nine in ten within, mean.`];
  for (const { name, file, by, sizes, where } of CHECKS) {
    const columns = sizes.map((size, index) => `${size} AS size${index}`);
    const rows = ask(`SELECT system, ${[...by, ...columns].join(', ')}, min(latency) AS latency
      FROM file('${join(kernels, file)}', 'Parquet')
      WHERE system IN (${Object.keys(SYSTEMS).map((system) => `'${system}'`)}) AND ${where}
        AND cityHash64(${sizes.join(', ')}) % ${EVERY} = 0
      GROUP BY system, ${[...by, ...sizes.map((_, index) => `size${index}`)].join(', ')}`);
    const errors = new Map();
    for (const row of rows) {
      const key = [SYSTEMS[row.system], ...by.map((column) => row[column])].join('|');
      const grid = tables[name].get(key);
      if (grid === undefined) continue;
      const seconds = secondsAt(grid, ...sizes.map((_, index) => Number(row[`size${index}`])));
      const known = errors.get(key) ?? [];
      known.push(100 * Math.abs((seconds * 1000) / row.latency - 1));
      errors.set(key, known);
    }
    for (const [key, of] of [...errors].sort(([one], [other]) => (one < other ? -1 : 1)))
      lines.push(line(name, key, of));
  }
  return lines;
}

function line(name, key, errors) {
  const sorted = [...errors].sort((one, other) => one - other);
  const quantile = (share) => sorted[Math.floor(share * (sorted.length - 1))];
  const mean = sorted.reduce((sum, error) => sum + error, 0) / sorted.length;
  const figures = [quantile(0.5), quantile(0.9), mean].map((error) => `${error.toFixed(1)} %`);
  return `  ${name} ${key.replaceAll('|', ' ')}: ${sorted.length} sizes, ${figures.join(', ')}`;
}
