// What is kept of the measured kernels, table by table. Used by operations.mjs.
//
// Engines are not told apart: what is kept is the fastest kernel that any of them has for a shape, since they take each
// other's within months, and since some were measured with kernels that they do not serve with. What engines add around
// their kernels is fitted on whole serving runs.

import { readAccelerators } from '../../dist/src/catalog/index.js';

/** Names of the measured systems, and ours. */
export const SYSTEMS = {
  a100_sxm: 'nvidia-a100-sxm-80gb',
  l40s: 'nvidia-l40s',
  h100_sxm: 'nvidia-h100-sxm-80gb',
  h200_sxm: 'nvidia-h200-sxm-141gb',
  b200_sxm: 'nvidia-b200-sxm-180gb',
  b300_sxm: 'nvidia-b300-sxm-270gb',
  gb200: 'nvidia-gb200-186gb',
  gb300: 'nvidia-gb300-279gb',
  rtx_pro_6000_server: 'nvidia-rtx-pro-6000-bse',
};

const accelerators = new Map(readAccelerators().map((accelerator) => [accelerator.id, accelerator]));
for (const id of Object.values(SYSTEMS)) if (!accelerators.has(id)) throw new Error(`${id} is not in the catalog.`);

const TOKENS = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
const WIDTHS = [128, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536];
const BATCHES = [1, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
const CONTEXTS = [128, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];
const PROMPTS = [16, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];
const HEADS = [1, 2, 4, 8, 16, 32, 64, 96];
const EXPERT_TOKENS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

const list = (values) => values.join(', ');
const systems = `system IN (${list(Object.keys(SYSTEMS).map((name) => `'${name}'`))})`;
/** Milliseconds as microseconds with three significant digits: kernels repeat to about a per cent. */
const cell = (milliseconds) => (milliseconds === undefined ? '' : String(Number((milliseconds * 1000).toPrecision(3))));
/** Measured at the token before a power of two: `step` counts those that are in the cache already. */
const step = (context) => context - 1;

/**
 * One line per combination of `keys`, its cells the latencies over the values of the last axis; lines that have none
 * are left out.
 */
function pivot(rows, keys, axis, values, floor = () => 0) {
  /** @type {Map<string, Map<number, number>>} */
  const lines = new Map();
  for (const row of rows) {
    const key = keys.map((name) => (name === 'system' ? SYSTEMS[row.system] : row[name])).join(',');
    if (!lines.has(key)) lines.set(key, new Map());
    lines.get(key).set(Number(row[axis]), Math.max(row.latency, floor(row)));
  }
  return [...lines]
    .map(([key, cells]) => `${key},${values.map((value) => cell(cells.get(value))).join(',')}`)
    .sort((one, other) => (one < other ? -1 : 1));
}

/** Milliseconds in which memory alone could deliver so many bytes. */
const reading = ({ system }, bytes) => bytes / (accelerators.get(SYSTEMS[system]).memoryBandwidthGBps * 1e6);
const multiplying = ({ system }, flops) => flops / (accelerators.get(SYSTEMS[system]).peakTflops.bf16 * 1e9);

export const TABLES = [
  {
    file: 'gemm.parquet',
    output: 'products.csv',
    columns: ['accelerator_id', 'format', 'n', 'k', ...TOKENS.map((tokens) => `us_m${tokens}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, gemm_dtype AS format, n, k, m, min(latency) AS latency FROM ${from}
          WHERE ${systems} AND m IN (${list(TOKENS)}) AND n IN (${list(WIDTHS)}) AND k IN (${list(WIDTHS)})
            AND gemm_dtype IN ('bfloat16', 'fp8', 'fp8_block', 'nvfp4')
          GROUP BY system, format, n, k, m`),
        ['system', 'format', 'n', 'k'],
        'm',
        TOKENS,
      ),
  },
  {
    // vLLM's are left out: at large batches and contexts they are several times faster than memory can be read.
    file: 'generation_attention.parquet',
    output: 'generation-attention.csv',
    columns: ['accelerator_id', 'head_dim', 'kv_heads', 'heads', 'batch', ...CONTEXTS.map((length) => `us_c${length}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, head_dim, num_key_value_heads AS kv_heads, num_heads AS heads, batch_size AS batch,
            step + 1 AS context, min(latency) AS latency FROM ${from}
          WHERE ${systems} AND framework != 'VLLM' AND kv_cache_dtype = 'bfloat16' AND head_dim IN (64, 128, 256)
            AND num_key_value_heads IN (1, 2, 4, 8) AND num_heads IN (${list(HEADS)})
            AND batch_size IN (${list(BATCHES)}) AND step IN (${list(CONTEXTS.map(step))})
          GROUP BY system, head_dim, kv_heads, heads, batch, context`),
        ['system', 'head_dim', 'kv_heads', 'heads', 'batch'],
        'context',
        CONTEXTS,
        (row) => reading(row, row.batch * row.kv_heads * row.head_dim * 2 * 2 * row.context),
      ),
  },
  {
    file: 'context_attention.parquet',
    output: 'prompt-attention.csv',
    columns: ['accelerator_id', 'head_dim', 'heads', ...PROMPTS.map((length) => `us_l${length}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, head_dim, num_heads AS heads, isl, min(latency) AS latency FROM ${from}
          WHERE ${systems} AND attn_dtype = 'bfloat16' AND batch_size = 1 AND head_dim IN (64, 128, 256)
            AND num_heads IN (${list(HEADS)}) AND isl IN (${list(PROMPTS)})
          GROUP BY system, head_dim, heads, isl`),
        ['system', 'head_dim', 'heads'],
        'isl',
        PROMPTS,
        (row) => multiplying(row, 2 * row.isl * row.isl * row.heads * row.head_dim),
      ),
  },
  {
    file: 'mla_generation_module.parquet',
    output: 'latent-generation.csv',
    columns: ['accelerator_id', 'format', 'heads', 'batch', ...CONTEXTS.map((length) => `us_c${length}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, gemm_type AS format, num_heads AS heads, batch_size AS batch, step AS context,
            min(latency) AS latency FROM ${from}
          WHERE ${systems} AND batch_size IN (${list(BATCHES)}) AND step IN (${list(CONTEXTS)})
          GROUP BY system, format, heads, batch, context`),
        ['system', 'format', 'heads', 'batch'],
        'context',
        CONTEXTS,
      ),
  },
  {
    file: 'mla_context_module.parquet',
    output: 'latent-prompt.csv',
    columns: ['accelerator_id', 'format', 'heads', ...PROMPTS.map((length) => `us_l${length}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, gemm_type AS format, num_heads AS heads, isl, min(latency) AS latency FROM ${from}
          WHERE ${systems} AND batch_size = 1 AND isl IN (${list(PROMPTS)})
          GROUP BY system, format, heads, isl`),
        ['system', 'format', 'heads'],
        'isl',
        PROMPTS,
      ),
  },
  {
    file: 'moe.parquet',
    output: 'experts.csv',
    columns: [
      ...['accelerator_id', 'format', 'hidden', 'inner', 'per_token', 'experts', 'tensor', 'expert_parallel'],
      ...EXPERT_TOKENS.map((tokens) => `us_t${tokens}`),
    ],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, moe_dtype AS format, hidden_size AS hidden, inter_size AS inner, topk AS per_token,
            num_experts AS experts, moe_tp_size AS tensor, moe_ep_size AS expert_parallel, num_tokens,
            min(latency) AS latency FROM ${from}
          WHERE ${systems} AND distribution = 'power_law_1.01' AND num_tokens IN (${list(EXPERT_TOKENS)})
            AND moe_tp_size * moe_ep_size <= 64
          GROUP BY system, format, hidden, inner, per_token, experts, tensor, expert_parallel, num_tokens`),
        ['system', 'format', 'hidden', 'inner', 'per_token', 'experts', 'tensor', 'expert_parallel'],
        'num_tokens',
        EXPERT_TOKENS,
      ),
  },
  {
    // Recorded in a graph, as engines run it; launched one by one it takes ten times as long.
    file: 'custom_allreduce.parquet',
    output: 'all-reduce.csv',
    columns: ['accelerator_id', 'accelerators', ...messages().map((bytes) => `us_b${bytes}`)],
    lines: (ask, from) =>
      pivot(
        ask(`SELECT system, num_gpus AS accelerators, message_size, min(latency) AS latency FROM ${from}
          WHERE ${systems} AND NOT endsWith(kernel_source, 'eager')
          GROUP BY system, accelerators, message_size`),
        ['system', 'accelerators'],
        'message_size',
        messages(),
      ),
  },
];

/** Bytes, from 128 to 512 MiB by fours. */
function messages() {
  return Array.from({ length: 12 }, (_, index) => 128 * 4 ** index);
}
