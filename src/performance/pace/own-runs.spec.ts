import { describe, expect, it } from 'vitest';
import { findModel, readAccelerators } from '../../catalog/index.js';
import { shippedPerformanceModel } from '../performance-model.js';
import type { ServingPrediction } from '../types.js';
import type { OwnServingRow } from './own-runs.js';

const RUN: OwnServingRow = {
  model: 'meta-llama/Meta-Llama-3.1-8B',
  accelerator: 'nvidia-h100-sxm-80gb',
  engine: 'vllm',
  weight_precision: 'bf16',
  input_tokens: 1500,
  output_tokens: 700,
  concurrency: 24,
  tensor_parallel: 1,
  pipeline_parallel: 1,
  moe_expert_parallel: 1,
  ttft_ms: 400,
  tpot_ms: 20,
};

function predicted(own: readonly OwnServingRow[], more: Partial<OwnServingRow> = {}): ServingPrediction {
  const of = { ...RUN, ...more };
  const model = findModel(of.model);
  const accelerator = readAccelerators().find(({ id }) => id === of.accelerator);
  if (model === null || accelerator === undefined) throw new Error('not shipped');
  const outcome = shippedPerformanceModel(own).bestServing({
    model,
    hardware: { accelerator, parallelism: { tensor: of.tensor_parallel, pipeline: 1 }, nodes: 1, interNodeGBps: null },
    precision: 'bf16',
    shape: { inputTokens: of.input_tokens, outputTokens: of.output_tokens },
    limits: { ttftMs: null, tpotMs: null },
    maxConcurrency: of.concurrency,
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.prediction;
}

describe("users' own serving runs", () => {
  it('are what is predicted of the same run, and said to be measured', () => {
    const prediction = predicted([RUN]);
    expect(prediction.concurrency).toBe(24);
    expect(prediction.tpotMs / 20).toBeGreaterThan(0.9);
    expect(prediction.tpotMs / 20).toBeLessThan(1.1);
    expect(prediction.ttftMs / 400).toBeGreaterThan(0.8);
    expect(prediction.ttftMs / 400).toBeLessThan(1.25);
    expect(prediction).toMatchObject({ basis: 'measured' });
    expect(prediction.source).toContain('own measurements');
  });

  it('move what is near them, less what is further, and least another model on other hardware', () => {
    const moved = (more: Partial<OwnServingRow>) => predicted([RUN], more).tpotMs / predicted([], more).tpotMs;
    const same = moved({});
    const nextTo = moved({ concurrency: 48, input_tokens: 2500 });
    const otherModel = moved({ model: 'Qwen/Qwen3-32B' });
    const elsewhere = moved({ model: 'Qwen/Qwen3-32B', accelerator: 'nvidia-b200-sxm-180gb' });
    // It was about twice as slow as predicted.
    expect(same).toBeGreaterThan(1.5);
    expect(nextTo).toBeLessThan(same);
    expect(nextTo).toBeGreaterThan(otherModel);
    expect(otherModel).toBeGreaterThan(elsewhere);
    expect(elsewhere).toBeGreaterThanOrEqual(1);
    expect(elsewhere).toBeLessThan(1.15);
  });

  it('correct hardware whose kernels nobody measured too', () => {
    const on = { accelerator: 'nvidia-a10g', concurrency: 4, input_tokens: 500, output_tokens: 200 };
    const plain = predicted([], on);
    const run = { ...RUN, ...on, tpot_ms: 2 * plain.tpotMs, ttft_ms: 2 * plain.ttftMs };
    const corrected = predicted([run], on);
    expect(corrected.tpotMs / run.tpot_ms).toBeCloseTo(1, 1);
    expect(corrected.basis).toBe('measured');
  });

  it('that name what nobody knows, or lie over a pipeline of unknown links, change nothing', () => {
    const unknown = { ...RUN, model: 'somebody/unheard-of' };
    const pipelined = { ...RUN, pipeline_parallel: 2 };
    expect(predicted([unknown, pipelined])).toEqual(predicted([]));
  });
});
