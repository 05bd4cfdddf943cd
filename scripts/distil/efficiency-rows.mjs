// Reads measured serving runs into the form that the fit wants. Used by efficiency.mjs.

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/**
 * @typedef {object} ServingRow One measured operating point.
 * @property {import('../../dist/src/catalog/index.js').ModelArchitecture} model
 * @property {string} acceleratorId
 * @property {import('../../dist/src/catalog/index.js').Precision} precision
 * @property {string} engine
 * @property {number} tensor accelerators of the replica, all in one tensor-parallel group
 * @property {number} inputTokens
 * @property {number} outputTokens
 * @property {number} concurrency requests in flight
 * @property {number} ttftSeconds
 * @property {number} tpotSeconds
 */

/** Names of the measured systems and ours. GB300 and B60 have no aggregated rows. */
const ACCELERATORS = {
  h100_sxm: 'nvidia-h100-sxm-80gb',
  h200_sxm: 'nvidia-h200-sxm-141gb',
  b200_sxm: 'nvidia-b200-sxm-180gb',
  b300_sxm: 'nvidia-b300-sxm-270gb',
  gb200: 'nvidia-gb200-186gb',
};

const PRECISIONS = { '': 'bf16', bf16: 'bf16', fp8: 'fp8', fp8_block: 'fp8', nvfp4: 'fp4', int4_wo: 'int4' };

/** Quantized by others than their publisher: the same shapes. */
const SAME_SHAPES = {
  'nvidia/DeepSeek-R1-NVFP4': 'deepseek-ai/DeepSeek-R1',
  'nvidia/DeepSeek-V3.1-NVFP4': 'deepseek-ai/DeepSeek-V3',
  'nvidia/Qwen3-32B-NVFP4': 'Qwen/Qwen3-32B',
};

/**
 * Accelerators of a row. Where a run used tensor and expert parallelism over the same accelerators, the table has
 * their product (64 for "tp8_ep8" on eight), as the names of the rows tell; these are put right here.
 *
 * @param {Record<string, string>} row
 * @returns {{accelerators: number, attentionCopies: number}}
 */
function acceleratorsOf(row) {
  const tensor = Number(row.tensor_parallel);
  const copies = Number(row.attention_data_parallel || 1);
  const expert = Number(row.moe_expert_parallel || 1);
  const expertTensor = Number(row.moe_tensor_parallel || 1);
  if (row.attention_data_parallel !== '' && expert > 1 && expert === expertTensor) {
    return { accelerators: expert, attentionCopies: copies > 1 ? expert : 1 };
  }
  if (copies > 1 && copies === tensor && expert === tensor * copies) {
    return { accelerators: tensor, attentionCopies: copies };
  }
  return { accelerators: tensor * Math.max(1, copies), attentionCopies: Math.max(1, copies) };
}

/**
 * @param {string} file serving_measurements.csv
 * @param {(name: string) => import('../../dist/src/catalog/index.js').ModelArchitecture | null} findModel
 * @returns {{rows: ServingRow[], leftOut: Record<string, number>}}
 */
export function readServingRows(file, findModel) {
  const records = /** @type {Record<string, string>[]} */ (parse(readFileSync(file, 'utf8'), { columns: true }));
  /** @type {Record<string, number>} */
  const leftOut = {};
  const leave = (/** @type {string} */ reason) => void (leftOut[reason] = (leftOut[reason] ?? 0) + 1);
  const seen = new Set();
  /** @type {ServingRow[]} */
  const rows = [];
  for (const record of records) {
    if (record.mode !== 'aggregated') {
      leave('prefill and decode on different accelerators');
      continue;
    }
    const acceleratorId = ACCELERATORS[record.accelerator];
    const precision = PRECISIONS[record.weight_precision];
    const model = findModel(SAME_SHAPES[record.model] ?? record.model);
    if (!acceleratorId || !precision || !model) {
      leave(
        `unknown accelerator, precision or model: ${record.accelerator}, ${record.weight_precision}, ${record.model}`,
      );
      continue;
    }
    if (record.attention_data_parallel === '0') {
      leave('layout written as zeros');
      continue;
    }
    const { accelerators, attentionCopies } = acceleratorsOf(record);
    if (attentionCopies > 1) {
      leave('attention copied on every accelerator: not a layout of ours yet');
      continue;
    }
    if (accelerators > 16) {
      leave('experts spread over more accelerators than a tensor-parallel group has');
      continue;
    }
    if (Number(record.pipeline_parallel || 1) > 1) {
      leave('pipeline');
      continue;
    }
    const ttftMs = Number(record.ttft_ms);
    const tpotMs = Number(record.tpot_ms);
    if (!(ttftMs > 0) || !(tpotMs > 0)) {
      leave('without times');
      continue;
    }
    // The same run is listed under more than one name.
    const key = [record.accelerator, record.engine, record.input_tokens, record.output_tokens, ttftMs, tpotMs].join();
    if (seen.has(key)) {
      leave('listed twice');
      continue;
    }
    seen.add(key);
    rows.push({
      model,
      acceleratorId,
      precision,
      engine: record.engine,
      tensor: accelerators,
      inputTokens: Number(record.input_tokens),
      outputTokens: Number(record.output_tokens),
      concurrency: Number(record.concurrency),
      ttftSeconds: ttftMs / 1000,
      tpotSeconds: tpotMs / 1000,
    });
  }
  return { rows, leftOut };
}
