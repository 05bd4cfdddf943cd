// How fast, and within how much memory, a region's EC2 price list is read, from disk and over HTTP, beside JSON.parse.
//
//   node bench/aws-price-list.mjs [megabytes …]        400 and 700 unless given
//
// Every measurement runs in a process of its own, so that its peak of resident memory is its own too.

import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../bin/build.mjs';
import { EXPECTED_PRICES, LOOKED_FOR, REGION, writePriceList } from './aws-price-list-file.mjs';

const SELF = fileURLToPath(import.meta.url);
const FILE = '/offers/v1.0/aws/AmazonEC2/20260801000000/us-east-1/index.json';
/** As much as a socket gives at once. */
const READ_BYTES = 64 * 1024;
const SOURCES = '../dist/src/prices/sources/aws';

/** What a process of its own does: each says what it found, and `measure` how long that took. */
const MEASURES = {
  disk: (path) =>
    measure(path, async () => {
      const { PriceListReader } = await import(`${SOURCES}/price-list-reader.js`);
      const reader = new PriceListReader({ ...question(), region: REGION, source: 'bench' });
      return async () => {
        const file = await open(path);
        const buffer = Buffer.allocUnsafe(READ_BYTES);
        for (let read = 1; read > 0;) {
          read = (await file.read(buffer, 0, READ_BYTES)).bytesRead;
          reader.push(buffer.subarray(0, read));
        }
        await file.close();
        return reader.end().prices.length;
      };
    }),
  http: (path, url) =>
    measure(path, async () => {
      const { PriceListSource } = await import(`${SOURCES}/price-list.source.js`);
      const source = new PriceListSource({ priceListEndpoint: url, chinaPriceListEndpoint: null });
      const context = { ...question(), signal: new AbortController().signal, since: null, progress: () => undefined };
      return async () => (await source.poll(REGION, context)).prices.length;
    }),
  parse: (path) =>
    measure(path, async () => async () => {
      const { products, terms } = JSON.parse(readFileSync(path, 'utf8'));
      const ours = Object.keys(products).filter((sku) => isOrdinary(products[sku]));
      const reserved = ours.map((sku) => Object.keys(terms.Reserved[sku] ?? {}).length);
      return ours.length + reserved.reduce((sum, count) => sum + count, 0);
    }),
  serve: (path) => {
    const server = createServer((request, response) => {
      if (request.url !== FILE) response.end(JSON.stringify({ regions: { [REGION]: { currentVersionUrl: FILE } } }));
      else {
        response.writeHead(200, { 'content-length': statSync(path).size });
        createReadStream(path, { highWaterMark: 2 ** 20 }).pipe(response);
      }
    });
    server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
    // The parent's end is ours too.
    process.stdin.on('end', () => process.exit()).resume();
  },
};

function question() {
  return { instanceTypes: new Map(LOOKED_FOR.map((name) => [name, null])), now: new Date('2026-08-02T00:00:00Z') };
}

function isOrdinary({ attributes }) {
  return (
    LOOKED_FOR.includes(attributes.instanceType) &&
    attributes.operatingSystem === 'Linux' &&
    attributes.preInstalledSw === 'NA'
  );
}

/** Time and processor time from the first byte to the last; loading the program is not part of it, its memory is. */
async function measure(path, prepare) {
  const bytes = statSync(path).size;
  const run = await prepare();
  const residentBefore = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  let rows = null;
  let failure = null;
  try {
    rows = await run();
  } catch (error) {
    failure = `${error.name}: ${error.message}`;
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    JSON.stringify({ bytes, rows, failure, seconds, cpuSeconds: (user + system) / 1e6, residentBefore, peak }),
  );
}

async function main(sizes) {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-bench-'));
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}`);
  console.log(
    'file          read by                     MB/s   MB per CPU s   seconds   resident MB (of it the program)   prices',
  );
  try {
    for (const megabytes of sizes) {
      const path = join(folder, `${megabytes}.json`);
      await writePriceList(path, megabytes * 1e6);
      // Once before, so that every measurement finds the file in the memory of the machine.
      await child(['disk', path]);
      show(megabytes, 'Pennywatt, from disk', await child(['disk', path]));
      const server = spawn(process.execPath, [SELF, '--child', 'serve', path], { stdio: ['pipe', 'pipe', 'inherit'] });
      const [url] = await new Promise((resolve) =>
        server.stdout.once('data', (data) => resolve(String(data).split('\n'))),
      );
      show(megabytes, 'Pennywatt, over HTTP', await child(['http', path, url]));
      server.stdin.end();
      show(megabytes, 'JSON.parse', await child(['parse', path]));
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function child(args) {
  const process_ = spawn(process.execPath, [SELF, '--child', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  process_.stdout.on('data', (data) => (said += data));
  return new Promise((resolve, reject) => {
    process_.once('close', (code, signal) => {
      if (said !== '') resolve(JSON.parse(said));
      else reject(new Error(`${args[0]} ended with ${code ?? signal}.`));
    });
  });
}

function show(megabytes, by, { bytes, rows, failure, seconds, cpuSeconds, residentBefore, peak }) {
  const head = `${String(megabytes).padEnd(4)} MB       ${by.padEnd(24)}`;
  if (failure !== null) return console.log(`${head}fails: ${failure}`);
  const cells = [
    (bytes / 1e6 / seconds).toFixed(0).padStart(8),
    (bytes / 1e6 / cpuSeconds).toFixed(0).padStart(15),
    seconds.toFixed(1).padStart(10),
    `${(peak / 1e6).toFixed(0)} (${(residentBefore / 1e6).toFixed(0)})`.padStart(34),
    `${rows}${rows === EXPECTED_PRICES ? '' : ` of ${EXPECTED_PRICES}`}`.padStart(9),
  ];
  console.log(head + cells.join(''));
}

const [flag, name, ...rest] = process.argv.slice(2);
if (flag === '--child') await MEASURES[name](...rest);
else await main(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [400, 700]);
