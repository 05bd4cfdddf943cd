#!/usr/bin/env node
// How long mixes take, and what Mélange's published integer program makes of the same problems.
//
//   node bench/mix.mjs [--problems 400] [--seed 1] [--python .venv/bin/python --peers 40 --peer-seconds 60]
//
// Problems in the manner of Mélange: 2 to 10 accelerators, the dearer the faster, by more for long requests; 3 × 3 to
// 10 × 10 buckets, a fifth of them empty; cheap accelerators cannot serve some of the long ones; 1 to 150 requests a second.
// With --python (a virtual environment with bench/peers/requirements.txt) the first of them are also solved by the
// published program (bench/peers/mix/published.py), with CBC and 4 slices a bucket. Ours must never cost more.

import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBuilt } from '../bin/run-built.mjs';
import { randomOf } from './fleet-world.mjs';

const { values } = parseArgs({
  options: {
    problems: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    python: { type: 'string' },
    peers: { type: 'string', default: '40' },
    'peer-seconds': { type: 'string', default: '60' },
  },
});
const { readMix } = await runBuilt('src/placement/mix/mix-file.js');
const { solveMix } = await runBuilt('src/placement/mix/solve-mix.js');
const random = randomOf(Number(values.seed));
const problems = Array.from({ length: Number(values.problems) }, mix);
for (const problem of problems.slice(0, 50)) solveMix(readMix(problem, 'warm-up').problem);

const answers = problems.map((problem) => {
  const { problem: stated } = readMix(problem, 'mix');
  const busy = process.cpuUsage();
  const began = performance.now();
  const { cost, lowerBound } = solveMix(stated);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(busy);
  return { cost, lowerBound, ms, cpu: (user + system) / 1000 };
});
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
console.log(
  `${answers.length} mixes, ${answers.filter(({ cost, lowerBound }) => cost - lowerBound > 1e-6 * cost).length} not proven`,
);
console.table({ ms: figures(answers.map(({ ms }) => ms)), cpu: figures(answers.map(({ cpu }) => cpu)) });
if (values.python !== undefined) compare();

function compare() {
  const count = Math.min(problems.length, Number(values.peers));
  const input = problems
    .slice(0, count)
    .map((problem) => JSON.stringify({ ...problem, seconds: Number(values['peer-seconds']) }))
    .join('\n');
  const peer = fileURLToPath(new URL('peers/mix/published.py', import.meta.url));
  const run = spawnSync(values.python, [peer], { input, maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  const theirs = run.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const savings = theirs.map(({ cost }, index) => (1 - answers[index].cost / cost) * 100);
  console.log(
    `published program: ${theirs.length} mixes, ${theirs.filter(({ optimal }) => !optimal).length} not to the end in time`,
  );
  console.table({
    'ms, published': figures(theirs.map(({ seconds }) => seconds * 1000)),
    'ms, ours': figures(answers.slice(0, count).map(({ ms }) => ms)),
    'saved, %': figures(savings),
  });
  console.log(
    `ours costs more in ${savings.filter((percent) => percent < -1e-6).length}, takes longer in ${
      theirs.filter(({ seconds }, index) => answers[index].ms > seconds * 1000).length
    }`,
  );
}

function mix() {
  const types = 2 + Math.floor(random() * 9);
  const size = 3 + Math.floor(random() * 8);
  const weights = Array.from({ length: size }, () =>
    Array.from({ length: size }, () => (random() < 0.2 ? 0 : random() ** 3)),
  );
  const sum = weights.flat().reduce((total, weight) => total + weight, 0);
  const info = Array.from({ length: types }, (_, type) => {
    const cost = Math.round(50 * 1.4 ** type * (0.8 + 0.4 * random())) / 100;
    const speed = cost * (0.6 + 0.8 * random()) * 60;
    const tputs = weights.map((row, i) =>
      row.map((_, j) => {
        // The dearest serves everything.
        if (type < types / 2 && i + j > size * 1.3 && random() < 0.5) return 0;
        return (speed / (3 + i + 2 * j)) * (0.7 + 0.6 * random()) * (1 + (type / types) * (i / size));
      }),
    );
    return [`gpu${type}`, { cost, tputs }];
  });
  return {
    gpu_info: Object.fromEntries(info),
    workload_distribution: weights.map((row) => row.map((weight) => weight / sum)),
    total_request_rate: Math.exp(random() * 5),
    slice_factor: 4,
  };
}

function figures(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
  return { least: at(0), median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
