#!/usr/bin/env node
// Distils config/performance/operations/*.csv: how long single operations of a model take on measured accelerators.
// Prints checksums of the inputs, the rows used, and how far looking operations up in the thinned tables is off the
// measurements, per accelerator and precision.
//
//   npm run performance:distil -- --data FOLDER [--output FOLDER]
//
// FOLDER holds kernels/*.parquet of ai-dynamo/aiconfigurator (Apache-2.0). The same input gives the same output, byte
// for byte.

import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Session } from 'chdb';
import { fits } from './operations-fit.mjs';
import { TABLES } from './operations-tables.mjs';

const SOURCE = 'ai-dynamo/aiconfigurator';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, output: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const kernels = join(options.data, 'kernels');
const folder = options.output ?? fileURLToPath(new URL('../../config/performance/', import.meta.url));
const output = join(folder, 'operations');
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const session = new Session();
/** @returns {Record<string, string | number>[]} */
const ask = (query) =>
  session
    .query(query, 'JSONEachRow')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

for (const table of TABLES) {
  const file = join(kernels, table.file);
  console.log(`sha256 ${await checksum(file)}  kernels/${table.file}`);
  const lines = table.lines(ask, `file('${file}', 'Parquet')`);
  const text = [`${table.columns.join(',')},source`, ...lines.map((line) => `${line},${SOURCE}`)].join('\n');
  writeFileSync(join(output, table.output), `${text}\n`);
  console.log(`${lines.length} lines written to ${table.output}\n`);
}
for (const line of fits(ask, kernels, output)) console.log(line);
session.cleanup();

async function checksum(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
