// Fits the training model on published throughputs: what all accelerators share, and what each reaches of its peak in
// large products. Used by training.mjs. Deterministic: coordinate by coordinate, with steps that halve.

import { generationOf } from './efficiency-borrow.mjs';
import { trainingJob } from '../../dist/src/performance/training/job.js';
import { trainingMachine } from '../../dist/src/performance/training/machine.js';
import { leastRecomputedShare } from '../../dist/src/performance/training/memory.js';
import { fastestLayout } from '../../dist/src/performance/training/search.js';
import { stepSeconds } from '../../dist/src/performance/training/time.js';

/**
 * @typedef {object} Run One published throughput with its question, and where it is known its layout.
 * @property {string} id
 * @property {string} group model, accelerator, precision and source: rows of one group count as one
 * @property {string} family what is left out together
 * @property {import('../../dist/src/performance/types.js').TrainingQuestion} question
 * @property {import('../../dist/src/performance/training/layout.js').TrainingLayout | null} layout
 * @property {number} seconds of a step, as measured
 */

/** Where the search for each coefficient begins, and between what it stays. */
const SHARED = {
  expertRate: [0.6, 0.1, 1],
  attentionRate: [0.8, 0.1, 1],
  trafficPerActivationByte: [4, 0.5, 20],
  trafficPerCastByte: [2, 0.1, 20],
  trafficPerDealtByte: [4, 0.1, 20],
  rampTokens: [500, 1, 4000],
  launchSecondsPerLayer: [2e-3, 1e-6, 1e-2],
  launchSecondsPerExpertLayer: [8e-3, 1e-6, 2e-2],
  secondsPerStep: [0.01, 1e-4, 0.2],
  tensorExchangeExposed: [0.5, 0.01, 1],
  routingWithinNodeExposed: [0.3, 0.01, 1],
  routingBetweenNodesExposed: [0.5, 0.01, 1],
  exchangeBehindWork: [0.5, 0.02, 1],
  waitPerDoubledNodes: [0.01, 1e-4, 0.05],
};
const PRODUCT_SHARE = { bf16: 0.75, fp8: 0.6, fp4: 0.4 };
const LARGEST_SHARE = 0.97;
const SMALLEST_SHARE = 0.02;
/** Standard deviations, as logarithms: of generations around their precision, of accelerators around their generation. */
const SPREAD_OF_GENERATIONS = 0.25;
const SPREAD_OF_ACCELERATORS = 0.12;
/** Of the coefficients around where they begin: published runs say little of some. */
const SPREAD_OF_SHARED = 1.5;
/** What a run differs from its like, as a logarithm; beyond twice that its weight falls. */
const SPREAD_OF_RUNS = 0.12;

/**
 * @param {Run[]} runs
 * @param {Map<string, import('../../dist/src/catalog/index.js').Accelerator>} accelerators
 * @param {object | null} start parameters to begin with
 * @param {number} sweeps
 */
export function fitTraining(runs, start = null, sweeps = 60) {
  const parameters = structuredClone(start ?? initial());
  const weights = weightsOf(runs);
  let laid = layOut(runs, parameters);
  const steps = new Map();
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    if (sweep % 15 === 14) laid = layOut(runs, parameters);
    for (const [group, name] of coordinates(runs)) {
      const touched = touches(group, name);
      const rows = laid.flatMap((run, index) => (touched(run) ? [index] : []));
      const loss = () =>
        prior(parameters, group, name) +
        rows.reduce((sum, index) => sum + weights[index] * penalty(residual(laid[index], parameters)), 0);
      improve(parameters[group], name, loss, steps, `${group} ${name}`);
    }
  }
  return parameters;
}

/** Logarithm of measured over predicted seconds of a step. */
export function residual(run, parameters) {
  return Math.log(run.seconds / predictedSeconds(run, parameters));
}

export function predictedSeconds(run, parameters) {
  const machine = machineOf(run.question, parameters);
  return stepSeconds(run.job, run.layout, machine);
}

/**
 * What an accelerator reaches of its peak in large products. Where nothing is known of it in a precision, it stands to
 * the others as it does in 16 bit; where nothing is known of it at all, as its generation does.
 */
export function productShare({ precisions, generations, accelerators }, acceleratorId, precision) {
  const generation = generationOf(acceleratorId);
  const own = (values, name) => values[`${name} ${precision}`] ?? values[`${name} bf16`] ?? 0;
  const log = precisions[precision] + own(generations, generation) + own(accelerators, acceleratorId);
  return Math.min(LARGEST_SHARE, Math.max(SMALLEST_SHARE, Math.exp(log)));
}

