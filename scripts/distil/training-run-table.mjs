// Reads config/performance/training-runs.csv as questions for the training model. Used by training.mjs.

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { findModel, parseModelConfig } from '../../dist/src/catalog/index.js';

const config = (name) => new URL(`../../config/performance/${name}`, import.meta.url);

/** @param {Map<string, import('../../dist/src/catalog/index.js').Accelerator>} accelerators */
export function readRuns(accelerators) {
  const own = new Map(
    JSON.parse(readFileSync(config('training-models.json'), 'utf8')).map(({ name, config: shape, source }) => [
      name,
      parseModelConfig(shape, name, source),
    ]),
  );
  const rows = parse(readFileSync(config('training-runs.csv'), 'utf8'), { columns: true });
  return rows.flatMap(
    (row) => runOf(row, accelerators.get(row.accelerator_id), own.get(row.model) ?? findModel(row.model)) ?? [],
  );
}

function runOf(row, accelerator, model) {
  if (!accelerator || !model) throw new Error(`${row.id} names what the catalog does not have.`);
  if (accelerator.peakTflops[row.precision] === undefined) return null;
  const acceleratorCount = Number(row.accelerators);
  const acceleratorsPerNode = Number(row.accelerators_per_node);
  const sequenceLength = Number(row.sequence_tokens);
  const globalBatchSequences = Number(row.global_batch_sequences);
  const question = {
    model,
    accelerator,
    acceleratorsPerNode,
    nodes: acceleratorCount / acceleratorsPerNode,
    interNodeGBps: row.inter_node_gbps === '' ? null : Number(row.inter_node_gbps),
    method: row.method,
    precision: row.precision,
    sequenceLength,
    globalBatchSequences,
  };
  const layout = layoutOf(row, acceleratorCount, globalBatchSequences);
  const tokens = globalBatchSequences * sequenceLength;
  return {
    id: row.id,
    group: `${row.model} ${row.accelerator_id} ${row.precision} ${row.source}`,
    family: familyOf(row.model),
    question,
    layout,
    source: row.source,
    seconds: tokens / (Number(row.tokens_per_second_per_accelerator) * acceleratorCount),
  };
}

/** Models that were built alike: leaving out one of them would leave its sister in. */
const FAMILIES = ['mpt', 'maxtext', 'llama', 'deepseek', 'gpt-oss', 'qwen', 'mistral', 'gpt3'];

function familyOf(model) {
  const family = FAMILIES.find((name) => model.toLowerCase().includes(name));
  if (family === undefined) throw new Error(`${model} belongs to no family of models.`);
  return family;
}

function layoutOf(row, accelerators, globalBatchSequences) {
  if (row.tensor === '') return null;
  const [tensor, pipeline, context, expert, chunks, microBatchSequences, zeroStage] = [
    row.tensor,
    row.pipeline,
    row.context,
    row.expert,
    row.chunks,
    row.micro_batch_sequences,
    row.zero_stage,
  ].map(Number);
  const data = accelerators / (tensor * pipeline * context);
  if (!Number.isInteger(data)) throw new Error(`${row.id}: ${accelerators} accelerators do not come to whole copies.`);
  return {
    data,
    tensor,
    pipeline,
    context,
    expert,
    chunks,
    microBatchSequences,
    microBatches: Math.max(1, Math.round(globalBatchSequences / (data * microBatchSequences))),
    zeroStage,
    recomputedShare: { full: 1, none: 0 }[row.recomputation],
  };
}
