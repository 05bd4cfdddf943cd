import { expect, test } from 'vitest';
import { findModel, readAccelerators } from '../../catalog/index.js';
import { layoutOf } from './layout.js';
import { isAcrossNodes, requestsThatFit } from './room.js';
import { NO_PIPELINE, type ServingRun } from './serving-run.js';

function run(model: string, acceleratorId: string, changes: Partial<ServingRun>): ServingRun {
  const found = findModel(model);
  const accelerator = readAccelerators().find(({ id }) => id === acceleratorId);
  if (found === null || accelerator === undefined) throw new Error('The catalog lacks what the test needs.');
  return {
    model: found,
    accelerator,
    engine: 'vllm',
    precision: 'bf16',
    expertPrecision: 'bf16',
    layout: layoutOf(1, 1, 1),
    pipeline: NO_PIPELINE,
    prompts: null,
    inputTokens: 7168,
    outputTokens: 1024,
    concurrency: 1,
    ...changes,
  };
}

test('as many requests fit as have room for their cache beside the weights', () => {
  const llama = run('meta-llama/Llama-3.1-8B-Instruct', 'nvidia-h100-sxm-80gb', {});
  // Nine tenths of 80 GiB less 16.06 GB of weights; 8,192 tokens of 131,072 bytes are 1 GiB: 72 − 14.96 = 57.04.
  expect(requestsThatFit(llama)).toBeCloseTo(57.04, 1);
  // On two, each holds half of the weights and half of the heads: (72 − 7.48) ÷ 0.5.
  expect(requestsThatFit({ ...llama, layout: layoutOf(1, 2, 1) })).toBeCloseTo(129.0, 0);
  // Two copies hold all of both, each for its own requests.
  expect(requestsThatFit({ ...llama, layout: layoutOf(2, 2, 1) })).toBeCloseTo(114.1, 0);
});

test('a worker of more than eight accelerators reaches over nodes, but not within a rack', () => {
  const model = 'deepseek-ai/DeepSeek-R1';
  const layout = layoutOf(1, 16, 16);
  expect(isAcrossNodes(run(model, 'nvidia-h100-sxm-80gb', { layout }))).toBe(true);
  expect(isAcrossNodes(run(model, 'nvidia-gb200-186gb', { layout }))).toBe(false);
  expect(isAcrossNodes(run(model, 'nvidia-h100-sxm-80gb', { layout: layoutOf(8, 8, 8) }))).toBe(false);
});
