// Reads published throughput figures of accelerators without measured latencies. Used by efficiency.mjs.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/**
 * @typedef {object} ThroughputRow One measured throughput.
 * @property {'static' | 'continuous'} batching one batch from start to end, or requests replaced as they finish
 * @property {import('../../dist/src/catalog/index.js').ModelArchitecture} model
 * @property {string} acceleratorId
 * @property {import('../../dist/src/catalog/index.js').Precision} precision
 * @property {string} source
 * @property {number} tensor
 * @property {number} inputTokens
 * @property {number} outputTokens
 * @property {number | null} concurrency null: as many as memory allows
 * @property {number} requestsPerSecond
 */

/** How the figures of each source came about; the others give neither lengths nor the requests in flight. */
const SOURCES = {
  'alcf-llm-inference-bench': 'static',
  'aws-neuron': 'static',
  'trtllm-perf-overview': 'continuous',
  'tpu-recipes': 'continuous',
  dstack: 'continuous',
};

const PRECISIONS = { fp16: 'bf16', bf16: 'bf16', fp8: 'fp8', fp4: 'fp4', int8: 'int8' };

/** Research engines, slower than what accelerators serve with today. */
const ENGINES_LEFT_OUT = ['Deepspeed', 'Deepspeed-MII'];

/**
 * First ports are left out for the same reason. In ALCF's round of 2024 the MI300X serves a 70B model hardly faster with
 * 256 requests in flight than with 64; the vendor's submission to MLPerf a year later is some ten times as fast.
 */
const FIRST_PORTS = { 'alcf-llm-inference-bench': ['amd-mi300x'] };

/**
 * dstack ran one model in several ways. The others hold two replicas, four accelerators counted as eight, or a
 * quantization that the engine of that time multiplied without the accelerator's 8-bit units.
 */
const DSTACK_WAY = '8xMi300 1FP8-amd';

/** @param {Record<string, string>} record */
function isUsable({ source_id: source, accelerator_id: acceleratorId, engine, quant_scheme: scheme }) {
  if (ENGINES_LEFT_OUT.includes(engine) || scheme.includes('KV Cache')) return false;
  if (FIRST_PORTS[source]?.includes(acceleratorId)) return false;
  return source !== 'dstack' || scheme === DSTACK_WAY;
}

/**
 * @param {string} file inference.csv.gz
 * @param {(name: string) => import('../../dist/src/catalog/index.js').ModelArchitecture | null} findModel
 * @returns {ThroughputRow[]}
 */
export function readThroughputRows(file, findModel) {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  const records = /** @type {Record<string, string>[]} */ (parse(text, { columns: true, relax_column_count: true }));
  return records.flatMap((record) => {
    const batching = SOURCES[record.source_id];
    const precision = PRECISIONS[record.precision];
    const model = findModel(record.model);
    const inputTokens = Number(record.input_len);
    const outputTokens = Number(record.output_len);
    const throughput = Number(record.throughput_total);
    const total = record.metric.startsWith('total_tok_s');
    if (!batching || !precision || !model || !(inputTokens > 0) || !(outputTokens > 0) || !(throughput > 0)) return [];
    if (!total && record.metric !== 'output_tok_s') return [];
    if (!isUsable(record)) return [];
    const concurrency = record.batch_or_concurrency === '' ? null : Number(record.batch_or_concurrency);
    return [
      {
        batching: record.scenario.startsWith('static') ? 'static' : batching,
        model,
        acceleratorId: record.accelerator_id,
        precision,
        source: record.source_repo.split(' ')[0],
        tensor: Number(record.accel_count),
        inputTokens,
        outputTokens,
        concurrency,
        requestsPerSecond: throughput / (total ? inputTokens + outputTokens : outputTokens),
      },
    ];
  });
}
