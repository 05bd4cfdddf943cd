#!/usr/bin/env node
// Spot prices change: how long until another process serves the new ones. One process publishes, through the gate; the
// other one, with its own memory, hears of it from PostgreSQL and reads the offers again.
//
//   node bench/publish.mjs [--changes 10000] [--rounds 5]

import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { build } from '../bin/build.mjs';

const { values: options } = parseArgs({
  options: { changes: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
});
const CHANGES = Number(options.changes);
const ROUNDS = Number(options.rounds);

/** The source of the prices, as much of it as publishing reads. */
const SOURCE = { id: 'bench-spot', cloud: 'aws', purchaseOptions: ['spot'] };

/** Instants that both processes read alike. */
const now = () => performance.timeOrigin + performance.now();

await build();
const { readSettings } = await import('../dist/src/platform/index.js');
const { startApp } = await import('../dist/src/app.js');
const { CatalogService } = await import('../dist/src/catalog/index.js');
const { OfferCatalog } = await import('../dist/src/prices/index.js');
const { PricePublisher } = await import('../dist/src/prices/publication/price-publisher.js');

async function publish() {
  const home = mkdtempSync(join(tmpdir(), 'pennywatt-bench-'));
  const settings = readSettings({ PENNYWATT_HOME: join(home, 'publisher'), PORT: '0', LOG_LEVEL: 'error' });
  const running = await startApp(settings, { listen: false });
  const { url } = running.app.get(DataSource).options;
  const other = fork(new URL('publish-listener.mjs', import.meta.url), [join(home, 'listener'), url]);
  try {
    await heard(other, 'ready');
    console.log(`${cpus().length} cores of ${cpus()[0]?.model}; Node ${process.version}`);
    console.log(`Load of the machine as this begins: ${loadavg()[0].toFixed(1)}\n`);
    const regions = worldOf(running.app);
    await round(running.app, other, 'first statement of them', [regions.flatMap((region) => region(0))]);
    for (let turn = 1; turn <= ROUNDS; turn += 1) {
      await round(running.app, other, 'in one publication', [regions.flatMap((region) => region(turn))]);
    }
    for (let turn = 1; turn <= ROUNDS; turn += 1) {
      const parts = regions.map((region) => region(turn + 0.5));
      await round(running.app, other, `in ${parts.length} publications, one per region`, parts);
    }
  } finally {
    if (other.connected) other.disconnect();
    await running.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Publishes the parts one after the other; the other process says when it serves the last price of the last part. */
async function round(app, other, name, parts) {
  const last = parts.at(-1).at(-1);
  other.send({ id: idOf(last), usdPerHour: last.perHour });
  const start = now();
  let published = 0;
  let quarantined = 0;
  for (const prices of parts) {
    const one = parts.length === 1 ? null : prices[0].region;
    const result = await app.get(PricePublisher).publishPoll(SOURCE, one, resultOf(prices), new Date());
    published += result.published;
    quarantined += result.quarantined;
  }
  const done = now();
  const seen = await heard(other, 'seen');
  console.log(
    `${published} prices ${name}: published after ${ms(done - start)}, visible in the other process after ` +
      `${ms(seen.at - start)}; ${seen.offers} offers in force, ${quarantined} prices in quarantine`,
  );
}

function resultOf(prices) {
  const nothing = { availability: [], interruptions: [], unknownTypes: [], skipped: {} };
  return { prices, covers: ['spot'], ...nothing, unchanged: false, mark: null };
}

/** By region what is stated of it, given how many times prices have moved: by a few percent each time. */
function worldOf(app) {
  const offers = app
    .get(OfferCatalog)
    .current()
    .offers.filter(({ cloud }) => cloud === 'aws');
  const onDemand = new Map();
  for (const offer of offers.filter(({ purchaseOption }) => purchaseOption === 'on_demand')) {
    const usd = Number(offer.usdPerHour);
    onDemand.set(offer.instanceType, Math.min(usd, onDemand.get(offer.instanceType) ?? usd));
  }
  const types = [...onDemand.keys()];
  const regions = app
    .get(CatalogService)
    .regions()
    .filter(({ cloud }) => cloud === 'aws')
    .map(({ name }) => name)
    .slice(0, 30);
  const perRegion = Math.ceil(CHANGES / regions.length);
  return regions.map((region, nth) => (turn) => {
    const count = Math.min(perRegion, CHANGES - nth * perRegion);
    return Array.from({ length: Math.max(0, count) }, (_, at) => {
      const instanceType = types[at % types.length];
      const zone = `${region}${'abcdefghij'[Math.floor(at / types.length)]}`;
      const usd = onDemand.get(instanceType) * (0.35 + 0.01 * ((turn * 2 + at) % 10));
      return statedPrice({ region, zone, instanceType, perHour: usd.toFixed(4).replace(/0+$/, '') });
    });
  });
}

function statedPrice(price) {
  return {
    cloud: 'aws',
    purchaseOption: 'spot',
    termYears: null,
    payment: null,
    offeringClass: null,
    asOf: new Date().toISOString(),
    source: 'spot price history',
    currency: 'USD',
    upfront: null,
    recurringPerHour: null,
    ...price,
  };
}

function idOf({ cloud, zone, instanceType, purchaseOption }) {
  return [cloud, zone, instanceType, purchaseOption].join(':');
}

function heard(other, kind) {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The other process has ended.'));
    const onMessage = (message) => {
      if (message.kind !== kind) return;
      other.off('message', onMessage);
      other.off('exit', onExit);
      resolve(message);
    };
    other.on('message', onMessage);
    other.once('exit', onExit);
  });
}

function ms(time) {
  return `${Math.round(time)} ms`;
}

await publish();
