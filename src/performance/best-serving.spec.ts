import { describe, expect, it } from 'vitest';
import { bestServing } from './best-serving.js';
import { accelerator, denseModel, efficiency, FRICTIONLESS, hardware } from './hardware.fixture.js';
import type { EfficiencyTable, ServingQuestion } from './types.js';

const known: EfficiencyTable = (_, precision) => efficiency({ precision });

function ask(more: Partial<ServingQuestion> = {}, table: EfficiencyTable = known) {
  const question: ServingQuestion = {
    model: denseModel(),
    hardware: hardware(),
    precision: 'bf16',
    shape: { inputTokens: 1000, outputTokens: 100 },
    limits: { ttftMs: null, tpotMs: null },
    ...more,
  };
  return bestServing(question, {
    efficiency: table,
    coefficients: FRICTIONLESS,
    power: () => null,
    kernels: null,
    own: null,
  });
}

function predicted(more: Partial<ServingQuestion> = {}) {
  const outcome = ask(more);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.prediction;
}

/** Weights and 1050 tokens of cache at 500 GB/s, and a hundredth of the prompt of 363.2 ms, per request in flight. */
const tpotMs = (requests: number) => 36 + requests * (0.084 + 3.632);

describe('the best operating point', () => {
  it('is as many requests as an engine takes, where memory and latency allow', () => {
    const best = predicted();
    expect(best.concurrency).toBe(256);
    // So many multiply for longer than they read: 18 and 0.336 GFLOP for each at 50 TFLOP/s.
    expect(best.tpotMs).toBeCloseTo(256 * (0.36672 + 3.632), 6);
    expect(predicted({ maxConcurrency: 7 }).concurrency).toBe(7);
  });

  it('is what fits in memory, where that is less', () => {
    const small = hardware({}, { accelerator: accelerator({ memoryGiB: 25 }) });
    // 26.84 GB less a tenth, 1.31 of activations and 20 of weights leave 2.849, at 44.16 MB for 1104 tokens.
    expect(predicted({ hardware: small }).concurrency).toBe(64);
  });

  it('is the last that holds the limit on the time per token', () => {
    const best = predicted({ limits: { ttftMs: null, tpotMs: 100 } });
    // 36 + 17 × 3.716 = 99.2 ms, and with 18 in flight 102.9.
    expect(best.concurrency).toBe(17);
    expect(best.tpotMs).toBeCloseTo(tpotMs(17), 6);
  });

  it('says what it serves per second, and per accelerator', () => {
    const best = predicted({ hardware: hardware({ tensor: 2 }) });
    expect(best.outputTokensPerSecond).toBeCloseTo(best.requestsPerSecond * 100, 9);
    expect(best.inputTokensPerSecond).toBeCloseTo(best.requestsPerSecond * 1000, 9);
    expect(best.outputTokensPerSecondPerAccelerator).toBeCloseTo(best.outputTokensPerSecond / 2, 9);
  });

  it('says the energy of a token: the watts of all accelerators over the tokens of a second', () => {
    const best = predicted({ hardware: hardware({ tensor: 2 }) });
    const watts = best.wattsPerAccelerator ?? 0;
    expect(watts).toBeGreaterThan(100);
    expect(watts).toBeLessThan(500);
    expect(best.joulesPerOutputToken).toBeCloseTo((watts * 2) / best.outputTokensPerSecond, 9);
    const dark = hardware({}, { accelerator: accelerator({ idleWatts: null }) });
    expect(predicted({ hardware: dark })).toMatchObject({ wattsPerAccelerator: null, joulesPerOutputToken: null });
  });

  it('states its interval, and is never called measured: it lies between measurements or beyond them', () => {
    expect(predicted()).toMatchObject({ basis: 'interpolated', errorPercent: 20, ttftErrorPercent: 60 });
    const borrowed = ask({}, (_, precision) => efficiency({ precision, servingBasis: 'extrapolated' }));
    expect(borrowed).toMatchObject({ ok: true, prediction: { basis: 'extrapolated' } });
  });
});

describe('no operating point', () => {
  const failure = (more: Partial<ServingQuestion>, table?: EfficiencyTable) => {
    const outcome = ask(more, table);
    if (outcome.ok) throw new Error('there is one');
    return outcome;
  };

  it('in a precision that the hardware cannot multiply', () => {
    const old = hardware({}, { accelerator: accelerator({ peakTflops: { bf16: 100 } }) });
    const { failedOn, reason } = failure({ precision: 'fp8', hardware: old });
    expect(failedOn).toBe('precision');
    expect(reason).toBe('Test Accelerator has no published matrix rate for fp8 weights.');
  });

  it('where nothing was measured, or the datasheet or the network is silent', () => {
    expect(failure({}, () => null).failedOn).toBe('unknown_performance');
    const silent = (more: Parameters<typeof accelerator>[0]) => hardware({}, { accelerator: accelerator(more) });
    expect(failure({ hardware: silent({ memoryGiB: null }) }).failedOn).toBe('unknown_performance');
    expect(failure({ hardware: silent({ memoryBandwidthGBps: null }) }).failedOn).toBe('unknown_performance');
    const apart = hardware({ pipeline: 2 }, { nodes: 2, interNodeGBps: null });
    expect(failure({ hardware: apart }).reason).toContain('network');
  });

  it('where the model does not fit, with the memory that it would take', () => {
    const outcome = failure({ hardware: hardware({}, { accelerator: accelerator({ memoryGiB: 20 }) }) });
    expect(outcome.failedOn).toBe('memory');
    expect(outcome.memory?.weightsGiB).toBeCloseTo(20e9 / 2 ** 30, 6);
  });

  it('where a single request misses a limit, with both figures', () => {
    expect(failure({ limits: { ttftMs: 300, tpotMs: null } }).reason).toBe(
      'Time to first token is 363.2 ms with a single request in flight; the limit is 300 ms.',
    );
    expect(failure({ limits: { ttftMs: null, tpotMs: 39 } }).reason).toBe(
      'Time per output token is 39.7 ms with a single request in flight; the limit is 39 ms.',
    );
  });
});
