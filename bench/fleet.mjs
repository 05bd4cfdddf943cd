#!/usr/bin/env node
// How fast fleets are planned, how much the plans could be off, and what HiGHS does with the same files.
//
//   node bench/fleet.mjs [--kinds market,tight,plain] [--sizes 200,1000,2000,5000,20000] [--seed 1]
//                        [--python .venv/bin/python --peer-seconds 60]
//
// The fleets are those of bench/fleet-world.mjs; one of 200 workloads has 2,000 offers, 100 quotas and 10 commitments. Each
// is written to a file and planned by `pennywatt fleet` in a process of its own, with its defaults; the plan and its prices
// are then checked by src/placement/fleet/certificate.ts, which shares nothing with the solver.
//   ms    what the command says; `process` the whole process, start and reading the file included; `cpu` its processor time; `MiB`
//         its largest memory
//   gap   between the cost and the lower bound, in per cent of the cost
// With --python (a virtual environment with bench/peers/requirements.txt) HiGHS solves the same file, on one thread, until
// its gap is as small as ours or its time is up.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBuilt } from '../bin/run-built.mjs';
import { fleet } from './fleet-world.mjs';

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'market,tight,plain' },
    sizes: { type: 'string', default: '200,1000,2000,5000,20000' },
    seed: { type: 'string', default: '1' },
    python: { type: 'string' },
    'peer-seconds': { type: 'string', default: '60' },
  },
});
const { certify } = await runBuilt('src/placement/fleet/certificate.js');
const { readChoiceProblem } = await runBuilt('src/placement/fleet/fleet-file.js');
const command = fileURLToPath(new URL('../bin/pennywatt.mjs', import.meta.url));
const peer = fileURLToPath(new URL('peers/fleet/highs.py', import.meta.url));
/** Makes a process say at its end what it has used. */
const TELL_USAGE =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(JSON.stringify(process.resourceUsage())))';
const folder = mkdtempSync(join(tmpdir(), 'pennywatt-bench-'));
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
const rows = [];
try {
  for (const kind of values.kinds.split(','))
    for (const size of values.sizes.split(',')) rows.push(measure(kind, size));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
for (const kind of values.kinds.split(','))
  chart(
    kind,
    rows.filter((row) => row.kind === kind),
  );

function measure(kind, size) {
  const workloads = Number(size);
  const given = fleet({ kind, workloads, seed: Number(values.seed), ...shapeOf(kind, workloads) });
  const file = join(folder, `${kind}-${size}.json`);
  writeFileSync(file, JSON.stringify(given));
  const began = performance.now();
  const run = spawnSync(process.execPath, ['--import', TELL_USAGE, command, 'fleet', file, '--json'], {
    maxBuffer: 2 ** 28,
  });
  const took = performance.now() - began;
  const told = run.stderr.toString();
  if (run.status !== 0) throw new Error(`${kind} ${size}: status ${run.status}: ${told}`);
  const answer = JSON.parse(run.stdout.toString());
  const { faults, cost, lowerBound } = certify(readChoiceProblem(given, file), answer.choices, answer.duals);
  if (faults.length > 0 || Math.abs(cost - answer.cost) > 1e-6 * cost) throw new Error(`${kind} ${size}: ${faults[0]}`);
  if (lowerBound < answer.dualBound - 1e-6 * cost)
    throw new Error(`${kind} ${size}: the prices prove ${lowerBound} only`);
  const usage = JSON.parse(told.slice(told.lastIndexOf('{')));
  const row = {
    kind,
    workloads,
    options: given.workloads.reduce((sum, options) => sum + options.length, 0),
    cost: answer.cost,
    gap: rounded(answer.gapPercent, 3),
    ms: Math.round(answer.milliseconds),
    process: Math.round(took),
    cpu: Math.round((usage.userCPUTime + usage.systemCPUTime) / 1000),
    MiB: Math.round(usage.maxRSS / 1024),
    ...(values.python === undefined ? {} : highs(file, answer)),
  };
  console.log(JSON.stringify(row));
  return row;
}

function shapeOf(kind, workloads) {
  if (kind === 'plain') return workloads <= 200 ? { quotas: 30, commitments: 0 } : { quotas: 60, commitments: 0 };
  return workloads <= 200 ? { offers: 2000, quotas: 100, commitments: 10 } : {};
}

function highs(file, { gapPercent }) {
  const goal = String(Math.max(gapPercent / 100, 1e-6));
  const run = spawnSync(values.python, [peer, file, values['peer-seconds'], goal], { maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  const { cost, bound, seconds } = JSON.parse(run.stdout.toString().trim().split('\n').at(-1));
  return {
    highsMs: Math.round(seconds * 1000),
    highsCost: cost === null ? null : rounded(cost, 2),
    highsGap: cost === null ? null : rounded(((cost - bound) / cost) * 100, 3),
  };
}

/** Time against workloads, both logarithmic, for docs/fleet.md. */
function chart(kind, points) {
  const longest = Math.max(...points.map(({ ms }) => ms));
  console.log(`\n${kind}: milliseconds against workloads`);
  for (const { workloads, ms, gap } of points) {
    const bar = '█'.repeat(Math.max(1, Math.round((Math.log10(ms) / Math.log10(longest)) * 50)));
    console.log(`${String(workloads).padStart(6)} ${bar} ${ms} ms, ${gap} %`);
  }
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
