import type { Engine } from '../serving/serving-run.js';
import { stepTimes, type StepCoefficients, type StepTerms } from '../serving/step-model.js';

/** A measured run and what its times consist of. */
export interface MeasuredSteps {
  readonly terms: StepTerms;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
}

/** Where the fit starts, and what it is drawn to where measurements say nothing: kernels as measured, and little else. */
const START: StepCoefficients = {
  generation: { products: 1, attention: 1, experts: 1, communication: 1 },
  prompt: { products: 1, attention: 1, experts: 1, communication: 1 },
  perLayer: { vllm: 5e-6, sglang: 5e-6, trtllm: 3e-6 },
  perExpertLayer: { vllm: 3e-6, sglang: 3e-6, trtllm: 1e-6 },
  perLatentLayer: 0.3,
  perStep: { vllm: 0.3e-3, sglang: 0.3e-3, trtllm: 0.3e-3 },
  perRequestInStep: 1e-5,
  activationPasses: 1,
  promptShare: 1,
  apart: { vllm: 0.8, sglang: 0.8, trtllm: 0.7 },
  apartUnknown: 0.7,
  copied: { vllm: 1.2, sglang: 1.2, trtllm: 1.2 },
  perLayerAcross: 20e-6,
  room: { vllm: 1, sglang: 1, trtllm: 1.5 },
  promptRate: 1,
  waited: 1,
  perRequest: { vllm: 0.02, sglang: 0.05, trtllm: 0.02 },
  ownPrompt: { vllm: 1.2, sglang: 1.5, trtllm: 1.2 },
  queued: { vllm: 0.5, sglang: 0.8, trtllm: 0.6 },
  queueExponent: 0.7,
  stepsWaited: { vllm: 1, sglang: 1, trtllm: 1 },
  apartFirst: 1.5,
  stepsCopied: { vllm: 2, sglang: 2, trtllm: 10 },
};

/** Errors beyond these are of runs that did not go as described: they draw no harder. In logarithms. */
const WORST_TPOT = 0.7;
const WORST_TTFT = 1.5;
/** Disaggregated runs leave more unsaid. */
const WEIGHT_APART = 0.5;
/** Mean error that a coefficient e times off its start has to save. */
const PULL = 0.002;
const SWEEPS = 60;

/** Coefficients, in order, as logarithms and back. */
function flatten(coefficients: StepCoefficients): number[] {
  return leaves(coefficients).map(Math.log);
}

function leaves(value: object | number): number[] {
  return typeof value === 'number' ? [value] : Object.values(value).flatMap((inner: object | number) => leaves(inner));
}

function unflatten(logarithms: readonly number[]): StepCoefficients {
  let index = 0;
  const next = () => Math.exp(logarithms[index++] ?? 0);
  const pass = () => ({ products: next(), attention: next(), experts: next(), communication: next() });
  const engines = (): Record<Engine, number> => ({ vllm: next(), sglang: next(), trtllm: next() });
  return {
    generation: pass(),
    prompt: pass(),
    perLayer: engines(),
    perExpertLayer: engines(),
    perLatentLayer: next(),
    perStep: engines(),
    perRequestInStep: next(),
    activationPasses: next(),
    promptShare: next(),
    apart: engines(),
    apartUnknown: next(),
    copied: engines(),
    perLayerAcross: next(),
    room: engines(),
    promptRate: next(),
    waited: next(),
    perRequest: engines(),
    ownPrompt: engines(),
    queued: engines(),
    queueExponent: next(),
    stepsWaited: engines(),
    apartFirst: next(),
    stepsCopied: engines(),
  };
}

/** Coefficients that times between tokens depend on come first; the others are of the time to the first one. */
const FIRST_TTFT_COEFFICIENT = leaves([
  START.generation,
  START.prompt,
  START.perLayer,
  START.perExpertLayer,
  START.perLatentLayer,
  START.perStep,
  START.perRequestInStep,
  START.activationPasses,
  START.promptShare,
  START.apart,
  START.apartUnknown,
  START.copied,
  START.perLayerAcross,
]).length;

/**
 * What engines add to their kernels, from whole runs: the coefficients with the least mean error in logarithms, first
 * of times between tokens, then, those being kept, of times to the first one.
 */
export function fitSteps(rows: readonly MeasuredSteps[]): StepCoefficients {
  const start = flatten(START);
  const logs = [...start];
  const weights = rows.map(({ terms }) => (terms.apart ? WEIGHT_APART : 1));
  const weight = Math.max(
    1,
    weights.reduce((sum, of) => sum + of, 0),
  );
  const loss = (times: readonly ('tpot' | 'ttft')[]) => () => {
    const coefficients = unflatten(logs);
    let sum = 0;
    for (const [index, row] of rows.entries()) {
      const { tpotSeconds, ttftSeconds } = stepTimes(row.terms, coefficients);
      for (const time of times) {
        const off = time === 'tpot' ? Math.log(tpotSeconds / row.tpotSeconds) : Math.log(ttftSeconds / row.ttftSeconds);
        sum += (weights[index] ?? 0) * cost(off, time === 'tpot' ? WORST_TPOT : WORST_TTFT);
      }
    }
    const moved = logs.reduce((total, value, index) => total + (value - (start[index] ?? 0)) ** 2, 0);
    return sum / weight + PULL * moved;
  };
  const indices = [...logs.keys()];
  descend(logs, indices.slice(0, FIRST_TTFT_COEFFICIENT), loss(['tpot']));
  descend(logs, indices.slice(FIRST_TTFT_COEFFICIENT), loss(['tpot', 'ttft']));
  descend(logs, indices.slice(0, FIRST_TTFT_COEFFICIENT), loss(['tpot']));
  return unflatten(logs);
}

/** What is predicted too long costs its share of what was measured, which grows without a bound; short ones do not. */
function cost(off: number, worst: number): number {
  return off > 0 ? Math.expm1(Math.min(worst, off)) : Math.min(worst, -off);
}

/** Minimises by moving one parameter at a time, by steps that grow where they help and shrink where not. */
function descend(logs: number[], indices: readonly number[], loss: () => number): void {
  const steps = logs.map(() => 0.3);
  let least = loss();
  for (let sweep = 0; sweep < SWEEPS && indices.some((index) => (steps[index] ?? 0) > 1e-3); sweep += 1) {
    for (const index of indices) {
      const before = logs[index] ?? 0;
      const step = steps[index] ?? 0;
      if (step < 1e-3) continue;
      let better = false;
      for (const sign of [1, -1]) {
        logs[index] = before + sign * step;
        const now = loss();
        if (now < least - 1e-9) {
          least = now;
          better = true;
          break;
        }
      }
      if (!better) logs[index] = before;
      steps[index] = step * (better ? 1.5 : 0.5);
    }
  }
}
