#!/usr/bin/env node
// Distils config/spot-traces/*.json: when spot capacity could be had, run by run, in the format that
// `pennywatt spot simulate` reads.
//
//   node scripts/distil/spot-traces.mjs --data FOLDER
//
// FOLDER holds spot-traces/*.json, {metadata, data: [1 available, 0 not]}, of andylizf/skynomad-artifact, Apache-2.0. The
// same input gives the same output.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SOURCE = 'andylizf/skynomad-artifact (Apache-2.0)';
const OUTPUT = fileURLToPath(new URL('../../config/spot-traces/', import.meta.url));

const { values: options } = parseArgs({ options: { data: { type: 'string' } } });
if (options.data === undefined) throw new Error('Give the folder of the reference data: --data FOLDER.');
const folder = join(options.data, 'spot-traces');

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const bytes = readFileSync(join(folder, file));
  const { metadata, data } = JSON.parse(bytes.toString('utf8'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`sha256 ${sha256}  ${file}`);
  // aws_us-east-1a_v100.json, gcp_us-east4-a_h100_first-half.json
  const [cloud, zone, accelerator] = file.replace('.json', '').split('_');
  const lines = [
    '{',
    `  "source": ${JSON.stringify(`${SOURCE}, ${file}, sha256 ${sha256.slice(0, 16)}; each run is [1 available or 0 not, ticks]`)},`,
    `  "metadata": ${JSON.stringify(metadata)},`,
    `  "runs": ${JSON.stringify(runsOf(data))}`,
    '}',
  ];
  writeFileSync(join(OUTPUT, `${cloud}-${zone}-${accelerator}.json`), `${lines.join('\n')}\n`);
}

function runsOf(data) {
  const runs = [];
  for (const value of data) {
    const last = runs.at(-1);
    if (last?.[0] === value) last[1] += 1;
    else runs.push([value, 1]);
  }
  return runs;
}
