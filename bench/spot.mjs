#!/usr/bin/env node
// What the spot policies cost on the shipped traces, beside the least that anybody could have paid, and how long the
// replays take: each AWS V100 zone on its own, then several zones to choose from.
//
//   node bench/spot.mjs [--only single|several]
//
// The prior of the expected-cost policy is learnt from two AWS zones ("prior"); the others, and all of Google Cloud, are
// held out. "expected-cost, blind" learns nothing from the trace before each start.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runBuilt } from '../bin/run-built.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const { policyNamed, POLICY_NAMES } = await runBuilt('src/placement/spot/policies.js');
const { PRIOR_TRACES, shippedTrace } = await runBuilt('src/placement/spot/shipped-traces.js');
const { simulate } = await runBuilt('src/placement/spot/simulate.js');
const { spotJob } = await runBuilt('src/placement/spot/spot-job.js');
const { spotMarket } = await runBuilt('src/placement/spot/spot-market.js');

const V100 = ['us-east-1a', 'us-east-2a', 'us-east-2b', 'us-west-2a', 'us-west-2b'].map((zone) => `aws-${zone}-v100`);
const H100 = [
  ...['asia-south2-b', 'asia-southeast1-b', 'asia-southeast1-c', 'europe-west1-c', 'europe-west3-c', 'us-central1-a'],
  ...['us-central1-b', 'us-central1-c', 'us-east4-a', 'us-east4-b', 'us-east5-a', 'us-west1-a', 'us-west1-b'],
].map((zone) => `gcp-${zone}-h100`);
const policies = [...POLICY_NAMES.map((name) => policyNamed(name)), policyNamed('expected-cost', false)];
const named = policies.map(({ name }, index) => (index < POLICY_NAMES.length ? name : `${name}, blind`));
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const round = (usd) => Number(usd.toFixed(2));

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
if (values.only !== 'several') singleZones();
if (values.only !== 'single') {
  const given = { spotUsdPerHour: null, onDemandUsdPerHour: null };
  const moves = { checkpointGb: 200, usdPerGbBetweenRegions: 0.02, usdPerGbBetweenClouds: 0.12 };
  for (const jobHours of [24, 48])
    several('13 H100 zones of Google Cloud, 200 GB at 0.02 USD', H100, given, moves, jobHours, 12);
  several('the 6 H100 zones with the least spot', scarcest(H100, 6), given, moves, 48, 12);
  several(
    '5 V100 zones of AWS, 200 GB at 0.02 USD',
    V100,
    { spotUsdPerHour: 0.918, onDemandUsdPerHour: 3.06 },
    moves,
    48,
    24,
  );
}

function singleZones() {
  const given = { spotUsdPerHour: 0.918, onDemandUsdPerHour: 3.06 };
  console.log(
    '\nV100, each zone on its own: 48 h of work, restart 0.2 h, 3.06 and 0.918 USD/h, a start every 24 h; mean USD',
  );
  const rows = [];
  for (const deadlineHours of [52, 60, 72, 92]) {
    let optimum = null;
    const better = {};
    for (const [index, policy] of policies.entries()) {
      const from = performance.now();
      const found = V100.map((name) => {
        const market = spotMarket([shippedTrace(name)], [name], given);
        const job = spotJob({ jobHours: 48, deadlineHours, restartHours: 0.2 }, market);
        return { name, ...simulate(market, job, policy, 24) };
      });
      const seconds = (performance.now() - from) / 1000;
      const over = (keep) => round(mean(found.filter(keep).map(({ meanCost }) => meanCost)));
      const groups = {
        all: over(() => true),
        prior: over(({ name }) => PRIOR_TRACES.includes(name)),
        'held out': over(({ name }) => !PRIOR_TRACES.includes(name)),
      };
      if (['greedy', 'uniform-progress'].includes(policy.name)) {
        for (const [group, usd] of Object.entries(groups)) better[group] = Math.min(better[group] ?? Infinity, usd);
      }
      const saved = (group) => `${((1 - groups[group] / better[group]) * 100).toFixed(1)} %`;
      rows.push({
        deadlineHours,
        policy: named[index],
        ...groups,
        ...(policy.name === 'expected-cost'
          ? { 'below better': saved('all'), 'held out below': saved('held out') }
          : {}),
        missed: found.reduce((sum, { missed }) => sum + missed, 0),
        starts: found.reduce((sum, { starts }) => sum + starts, 0),
        seconds: round(seconds),
      });
      optimum = round(mean(found.map(({ optimumMeanCost }) => optimumMeanCost)));
    }
    rows.push({ deadlineHours, policy: 'optimum', all: optimum });
  }
  console.table(rows);
}

function several(title, names, given, moves, jobHours, everyHours) {
  const market = spotMarket(names.map(shippedTrace), names, given, moves);
  console.log(`\n${title}: ${jobHours} h of work, restart 0.2 h, a start every ${everyHours} h; mean USD`);
  const rows = [];
  for (const times of [1.1, 1.25, 1.5, 2]) {
    const job = spotJob({ jobHours, deadlineHours: jobHours * times, restartHours: 0.2 }, market);
    for (const [index, policy] of policies.entries()) {
      const from = performance.now();
      const found = simulate(market, job, policy, everyHours);
      rows.push({
        deadline: `${times} × job`,
        policy: named[index],
        usd: round(found.meanCost),
        optimum: round(found.optimumMeanCost),
        above: `${((found.meanCost / found.optimumMeanCost - 1) * 100).toFixed(1)} %`,
        missed: found.missed,
        starts: found.starts,
        seconds: round((performance.now() - from) / 1000),
      });
    }
  }
  console.table(rows);
}

function scarcest(names, count) {
  const share = (name) => mean([...shippedTrace(name).available]);
  return [...names].sort((one, other) => share(one) - share(other)).slice(0, count);
}
