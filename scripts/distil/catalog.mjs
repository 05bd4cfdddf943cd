#!/usr/bin/env node
// Distils config/catalog/instance-types.csv and config/catalog/regions.csv.
//
//   node scripts/distil/catalog.mjs --data FOLDER [--output FOLDER]
//
// FOLDER holds prices_accelerator_instances.csv (which types and regions are priced; compiled from the public sources that
// its rows name), price-apis/aws/describe_instance_types_2026-08.json.gz (getmoto/moto, Apache-2.0) and
// benchmarks/energy.csv (GoogleCloudPlatform/region-carbon-info, cloud-carbon-footprint and others that its rows name).
// What documentation adds is in the catalog-*.mjs files beside this one. config/catalog/accelerators.csv is kept by hand
// and only read here. Prints every priced type that is left out, and why. The same input gives the same output.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { DOCUMENTED_AWS, describedTypes, retiredTypes } from './catalog-aws.mjs';
import { azureTypes } from './catalog-azure.mjs';
import { DOCUMENTED_GCP, pricedGcpTypes } from './catalog-gcp.mjs';
import { INSTANCE_TYPE_COLUMNS, instanceTypeCells } from './catalog-row.mjs';
import { REGION_COLUMNS, regionCells } from './catalog-regions.mjs';
import { toCsv } from './prices-csv.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    output: { type: 'string', default: join(root, 'config', 'catalog') },
  },
});
if (values.data === undefined) {
  console.error('Say where the reference data is: node scripts/distil/catalog.mjs --data FOLDER');
  process.exit(2);
}
const { data, output } = values;

/** @param {string} file @returns {Record<string, string>[]} */
const readCsv = (file) => parse(readFileSync(file, 'utf8'), { columns: true, bom: true });

const accelerators = new Map(
  readCsv(join(root, 'config', 'catalog', 'accelerators.csv')).map(({ id = '', memory_gib: memory }) => [
    id,
    memory ? Number(memory) : null,
  ]),
);
const prices = readCsv(join(data, 'prices_accelerator_instances.csv'));
/** @type {Map<string, Record<string, string>>} */
const priced = new Map();
for (const row of prices) if (!priced.has(row.instance_type ?? '')) priced.set(row.instance_type ?? '', row);

const described = describedTypes(data);
const retired = retiredTypes(priced, new Set(described.rows.map(({ name }) => name)));
const azure = azureTypes(priced);
const gcp = pricedGcpTypes(priced);
const rows = [...described.rows, ...retired.rows, ...DOCUMENTED_AWS, ...azure.rows, ...gcp.rows, ...DOCUMENTED_GCP];
for (const { cloud, name, accelerator } of rows) {
  if (!accelerators.has(accelerator)) throw new Error(`${cloud} ${name}: no accelerator ${accelerator}`);
}

const cells = rows
  .map((row) => instanceTypeCells(row, accelerators))
  .sort((a, b) => `${a[0]} ${a[1]}`.localeCompare(`${b[0]} ${b[1]}`, 'en', { numeric: true }));
writeFileSync(join(output, 'instance-types.csv'), toCsv(INSTANCE_TYPE_COLUMNS, cells));

/** @type {Map<string, [import('./catalog-regions.mjs').Cloud, string]>} */
const places = new Map();
for (const { cloud, region = '' } of prices) {
  const of = /** @type {import('./catalog-regions.mjs').Cloud} */ (cloud);
  places.set(`${cloud} ${region}`, [of, region]);
}
const inOrder = [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
const regions = regionCells(readCsv(join(data, 'benchmarks', 'energy.csv')), inOrder);
writeFileSync(join(output, 'regions.csv'), toCsv(REGION_COLUMNS, regions.cells));

console.log(`${rows.length} instance types, ${regions.cells.length} regions`);
for (const line of [described, retired, azure, gcp, regions].flatMap(({ leftOut }) => leftOut)) {
  console.log(`left out: ${line}`);
}
