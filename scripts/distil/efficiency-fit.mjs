// Fits the serving model's shared coefficients and each accelerator's efficiency. Used by efficiency.mjs.

import { layReplica } from '../../dist/src/performance/replica.js';
import { memoryFit } from '../../dist/src/performance/memory-fit.js';
import { servingLine, servingPoint } from '../../dist/src/performance/serving-point.js';
import { decodeSeconds } from '../../dist/src/performance/step-time.js';

/** @typedef {import('./efficiency-rows.mjs').ServingRow} ServingRow */
/** @typedef {import('./efficiency-throughput-rows.mjs').ThroughputRow} ThroughputRow */
/** @typedef {import('../../dist/src/performance/coefficients.js').ServingCoefficients} ServingCoefficients */
/** @typedef {{prefillCompute: number, decodeBandwidth: number}} Rates */
/** @typedef {{coefficients: ServingCoefficients, centre: Rates, rates: Map<string, Rates>}} Fit */

/** Where the search starts; what it finds does not depend on it by more than the rounding of the files. */
const START = {
  launchSecondsPerLayer: 2e-5,
  routingSecondsPerLayer: 2e-5,
  secondsPerRequestInStep: 1e-5,
  cacheBandwidthRatio: 0.9,
  expertBandwidthRatio: 0.9,
  decodeComputeRatio: 0.6,
  allReduceLatencySeconds: 1e-5,
  promptSlowdown: 1.5,
  queuedPrompts: 0.1,
  queuedSteps: 3,
  secondsPerRequest: 0.03,
};

/** Where the data alone would leave what is physically possible, or trade one coefficient for another. */
const LIMITS = {
  promptSlowdown: [1, 4],
  decodeComputeRatio: [0.1, 1],
  cacheBandwidthRatio: [0.5, 1.25],
  expertBandwidthRatio: [0.5, 1.25],
};

/** No measured kernel moves data faster than this share of the datasheet's bandwidth, or multiplies so near its peak. */
const LARGEST_SHARE = 0.95;
/** Weight of the time to first token beside that of the time per token: it depends on the engine, which is not asked. */
const TTFT_WEIGHT = 0.3;
/** A row that is off by more than e^this counts no more than that: some are written down wrongly. */
const WORST = 1;
/** Rows that an accelerator's own figures must outweigh to leave the common ones. */
const PRIOR_ROWS = 60;
/** Of a group of throughput rows: their figures are one number per run. */
const PRIOR_THROUGHPUT_ROWS = 10;
/** No engine takes more at once in these runs. */
const MOST_IN_FLIGHT = 1024;

/** @param {{acceleratorId: string, precision: string}} row */
export const groupOf = (row) => `${row.acceleratorId} ${row.precision}`;

/**
 * @param {ServingRow | ThroughputRow} row
 * @param {ServingCoefficients} coefficients
 * @param {Rates} rates
 * @param {Map<string, import('../../dist/src/catalog/index.js').Accelerator>} accelerators
 */
function lineOf(row, coefficients, rates, accelerators) {
  const hardware = {
    accelerator: accelerators.get(row.acceleratorId),
    parallelism: { tensor: row.tensor, pipeline: 1 },
    interNodeGBps: null,
    nodes: 1,
  };
  const replica = layReplica(row.model, hardware, row.precision, rates, coefficients);
  return replica && servingLine(replica, { inputTokens: row.inputTokens, outputTokens: row.outputTokens });
}

/** Predicted point of a row with measured latencies. */
export function predict(row, fit, accelerators, rates = fit.rates.get(groupOf(row)) ?? fit.centre) {
  return servingPoint(lineOf(row, fit.coefficients, rates, accelerators), row.concurrency);
}

/** Predicted requests per second of a row with a measured throughput; null where the model does not fit. */
export function predictThroughput(row, coefficients, rates, accelerators) {
  const line = lineOf(row, coefficients, rates, accelerators);
  if (!line) return null;
  const memoryGiB = accelerators.get(row.acceleratorId).memoryGiB;
  const memory = memoryFit(row.model, row.precision, { tensor: row.tensor, pipeline: 1 }, memoryGiB, line.shape);
  const concurrency = row.concurrency ?? Math.min(MOST_IN_FLIGHT, memory.largestConcurrency);
  if (concurrency < 1 || concurrency > memory.largestConcurrency) return null;
  if (row.batching === 'continuous') return servingPoint(line, concurrency).requestsPerSecond;
  const seconds =
    concurrency * line.promptSeconds + row.outputTokens * decodeSeconds(line.replica, concurrency, line.meanContext);
  return concurrency / seconds;
}

