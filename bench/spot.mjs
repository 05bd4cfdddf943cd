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
const { shippedTrace } = await runBuilt('src/placement/spot/shipped-traces.js');
const { simulate } = await runBuilt('src/placement/spot/simulate.js');
const { spotJob } = await runBuilt('src/placement/spot/spot-job.js');
const { spotMarket } = await runBuilt('src/placement/spot/spot-market.js');

const V100 = ['us-east-1a', 'us-east-2a', 'us-east-2b', 'us-west-2a', 'us-west-2b'].map((zone) => `aws-${zone}-v100`);
/** As in src/placement/spot/shipped-traces.ts. */
const PRIOR = ['aws-us-east-1a-v100', 'aws-us-west-2a-v100'];
const H100 = [
  ...['asia-south2-b', 'asia-southeast1-b', 'asia-southeast1-c', 'europe-west1-c', 'europe-west3-c', 'us-central1-a'],
  ...['us-central1-b', 'us-central1-c', 'us-east4-a', 'us-east4-b', 'us-east5-a', 'us-west1-a', 'us-west1-b'],
].map((zone) => `gcp-${zone}-h100`);
const policies = [...POLICY_NAMES.map((name) => policyNamed(name)), policyNamed('expected-cost', false)];
const named = policies.map(({ name }, index) => (index < POLICY_NAMES.length ? name : `${name}, blind`));
/** The first of our own among the policies. */
const OURS = POLICY_NAMES.length - 1;
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
  const v100 = { spotUsdPerHour: 0.918, onDemandUsdPerHour: 3.06 };
  several('5 V100 zones of AWS, 200 GB at 0.02 USD', V100, v100, moves, 48, 96);
}

function singleZones() {
  const given = { spotUsdPerHour: 0.918, onDemandUsdPerHour: 3.06 };
  console.log(
    '\nV100, each zone on its own: 48 h of work, restart 0.2 h, 3.06 and 0.918 USD/h, a start every 24 h; mean USD',
  );
  const rows = [];
  for (const deadlineHours of [52, 60, 72, 92]) {
    const zones = V100.map((name) => {
      const market = spotMarket([shippedTrace(name)], [name], given);
      const job = spotJob({ jobHours: 48, deadlineHours, restartHours: 0.2 }, market);
      return { name, market, job };
    });
    const found = zones.map(({ market, job }) => simulate(market, job, policies, 24));
    const over = (usdOf) => {
      const group = (keep) => round(mean(found.filter((_, index) => keep(zones[index].name)).map(usdOf)));
      return {
        all: group(() => true),
        prior: group((name) => PRIOR.includes(name)),
        heldOut: group((name) => !PRIOR.includes(name)),
      };
    };
    const better = over((of) => of[1].meanCost);
    const uniform = over((of) => of[2].meanCost);
    for (const group of Object.keys(better)) better[group] = Math.min(better[group], uniform[group]);
    for (const [index, policy] of named.entries()) {
      const usd = over((of) => of[index].meanCost);
      const below = (group) => `${((1 - usd[group] / better[group]) * 100).toFixed(1)} %`;
      const compared = index < OURS ? {} : { 'below better of 2': below('all'), 'held out': below('heldOut') };
      const missed = found.reduce((sum, of) => sum + of[index].missed, 0);
      rows.push({ deadlineHours, policy, ...usd, ...compared, missed });
    }
    rows.push({ deadlineHours, policy: 'optimum', ...over((of) => of[0].optimumMeanCost) });
  }
  console.table(rows);
  time('expected-cost and optimum, 5 zones, deadline 92 h, a start every 24 h', () => {
    for (const name of V100) {
      const market = spotMarket([shippedTrace(name)], [name], given);
      const job = spotJob({ jobHours: 48, deadlineHours: 92, restartHours: 0.2 }, market);
      simulate(market, job, [policies[OURS]], 24);
    }
  });
}

function several(title, names, given, moves, jobHours, everyHours) {
  const market = spotMarket(names.map(shippedTrace), names, given, moves);
  console.log(`\n${title}: ${jobHours} h of work, restart 0.2 h, a start every ${everyHours} h; mean USD`);
  const rows = [];
  for (const times of [1.1, 1.25, 1.5, 2]) {
    const job = spotJob({ jobHours, deadlineHours: jobHours * times, restartHours: 0.2 }, market);
    const found = simulate(market, job, policies.slice(0, OURS + 1), everyHours);
    for (const { policy, meanCost, optimumMeanCost, missed, starts } of found) {
      const above = `${((meanCost / optimumMeanCost - 1) * 100).toFixed(1)} %`;
      rows.push({ deadline: `${times} × job`, policy, usd: round(meanCost), 'above optimum': above, missed, starts });
    }
  }
  console.table(rows);
}

/** Processor time as well: less disturbed by what else runs. */
function time(what, work) {
  const [from, busy] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(busy);
  const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);
  console.log(
    `${what}: ${seconds(performance.now() - from)} s, ${seconds((user + system) / 1000)} s of processor time`,
  );
}

function scarcest(names, count) {
  const share = (name) => mean([...shippedTrace(name).available]);
  return [...names].sort((one, other) => share(one) - share(other)).slice(0, count);
}
