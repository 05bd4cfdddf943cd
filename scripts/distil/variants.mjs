#!/usr/bin/env node
// Distils config/benchmarks/variants.csv: what pruned models and distilled students keep of the score of the model that
// they come from, as somebody measured both.
//
//   npm run build && node scripts/distil/variants.mjs --data FOLDER [--output FILE]
//
// FOLDER holds benchmarks/quality.csv, compiled from the public sources named in its rows; variants-published.csv beside
// this script holds scores of model cards and papers, each with its source. Kept are models whose shape is in the catalog,
// or follows from the number of experts that are left. The same input gives the same output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { findModel } from '../../dist/src/catalog/index.js';

const HEADER =
  'model,variant,technique,precision,benchmark,method,measured_on,retained_percent,baseline_precision,baseline_value,' +
  'variant_value,source';
/** How the rows write that some of a model's experts were taken out. */
const FEWER_EXPERTS = /^REAP \d+% experts \(\d+->(\d+)\)$/;

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const output = options.output ?? fileURLToPath(new URL('../../config/benchmarks/variants.csv', import.meta.url));
const compiled = read(join(options.data, 'benchmarks/quality.csv'));
const published = read(fileURLToPath(new URL('variants-published.csv', import.meta.url)));

const leftOut = new Map();
const lines = [
  ...compiled.filter(({ technique }) => technique.startsWith('pruning')).flatMap(compiledLine),
  ...published.map(publishedLine),
].sort();
writeFileSync(output, `${[HEADER, ...new Set(lines)].join('\n')}\n`);
console.log(`${lines.length} figures written to ${output}; left out:`, Object.fromEntries(leftOut));

function compiledLine(row) {
  const leave = (reason) => {
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return [];
  };
  if (row.higher_is_better !== 'yes') return leave(`${row.scheme}: a loss, not a score of which a share is kept`);
  const model = findModel(row.model);
  if (model === null) return leave(`model not in the catalog: ${row.model}`);
  const [, experts] = FEWER_EXPERTS.exec(row.scheme) ?? [];
  if (experts === undefined) return leave(`shape not known: ${row.scheme}`);
  return [
    csv([
      ...[model.name, `${experts} experts`, 'pruning', model.nativePrecision, row.benchmark],
      ...[`${row.scheme}, ${row.method}`, row.model, Number(row.recovery_pct).toFixed(2)],
      ...[row.baseline_precision, row.baseline_value, row.compressed_value, row.source],
    ]),
  ];
}

function publishedLine(row) {
  const [model, variant] = [row.model, row.variant].map((name) => {
    const found = findModel(name);
    if (found === null) throw new Error(`variants-published.csv: ${name} is not in the catalog.`);
    return found;
  });
  const retained = row.retained_percent || (100 * row.variant_value) / row.baseline_value;
  return csv([
    ...[model.name, variant.name, row.technique, variant.nativePrecision, row.benchmark, row.method, variant.name],
    ...[Number(retained).toFixed(2), model.nativePrecision, row.baseline_value, row.variant_value, row.source],
  ]);
}

function read(file) {
  const text = readFileSync(file, 'utf8');
  console.log(`sha256 ${createHash('sha256').update(text).digest('hex')}  ${file.split('/').at(-1)}`);
  return parse(text, { columns: true });
}

function csv(cells) {
  return cells.map((cell) => (/[",]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(',');
}
