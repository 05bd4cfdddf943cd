#!/usr/bin/env node
// Distils config/benchmarks/quality.csv: what quantized models keep of their score, as somebody measured it.
//
//   npm run build && node scripts/distil/quality.mjs --data FOLDER [--output FILE]
//
// FOLDER holds benchmarks/quality.csv, compiled from the public sources named in its rows. Kept are weights in the
// formats that the catalog knows, on models that it knows; left out are caches, pruning, accuracy floors, formats of
// research engines, and rows without a score. The same input gives the same output, byte for byte.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { findModel } from '../../dist/src/catalog/index.js';

/** How the rows write a format, and what it is here. The first pattern that matches counts. */
const FORMATS = [
  [/W4A8|W4A4 g128|QuaRot|QoQ|kv |prune|REAP|sparsity/, null],
  [/^mxfp4|^NVFP4|^fp4/, 'fp4'],
  [/^fp8/, 'fp8'],
  [/^int8/, 'int8'],
  [/^int4|^uint4|^W4A16/, 'int4'],
];
const HEADER =
  'model,precision,benchmark,method,measured_on,retained_percent,baseline_precision,baseline_value,quantized_value,source';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const output = options.output ?? fileURLToPath(new URL('../../config/benchmarks/quality.csv', import.meta.url));
const text = readFileSync(join(options.data, 'benchmarks/quality.csv'), 'utf8');
console.log(`sha256 ${createHash('sha256').update(text).digest('hex')}  benchmarks/quality.csv`);

const leftOut = new Map();
const lines = parse(text, { columns: true }).flatMap((row) => {
  const leave = (reason) => {
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return [];
  };
  const precision = FORMATS.find(([pattern]) => pattern.test(row.scheme))?.[1] ?? null;
  if (row.technique !== 'quantization' || precision === null) return leave('not one of our formats');
  const model = findModel(row.model);
  if (model === null) return leave(`model not in the catalog: ${row.model}`);
  const retained = Number(row.recovery_pct);
  if (row.recovery_pct === '' || !(retained > 0)) return leave('no score');
  // Losses and perplexities compare within one text only and say nothing that a floor in per cent could mean.
  if (row.higher_is_better !== 'yes') return leave('lower is better: not a score of which a share is kept');
  const method = `${row.scheme}${row.method.startsWith('median of') ? `, ${row.method.split(' (')[0]}` : `, ${row.method}`}`;
  return [
    [
      model.name,
      precision,
      row.benchmark,
      method,
      row.model,
      retained.toFixed(2),
      row.baseline_precision,
      row.baseline_value,
      row.compressed_value,
      row.source,
    ]
      .map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(','),
  ];
});
lines.sort();
writeFileSync(output, `${[HEADER, ...new Set(lines)].join('\n')}\n`);
console.log(`${lines.length} figures written to ${output}; left out:`, Object.fromEntries(leftOut));
