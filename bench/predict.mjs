#!/usr/bin/env node
// How long predictions of serving runs take, warm and on one thread: of the shipped measured runs as they stand, and of
// one replica over all numbers of requests in flight that a placement tries.
//
//   npm run build && node bench/predict.mjs [--rounds 10]

import { parseArgs } from 'node:util';
import { shippedLearnt, shippedServingModel } from '../dist/src/performance/serving/shipped-learnt.js';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(options.rounds);
const BATCHES = Array.from({ length: 256 }, (_, index) => index + 1);

const started = performance.now();
const model = shippedServingModel();
const { runs } = shippedLearnt();
console.log(`tables read in ${(performance.now() - started).toFixed(0)} ms`);

const single = () => {
  for (const { run } of runs) model(run)?.(run.concurrency);
  return runs.length;
};
const sweep = () => {
  let count = 0;
  for (let index = 0; index < runs.length; index += 10) {
    const times = model(runs[index].run);
    for (const batch of BATCHES) times?.(batch);
    count += BATCHES.length;
  }
  return count;
};
for (const [name, work] of [
  ['one prediction of its own', single],
  ['one of many of a replica', sweep],
]) {
  work();
  const microseconds = Array.from({ length: rounds }, () => {
    const from = performance.now();
    const count = work();
    return ((performance.now() - from) * 1000) / count;
  }).sort((one, other) => one - other);
  const median = microseconds[rounds >> 1];
  console.log(
    `${name}: median ${median.toFixed(2)} µs, best ${microseconds[0].toFixed(2)} µs, ${Math.round(1e6 / median)} a second`,
  );
}
