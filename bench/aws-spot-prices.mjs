// How long one round of AWS spot prices takes: 30 regions × 100 machines × 4 zones, from an emulated EC2 that refuses what
// its call buckets do not allow.
//
//   node bench/aws-spot-prices.mjs

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from '../bin/build.mjs';

const SELF = fileURLToPath(import.meta.url);
const SOURCES = '../dist/src/prices/sources/aws';
const REGIONS = Array.from({ length: 30 }, (_, number) => `xx-bench-${number + 1}`);
const TYPES = Array.from({ length: 100 }, (_, number) => `p${number}.48xlarge`);
const ZONES = ['a', 'b', 'c', 'd'];
/** As many polls as the schedule has under way in one process. */
const AT_ONCE = 4;
/** Both names of plain Linux, in pages smaller than asked for, as EC2 gives them. */
const PRODUCTS = ['Linux/UNIX', 'Linux/UNIX (Amazon VPC)'];
const PAGE = 300;
/** EC2's own for calls that change nothing: 100 calls at once, 20 more a second, for each region. */
const BUCKET = { size: 100, perSecond: 20 };
/** What a call takes on the way to another continent and back. */
const LATENCY_MS = 150;

function serve() {
  const buckets = new Map();
  let refused = 0;
  const server = createServer(async (request, response) => {
    if (request.url === '/refused') return response.end(String(refused));
    let body = '';
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization)[1];
    const isAllowed = take(buckets, region);
    if (!isAllowed) refused += 1;
    setTimeout(() => {
      response.writeHead(isAllowed ? 200 : 503, { 'content-type': 'text/xml' });
      response.end(
        isAllowed
          ? answer(region, form)
          : '<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>',
      );
    }, LATENCY_MS);
  });
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
  process.stdin.on('end', () => process.exit()).resume();
}

function take(buckets, region) {
  const now = performance.now();
  const bucket = buckets.get(region) ?? { left: BUCKET.size, at: now };
  const left = Math.min(BUCKET.size, bucket.left + ((now - bucket.at) / 1000) * BUCKET.perSecond);
  buckets.set(region, { left: left >= 1 ? left - 1 : left, at: now });
  return left >= 1;
}

function answer(region, form) {
  const action = form.get('Action');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response>${content(region, action, form)}</${action}Response>`;
}

function content(region, action, form) {
  if (action === 'DescribeRegions')
    return `<regionInfo>${items(REGIONS, (name) => `<regionName>${name}</regionName>`)}</regionInfo>`;
  if (action === 'DescribeAvailabilityZones') {
    const zone = (letter) =>
      `<zoneName>${region}${letter}</zoneName><zoneId>${region}-az-${letter}</zoneId><zoneType>availability-zone</zoneType>`;
    return `<availabilityZoneInfo>${items(ZONES, zone)}</availabilityZoneInfo>`;
  }
  const rows = PRODUCTS.flatMap((product) =>
    TYPES.flatMap((type) => ZONES.map((letter) => ({ product, type, letter }))),
  );
  const from = Number(form.get('NextToken')?.slice(1) ?? 0);
  const shown = items(
    rows.slice(from, from + PAGE),
    ({ product, type, letter }) =>
      `<instanceType>${type}</instanceType><productDescription>${product}</productDescription><spotPrice>12.345600</spotPrice>` +
      `<timestamp>2026-08-01T11:00:00.000Z</timestamp><availabilityZone>${region}${letter}</availabilityZone>`,
  );
  const next = from + PAGE < rows.length ? `T${from + PAGE}` : '';
  return `<spotPriceHistorySet>${shown}</spotPriceHistorySet><nextToken>${next}</nextToken>`;
}

const items = (list, shown) => list.map((one) => `<item>${shown(one)}</item>`).join('');

async function main() {
  await build();
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIABENCH',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const server = spawn(process.execPath, [SELF, '--serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data).trim())));
  const { createAwsSources } = await import(`${SOURCES}/index.js`);
  const none = {
    priceListEndpoint: null,
    chinaPriceListEndpoint: null,
    pricingEndpoint: null,
    savingsPlansEndpoint: null,
    spotAdvisorUrl: null,
  };
  const source = createAwsSources({ partition: 'aws', ec2Endpoint: url, ...none }).find(
    ({ id }) => id === 'aws-spot-prices',
  );
  const context = {
    instanceTypes: new Map(TYPES.map((name) => [name, null])),
    now: new Date('2026-08-01T12:00:00Z'),
    signal: new AbortController().signal,
    since: null,
    progress: () => undefined,
  };
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const waiting = [...(await source.regions(context))];
  let prices = 0;
  const poller = async () => {
    for (let region = waiting.shift(); region !== undefined; region = waiting.shift()) {
      const polled = await source.poll(region, context);
      prices += polled.prices.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poller));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const refused = await (await fetch(`${url}/refused`)).text();
  server.stdin.end();
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}`);
  console.log(
    `${prices} spot prices of ${REGIONS.length} regions in ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of ` +
      `processor time), ${AT_ONCE} regions at once, ${LATENCY_MS} ms a call; calls refused: ${refused}; ` +
      `peak ${((process.resourceUsage().maxRSS / 1e3) * 1.024).toFixed(0)} MB`,
  );
}

if (process.argv[2] === '--serve') serve();
else await main();
