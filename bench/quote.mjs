#!/usr/bin/env node
// How long one quote takes, in process and over HTTP, over the whole shipped snapshot.
//
//   node bench/quote.mjs [--rounds 100]
//
// Every quote of a round asks something else, so that no answer is one that was kept:
//   again  another rate, deadline or number of requests; predictions of the same model and lengths are remembered
//   anew   other lengths as well, so that every prediction is made for the first time
//
// `cpu` is the processor time of a quote, its share of the garbage collection included: less disturbed by what else runs.
// Over HTTP it is that of both ends.

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBuilt } from '../bin/run-built.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } });
const rounds = Number(values.rounds);
const WARM_UP = 20;
const { startApp } = await runBuilt('src/app.js');
const { readSettings } = await runBuilt('src/platform/index.js');
const { PlacementService } = await runBuilt('src/placement/placement.service.js');
const { workloadSchema } = await runBuilt('src/placement/workload.schema.js');

const home = mkdtempSync(join(tmpdir(), 'pennywatt-bench-'));
const running = await startApp(readSettings({ PENNYWATT_HOME: home, PORT: '0', LOG_LEVEL: 'error' }), { listen: true });
try {
  const examples = await (await fetch(`${running.url}/v1/examples`)).json();
  const workloads = examples.flatMap(({ workloads }) => workloads);
  const byName = [...new Map(workloads.map((workload) => [workload.name, workload])).values()];
  const service = running.app.get(PlacementService);
  const { prices } = service.quote(workloadSchema.parse(byName[0]));
  console.log(
    `${prices.offers} offers, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${rounds} rounds, ms`,
  );
  const ask = {
    'in process': (workload) => void service.quote(workloadSchema.parse(workload)),
    'over HTTP': async (workload) => {
      const response = await fetch(`${running.url}/v1/placements/quote`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(workload),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${workload.name}: status ${response.status}`);
    },
  };
  const rows = [];
  for (const [where, call] of Object.entries(ask)) {
    for (const kind of ['again', 'anew']) {
      const all = [];
      let cpu = 0;
      for (const workload of byName) {
        const times = [];
        let busy = process.cpuUsage();
        for (let round = 0; round < rounds + WARM_UP; round += 1) {
          const varied = vary(workload, round, kind === 'anew');
          if (round === WARM_UP) busy = process.cpuUsage();
          const began = performance.now();
          await call(varied);
          if (round >= WARM_UP) times.push(performance.now() - began);
        }
        const used = cpuMilliseconds(busy);
        all.push(...times);
        cpu += used;
        rows.push({ where, kind, workload: workload.name, ...figures(times), cpu: rounded(used / rounds) });
      }
      rows.push({ where, kind, workload: 'all', ...figures(all), cpu: rounded(cpu / rounds / byName.length) });
    }
  }
  console.table(rows);
} finally {
  await running.close();
  rmSync(home, { recursive: true, force: true });
}

/** The same workload a little different, by no more than a tenth. */
function vary(workload, round, lengths) {
  const factor = 1 + ((round * 37) % 101) / 1010;
  const scaled = (value) => (Array.isArray(value) ? value.map((one) => one * factor) : value * factor);
  const whole = (value) => Math.round(value * factor);
  return {
    ...workload,
    ...('requestsPerSecond' in workload ? { requestsPerSecond: scaled(workload.requestsPerSecond) } : {}),
    ...('requests' in workload ? { requests: whole(workload.requests) } : {}),
    ...('tokens' in workload ? { tokens: whole(workload.tokens * (2 - factor)) } : {}),
    ...(lengths && 'request' in workload
      ? { request: { ...workload.request, inputTokens: whole(workload.request.inputTokens) + round } }
      : {}),
    ...(lengths && 'sequenceLength' in workload ? { sequenceLength: workload.sequenceLength - round } : {}),
  };
}

function cpuMilliseconds(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function rounded(value) {
  return Number(value.toFixed(2));
}

function figures(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
