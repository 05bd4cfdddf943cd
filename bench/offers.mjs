#!/usr/bin/env node
// A million offers in force: how long until they are in memory, and how long a filtered and sorted look-up takes; and the
// same by TypeORM alone, as objects that are filtered and sorted, in the same run on the same database.
//
//   node bench/offers.mjs [--offers 1000000] [--rounds 300]

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../bin/build.mjs';
import { fillOffers } from './offers-world.mjs';

const { values: options } = parseArgs({
  options: { offers: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '300' } },
});

await build();
const { readAccelerators } = await import('../dist/src/catalog/index.js');
const { openStores, readSettings } = await import('../dist/src/platform/index.js');
const { startApp } = await import('../dist/src/app.js');
const { SCHEMA } = await import('../dist/src/schema.js');
const { OfferCatalog, PricesService } = await import('../dist/src/prices/index.js');
const { OfferEntity } = await import('../dist/src/prices/offer.entity.js');

/** What people ask of a price list; as the API takes it. */
const QUESTIONS = {
  'nothing asked, first 100': {},
  'an accelerator, spot, by price per accelerator': {
    accelerator: ['H100'],
    purchase: ['spot'],
    sort: 'accelerator',
    availableOnly: true,
  },
  'a cloud and 80 GB per accelerator, by TFLOP': { cloud: ['aws'], minMemoryGBPerAccelerator: 80, sort: 'tflop' },
  'three regions, on demand': { region: ['us-east-1', 'us-west-2', 'eu-west-1'], purchase: ['on_demand'] },
  'a region, by memory, page 11': { region: ['eastus'], sort: 'memory', offset: 1000 },
};

const home = mkdtempSync(join(tmpdir(), 'pennywatt-bench-'));
try {
  await run(readSettings({ PENNYWATT_HOME: home, PORT: '0', LOG_LEVEL: 'error' }));
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function run(settings) {
  // Once, so that the catalog is in the database.
  await (await startApp(settings, { listen: false })).close();
  const stores = await openStores(settings, SCHEMA);
  try {
    const offers = await fillOffers(stores.dataSource, Number(options.offers));
    console.log(`${offers} offers; ${cpus().length} cores of ${cpus()[0]?.model}; Node ${process.version}`);
    console.log(`Load of the machine as this begins: ${loadavg()[0].toFixed(1)}\n`);
    await ours(stores.dataSource);
    await theirs(stores.dataSource);
  } finally {
    await stores.close();
  }
}

async function ours(dataSource) {
  let catalog;
  for (let round = 1; round <= 3; round += 1) {
    catalog = new OfferCatalog(dataSource);
    await timed(`Pennywatt: load, round ${round}`, () => catalog.refresh());
  }
  globalThis.gc?.();
  const facts = { accelerators: readAccelerators, instanceTypes: () => [] };
  // Nothing is negotiated: everybody pays the list prices.
  const accounts = { of: () => catalog.current() };
  const prices = new PricesService(catalog, accounts, facts);
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const query = { sort: 'price', precision: 'bf16', limit: 100, offset: 0, availableOnly: false, ...question };
    let found = prices.list(query);
    const times = [];
    for (let round = 0; round < Number(options.rounds); round += 1) {
      const start = performance.now();
      found = prices.list(query);
      times.push(performance.now() - start);
    }
    report(`Pennywatt: ${name}`, times, found);
  }
}

/** Objects from TypeORM, and the question answered by going over all of them. */
async function theirs(dataSource) {
  let offers = [];
  await timed('TypeORM: find all', async () => (offers = await dataSource.getRepository(OfferEntity).find()));
  const ids = readAccelerators()
    .filter(({ family }) => family === 'H100')
    .map(({ id }) => id);
  const times = [];
  let found = [];
  for (let round = 0; round < 10; round += 1) {
    const start = performance.now();
    found = offers
      .filter((one) => ids.includes(one.acceleratorId) && one.purchaseOption === 'spot' && one.available !== false)
      .map((offer) => ({ offer, figure: Number(offer.usdPerHour) / offer.acceleratorCount }))
      .sort((a, b) => a.figure - b.figure || (a.offer.id < b.offer.id ? -1 : 1));
    times.push(performance.now() - start);
  }
  report('Objects: an accelerator, spot, by price per accelerator (floats)', times, { total: found.length });
  const query = dataSource
    .getRepository(OfferEntity)
    .createQueryBuilder('offer')
    .where('offer.accelerator_id IN (:...ids)', { ids })
    .andWhere("offer.purchase_option = 'spot' AND offer.available IS NOT FALSE")
    .orderBy('offer.usd_per_hour / offer.accelerator_count')
    .addOrderBy('offer.id')
    .take(100);
  const asked = [];
  for (let round = 0; round < 10; round += 1) {
    const start = performance.now();
    await query.getManyAndCount();
    asked.push(performance.now() - start);
  }
  report('PostgreSQL: the same by its indexes, through TypeORM', asked, { total: await query.getCount() });
}

async function timed(name, work) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(
    `${name}: ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of this process), ${memory} MiB resident`,
  );
}

function report(name, times, { total }) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
  console.log(`${name}: ${at(0.5)} ms median, ${at(0.95)} ms of 95 %, ${at(1)} ms at most; ${total} match`);
}
