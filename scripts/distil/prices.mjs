#!/usr/bin/env node
// Distils the shipped price snapshot into config/prices: what is offered, what is left out and why, how often spot is
// interrupted, and the sources of all three.
//
//   npm run build
//   node scripts/distil/prices.mjs --data FOLDER [--output FOLDER] [--catalog FILE]
//
// FOLDER holds prices_accelerator_instances.csv (one row per instance type and region, compiled from the public sources
// that its rows name), spot-traces/*.json (andylizf/skynomad-artifact, Apache-2.0) and price-apis/aws/ with the spot
// advisor file (alexei-led/spotinfo, Apache-2.0). Every row is accounted for: its prices are offered or left out. The
// checks are the product's own (src/prices/vouch.ts), which is why the build comes first. The same input gives the same
// output, byte for byte.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { toCsv } from './prices-csv.mjs';
import { factsOfRow } from './prices-facts.mjs';
import { interruptionRows } from './prices-interruptions.mjs';
import { SOURCES } from './prices-sources.mjs';
import { offerId } from '../../dist/src/prices/suspicion.js';
import { vouch } from '../../dist/src/prices/vouch.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    output: { type: 'string', default: join(root, 'config', 'prices') },
    catalog: { type: 'string', default: join(root, 'config', 'catalog', 'instance-types.csv') },
  },
});
if (values.data === undefined) {
  console.error('Say where the reference data is: node scripts/distil/prices.mjs --data FOLDER');
  process.exit(2);
}
const { data, output, catalog } = values;

/** @param {string} file @returns {Record<string, string>[]} */
const readCsv = (file) => parse(readFileSync(file, 'utf8'), { columns: true, bom: true });

const known = new Set(readCsv(catalog).map((row) => `${row.cloud}:${row.name}`));
const rows = readCsv(join(data, 'prices_accelerator_instances.csv'));

/** @param {import('./prices-facts.mjs').Fact} fact */
const notInCatalog = ({ instanceType, usdPerHour }) =>
  `What ${instanceType} holds is not documented, or lists disagree, so the catalog does not have it; nobody can say ` +
  `what ${usdPerHour} USD an hour buys.`;

const facts = [];
const leftOut = [];
for (const row of rows) {
  const found = factsOfRow(row);
  leftOut.push(...found.leftOut);
  for (const fact of found.facts) {
    if (known.has(`${fact.cloud}:${fact.instanceType}`)) facts.push(fact);
    else leftOut.push({ fact, reason: 'not_in_catalog', why: notInCatalog(fact) });
  }
}
const vouched = vouch(facts);
leftOut.push(...vouched.leftOut);

const PRICE_COLUMNS = [
  'cloud',
  'region',
  'zone',
  'instance_type',
  'purchase_option',
  'term_years',
  'payment',
  'offering_class',
  'usd_per_hour',
];

/** @param {import('./prices-facts.mjs').Fact} fact */
const priceColumns = (fact) => [
  fact.cloud,
  fact.region,
  fact.zone,
  fact.instanceType,
  fact.purchaseOption,
  fact.termYears,
  fact.payment,
  fact.offeringClass,
  fact.usdPerHour,
];

/** @param {string} a @param {string} b */
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const offeredRows = [...vouched.offered]
  .sort((a, b) => byText(offerId(a), offerId(b)))
  .map((fact) => [...priceColumns(fact), fact.upfrontUsd, fact.recurringUsdPerHour, fact.asOf, fact.source]);
const leftOutRows = leftOut
  .sort((a, b) => byText(offerId(a.fact), offerId(b.fact)) || byText(a.fact.asOf, b.fact.asOf))
  .map(({ fact, reason, why }) => [...priceColumns(fact), reason, why, fact.asOf, fact.source]);
const { columns, rows: rates } = interruptionRows(data, rows, known);

/** @param {string} name @param {string[]} header @param {unknown[][]} lines */
const write = (name, header, lines) => writeFileSync(join(output, name), toCsv(header, lines));
write('snapshot.csv', [...PRICE_COLUMNS, 'upfront_usd', 'recurring_usd_per_hour', 'as_of', 'source'], offeredRows);
write('left-out.csv', [...PRICE_COLUMNS, 'reason', 'why', 'as_of', 'source'], leftOutRows);
write('interruptions.csv', columns, rates);
write(
  'sources.csv',
  ['key', 'source', 'licence', 'states'],
  SOURCES.map(({ key, source, licence, states }) => [key, source, licence, states]),
);

/** @param {{ cloud: string, region: string, instanceType: string }} fact */
const place = (fact) => `${fact.cloud}:${fact.region}:${fact.instanceType}`;
const withOffer = new Set(vouched.offered.map(place));
const leftOutOnly = new Set(leftOut.map(({ fact }) => place(fact)).filter((key) => !withOffer.has(key)));
const unaccounted = rows.filter((row) => {
  const key = `${row.cloud}:${row.region}:${row.instance_type}`;
  return !withOffer.has(key) && !leftOutOnly.has(key);
});
if (unaccounted.length > 0) throw new Error(`${unaccounted.length} rows gave neither an offer nor a reason.`);
const reasons = new Map();
for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
console.error(`${rows.length} rows: ${withOffer.size} with an offer, ${leftOutOnly.size} left out as a whole.`);
console.error(`${offeredRows.length} offers; ${leftOutRows.length} prices left out:`);
for (const [reason, count] of [...reasons].sort()) console.error(`  ${reason}: ${count}`);
console.error(`${rates.length} interruption rates.`);