export function coefficientsOf(parameters) {
  return Object.fromEntries(Object.entries(parameters.shared).map(([name, log]) => [name, Math.exp(log)]));
}

function machineOf(question, parameters) {
  const rates = (acceleratorId, precision) => ({ productShare: productShare(parameters, acceleratorId, precision) });
  const known = trainingMachine(question, rates, coefficientsOf(parameters));
  if (!known.ok) throw new Error(known.reason);
  return known.machine;
}

/** Gives every run a layout: as published, else the fastest that fits with these parameters. */
export function layOut(runs, parameters) {
  return runs.map((run) => {
    const { question } = run;
    const job = trainingJob(question, question.accelerator.memoryGiB);
    if (run.layout !== null) {
      const recomputedShare = run.layout.recomputedShare ?? leastRecomputedShare(job, run.layout) ?? 1;
      return { ...run, job, layout: { ...run.layout, recomputedShare } };
    }
    const found = fastestLayout(question, machineOf(question, parameters), question.accelerator.memoryGiB);
    if (!found.ok) throw new Error(`${run.id}: ${found.reason}`);
    return { ...run, job, layout: found.layout };
  });
}

function initial() {
  return {
    shared: Object.fromEntries(Object.entries(SHARED).map(([name, [value]]) => [name, Math.log(value)])),
    precisions: Object.fromEntries(Object.entries(PRODUCT_SHARE).map(([name, value]) => [name, Math.log(value)])),
    generations: {},
    accelerators: {},
  };
}

function coordinates(runs) {
  const distinct = (list) => [...new Set(list)].sort();
  const precisions = (question) => distinct(['bf16', question.precision]);
  const keys = (of) =>
    distinct(runs.flatMap(({ question }) => precisions(question).map((precision) => `${of(question)} ${precision}`)));
  return [
    ...distinct(runs.flatMap(({ question }) => precisions(question))).map((name) => ['precisions', name]),
    ...keys(({ accelerator }) => generationOf(accelerator.id)).map((name) => ['generations', name]),
    ...keys(({ accelerator }) => accelerator.id).map((name) => ['accelerators', name]),
    ...Object.keys(SHARED).map((name) => ['shared', name]),
  ];
}

/** Which runs a parameter changes: a lower precision's runs have their output layer and attention in 16 bit. */
function touches(group, name) {
  if (group === 'shared') return () => true;
  const has = (question, precision) => precision === 'bf16' || question.precision === precision;
  if (group === 'precisions') return ({ question }) => has(question, name);
  const [first, precision] = [name.slice(0, name.lastIndexOf(' ')), name.slice(name.lastIndexOf(' ') + 1)];
  return ({ question }) => {
    const { id } = question.accelerator;
    return has(question, precision) && (group === 'accelerators' ? id : generationOf(id)) === first;
  };
}

function prior(parameters, group, name) {
  const value = parameters[group][name] ?? 0;
  if (group === 'shared') return ((value - Math.log(SHARED[name][0])) / SPREAD_OF_SHARED) ** 2 / 2;
  if (group === 'generations') return (value / SPREAD_OF_GENERATIONS) ** 2 / 2;
  if (group === 'accelerators') return (value / SPREAD_OF_ACCELERATORS) ** 2 / 2;
  return 0;
}

/** Quadratic near zero, linear beyond twice the spread. */
function penalty(log) {
  const size = Math.abs(log / SPREAD_OF_RUNS);
  return size <= 2 ? size ** 2 / 2 : 2 * size - 2;
}

/** Rows of one group count as the square root of their number. */
function weightsOf(runs) {
  const sizes = new Map();
  for (const { group } of runs) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return runs.map(({ group }) => 1 / Math.sqrt(sizes.get(group)));
}

/** One step down the slope of one parameter: forward, else backward, else half as far next time. */
function improve(values, name, loss, steps, key) {
  const before = values[name] ?? 0;
  const step = steps.get(key) ?? 0.15;
  const least = loss();
  for (const direction of [1, -1]) {
    values[name] = bounded(name, before + direction * step);
    if (loss() < least - 1e-12) {
      steps.set(key, direction * step > 0 ? Math.abs(step) * 1.3 : -Math.abs(step) * 1.3);
      return;
    }
  }
  values[name] = before;
  steps.set(key, step / 2);
}

function bounded(name, log) {
  if (!(name in SHARED)) return log;
  const [, least, most] = SHARED[name];
  return Math.min(Math.log(most), Math.max(Math.log(least), log));
}
