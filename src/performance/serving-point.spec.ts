import { describe, expect, it } from 'vitest';
import type { ServingCoefficients } from './coefficients.js';
import { denseModel, efficiency, FRICTIONLESS, hardware } from './hardware.fixture.js';
import { layReplica } from './replica.js';
import { servingLine, servingPoint, type ServingLine } from './serving-point.js';

function lineOf(
  inputTokens: number,
  outputTokens: number,
  coefficients: Partial<ServingCoefficients> = {},
): ServingLine {
  const all = { ...FRICTIONLESS, ...coefficients };
  const replica = layReplica(denseModel(), hardware(), 'bf16', efficiency(), all);
  if (!replica) throw new Error('cannot be laid');
  return servingLine(replica, { inputTokens, outputTokens });
}

/** 1000 tokens at 18 GFLOP, half a million pairs at 320 kFLOP, at 50 TFLOP/s. */
const PROMPT = 18.16e12 / 50e12;
/** Weights of 18 GB, and 40 kB of cache for each of the 1050 tokens that a request has on average, at 500 GB/s. */
const decode = (requests: number) => (18e9 + requests * 1050 * 40_000) / 500e9;

describe('so many requests in flight', () => {
  it('alone: its prompt, then token after token', () => {
    const point = servingPoint(lineOf(1000, 100), 1);
    expect(point.ttftSeconds).toBeCloseTo(PROMPT, 12);
    expect(point.tpotSeconds).toBeCloseTo(decode(1) + PROMPT / 100, 12);
  });

  it('ten: each brings a prompt while the others generate a hundred tokens', () => {
    const point = servingPoint(lineOf(1000, 100), 10);
    expect(point.tpotSeconds).toBeCloseTo(decode(10) + (10 * PROMPT) / 100, 12);
    expect(point.promptShare).toBeCloseTo((10 * PROMPT) / 100 / point.tpotSeconds, 12);
  });

  it('are served at the rate that their latencies say', () => {
    for (const requests of [1, 7, 64]) {
      const point = servingPoint(lineOf(1000, 100), requests);
      const seconds = point.ttftSeconds + 99 * point.tpotSeconds;
      expect(point.requestsPerSecond).toBeCloseTo(requests / seconds, 12);
    }
  });

  it('never outrun the arithmetic: ten prompts that ask for one token take ten times as long', () => {
    const point = servingPoint(lineOf(1000, 1), 10);
    expect(point.ttftSeconds).toBeCloseTo(10 * PROMPT, 12);
    expect(point.requestsPerSecond).toBeCloseTo(1 / PROMPT, 12);
  });

  it('wait for the engine, for chunks, for other prompts and for steps under way', () => {
    const waits = { secondsPerRequest: 0.5, promptSlowdown: 3, queuedPrompts: 0.1, queuedSteps: 4 };
    const alone = servingPoint(lineOf(1000, 100, waits), 1);
    expect(alone.ttftSeconds).toBeCloseTo(0.5 + PROMPT + 4 * decode(1), 12);
    // From four requests on, a prompt in chunks takes three times as long; with two, a third of that slowdown.
    const two = servingPoint(lineOf(1000, 100, waits), 2);
    expect(two.ttftSeconds).toBeCloseTo(0.5 + PROMPT * (1 + 2 / 3 + 0.1) + 4 * decode(2), 12);
    const ten = servingPoint(lineOf(1000, 100, waits), 10);
    expect(ten.ttftSeconds).toBeCloseTo(0.5 + PROMPT * (3 + 9 * 0.1) + 4 * decode(10), 12);
  });
});
