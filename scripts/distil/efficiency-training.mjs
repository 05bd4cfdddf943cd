// Distils model FLOP utilisation of training from published runs. Used by efficiency.mjs.

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { peakFlopsPerSecond } from '../../dist/src/performance/compute-precision.js';
import { trainingFlopsPerToken } from '../../dist/src/performance/training-flops.js';

/**
 * @typedef {object} TrainingRow One measured run.
 * @property {string} acceleratorId
 * @property {import('../../dist/src/catalog/index.js').Precision} precision
 * @property {string} model
 * @property {string} source
 * @property {boolean} experts
 * @property {number} utilization model FLOPs over peak, 0–1, as if nothing had been recomputed
 */

const PRECISIONS = { fp16: 'bf16', bf16: 'bf16', fp8: 'fp8', fp4: 'fp4' };
/** Names of the published runs' accelerators, and what they are in our catalog. H800: an H100 with slower links. */
const PUBLISHED = { 'A100-80G': ['nvidia-a100-sxm-80gb', 'bf16'], H800: ['nvidia-h100-sxm-80gb', 'fp8'] };
/** The models of the published runs, and the length of their sequences. */
const PUBLISHED_MODELS = {
  'llama1-7b': ['llama-7b', 2048],
  'llama1-13b': ['llama-13b', 2048],
  'llama1-33b': ['llama-33b', 2048],
  'llama1-65b': ['llama-65b', 2048],
  'deepseek-v3-pretrain': ['deepseek-v3', 4096],
};
const WHOLE_RUNS = 'published pre-training runs';
/** A forward pass more: what recomputing all activations adds to a step, as 4/3. */
const RECOMPUTED = 4 / 3;
/** Smaller models never fill an accelerator; nobody rents a fleet for them. */
const SMALLEST_PARAMETERS = 1e9;

/**
 * @param {string} folder of the reference data
 * @param {(name: string) => import('../../dist/src/catalog/index.js').ModelArchitecture | null} findModel
 * @param {Map<string, import('../../dist/src/catalog/index.js').Accelerator>} accelerators
 * @returns {TrainingRow[]}
 */
export function readTrainingRows(folder, findModel, accelerators) {
  const file = `${folder}/benchmarks/training.csv`;
  const records = /** @type {Record<string, string>[]} */ (parse(readFileSync(file, 'utf8'), { columns: true }));
  const rows = records.flatMap((record) => {
    const precision = PRECISIONS[record.precision];
    const accelerator = accelerators.get(record.accelerator_id);
    const parameters = Number(record.active_params_b) * 1e9;
    if (record.task !== 'pretrain' || !precision || !accelerator || !(parameters >= SMALLEST_PARAMETERS)) return [];
    const model = findModel(record.model);
    const reported = Number(record.mfu_pct) / 100;
    const tokens = Number(record.tokens_s_per_accel);
    const sequence = Number(record.seq_len);
    const peak = peakFlopsPerSecond(accelerator, precision);
    const ours =
      model && tokens > 0 && sequence > 0 && peak
        ? (tokens * trainingFlopsPerToken(model, 'pretraining', sequence)) / peak
        : 0;
    const utilization = (reported || ours) * (record.parallelism.includes('act ckpt True') ? RECOMPUTED : 1);
    if (!(utilization > 0.02) || utilization > 0.9) return [];
    const experts = model ? model.experts !== null : Number(record.params_b) > 1.3 * Number(record.active_params_b);
    const { accelerator_id: acceleratorId, model: name, source_repo: source } = record;
    return [{ acceleratorId, precision, model: name, source: source || record.source_id, experts, utilization }];
  });
  return [...rows, ...publishedRuns(folder, findModel, accelerators)];
}

/** Whole runs as published: their accelerator hours hold restarts and evaluations as well. */
function publishedRuns(folder, findModel, accelerators) {
  const { pretraining } = JSON.parse(readFileSync(`${folder}/training/training_refs.json`, 'utf8'));
  return pretraining.flatMap((run) => {
    const [acceleratorId, precision] = PUBLISHED[run.gpu] ?? [];
    const [name, sequence] = PUBLISHED_MODELS[run.id] ?? [];
    const accelerator = accelerators.get(acceleratorId);
    const peak = accelerator && peakFlopsPerSecond(accelerator, precision);
    if (!peak || !name) return [];
    const model = findModel(name);
    const flops = run.tokens * trainingFlopsPerToken(model, 'pretraining', sequence);
    const utilization = flops / (run.gpu_hours * 3600 * peak);
    return [
      { acceleratorId, precision, model: run.id, source: WHOLE_RUNS, experts: model.experts !== null, utilization },
    ];
  });
}

/**
 * Utilisation per accelerator and precision for dense models, what mixture-of-experts models reach of it by
 * precision, and how far the runs lie from both. Medians of medians per model and source, so that a much measured
 * model counts once.
 *
 * @param {TrainingRow[]} rows
 */
export function distilTraining(rows) {
  const groups = new Map(
    [...new Set(rows.map(keyOf))].sort().map((key) => [key, rows.filter((row) => keyOf(row) === key)]),
  );
  const ratios = {};
  for (const group of groups.values()) {
    const dense = perModel(group.filter(({ experts }) => !experts));
    const sparse = perModel(group.filter(({ experts }) => experts));
    if (dense.length === 0) continue;
    (ratios[group[0].precision] ??= []).push(...sparse.map((value) => value / quantile(dense, 0.5)));
  }
  const expertShare = Object.fromEntries(
    Object.entries(ratios).flatMap(([precision, values]) =>
      values.length > 0 ? [[precision, Math.min(1, quantile(values, 0.5))]] : [],
    ),
  );
  const figures = new Map();
  for (const [key, group] of groups) {
    const scaled = group.map((row) => ({
      ...row,
      utilization: row.utilization / (row.experts ? (expertShare[row.precision] ?? 1) : 1),
    }));
    const mfu = centre(scaled);
    // As shares of the prediction: what an interval around it has to hold.
    const errors = scaled.map((row) => Math.abs(row.utilization / mfu - 1));
    const sources = [...new Set(group.map(({ source }) => source))].sort();
    figures.set(key, { mfu, errorPercent: 100 * quantile(errors, 0.8), rows: group.length, sources });
  }
  return { figures, expertShare };
}

/** Steps under benchmark conditions and whole runs count alike where there are both: users pay for whole runs. */
function centre(rows) {
  const halves = [rows.filter(isWholeRun), rows.filter((row) => !isWholeRun(row))].filter(({ length }) => length > 0);
  const logs = halves.map((half) => Math.log(quantile(perModel(half), 0.5)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

const isWholeRun = ({ source }) => source === WHOLE_RUNS;

const keyOf = (row) => `${row.acceleratorId} ${row.precision}`;

function perModel(rows) {
  const names = [...new Set(rows.map(({ model, source }) => `${source} ${model}`))].sort();
  return names.map((name) =>
    quantile(
      rows.filter(({ model, source }) => `${source} ${model}` === name).map(({ utilization }) => utilization),
      0.5,
    ),
  );
}

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  return sorted[below] + (sorted[Math.ceil(place)] - sorted[below]) * (place - below);
}