const within = ([least, most] = [0, Infinity], value) => Math.min(most, Math.max(least, value));

/** Quadratic near zero, linear beyond, flat where nothing can be learnt. */
function lossOf(logError) {
  const size = Math.min(WORST, Math.abs(logError));
  return size < 0.1 ? 5 * size * size + 0.05 : size;
}

const clamp = (rates) => ({
  prefillCompute: Math.min(LARGEST_SHARE, rates.prefillCompute),
  decodeBandwidth: Math.min(LARGEST_SHARE, rates.decodeBandwidth),
});

/**
 * Minimises by moving one parameter at a time, in logarithms.
 *
 * @param {number[]} logs start; changed in place
 * @param {(index: number) => number} loss of what the parameter of this index changes
 */
function descend(logs, loss, sweeps) {
  const steps = logs.map(() => 0.4);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let index = 0; index < logs.length; index += 1) {
      const before = loss(index);
      const start = logs[index];
      const better = [1, -1].some((sign) => {
        logs[index] = start + sign * steps[index];
        return loss(index) < before - 1e-9;
      });
      if (!better) logs[index] = start;
      steps[index] *= better ? 1.6 : 0.5;
    }
    if (Math.max(...steps) < 1e-3) return;
  }
}

/**
 * Shared coefficients and each group's rates, from rows with latencies.
 *
 * @param {ServingRow[]} rows
 * @returns {Fit}
 */
export function fitServing(rows, accelerators, sweeps = 80) {
  const names = Object.keys(START);
  const groups = [...new Set(rows.map(groupOf))].sort();
  const rowsOf = groups.map((group) => rows.filter((row) => groupOf(row) === group));
  // Layout: coefficients, the two centres, then two deviations per group.
  const logs = [
    ...names.map((name) => Math.log(START[name])),
    Math.log(0.45),
    Math.log(0.75),
    ...groups.flatMap(() => [0, 0]),
  ];
  const first = names.length + 2;
  const coefficientsNow = () =>
    Object.fromEntries(names.map((name, index) => [name, within(LIMITS[name], Math.exp(logs[index]))]));
  const ratesNow = (group) =>
    clamp({
      prefillCompute: Math.exp(logs[first - 2] + logs[first + 2 * group]),
      decodeBandwidth: Math.exp(logs[first - 1] + logs[first + 2 * group + 1]),
    });
  const groupLoss = (group, coefficients) => {
    const rates = ratesNow(group);
    let loss = PRIOR_ROWS * (logs[first + 2 * group] ** 2 + logs[first + 2 * group + 1] ** 2);
    for (const row of rowsOf[group]) {
      const point = servingPoint(lineOf(row, coefficients, rates, accelerators), row.concurrency);
      loss += lossOf(Math.log(point.tpotSeconds / row.tpotSeconds));
      loss += TTFT_WEIGHT * lossOf(Math.log(point.ttftSeconds / row.ttftSeconds));
    }
    return loss;
  };
  descend(
    logs,
    (index) => {
      const coefficients = coefficientsNow();
      if (index >= first) return groupLoss((index - first) >> 1, coefficients);
      return groups.reduce((sum, _, group) => sum + groupLoss(group, coefficients), 0);
    },
    sweeps,
  );
  return {
    coefficients: coefficientsNow(),
    centre: clamp({ prefillCompute: Math.exp(logs[first - 2]), decodeBandwidth: Math.exp(logs[first - 1]) }),
    rates: new Map(groups.map((group, index) => [group, ratesNow(index)])),
  };
}

/**
 * One group's rates from throughput rows, the shared coefficients being known. Null where no row can be predicted.
 *
 * @param {ThroughputRow[]} rows
 * @param {Fit} fit
 * @returns {Rates | null}
 */
export function fitThroughput(rows, fit, accelerators) {
  const logs = [0, 0];
  const ratesNow = () =>
    clamp({
      prefillCompute: fit.centre.prefillCompute * Math.exp(logs[0]),
      decodeBandwidth: fit.centre.decodeBandwidth * Math.exp(logs[1]),
    });
  let predicted = 0;
  descend(
    logs,
    () => {
      const rates = ratesNow();
      predicted = 0;
      let loss = PRIOR_THROUGHPUT_ROWS * (logs[0] ** 2 + logs[1] ** 2);
      for (const row of rows) {
        const rate = predictThroughput(row, fit.coefficients, rates, accelerators);
        if (rate === null) continue;
        predicted += 1;
        loss += lossOf(Math.log(rate / row.requestsPerSecond));
      }
      return loss;
    },
    60,
  );
  return predicted === 0 ? null : ratesNow();
}
