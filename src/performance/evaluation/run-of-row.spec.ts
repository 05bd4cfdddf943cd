import { describe, expect, test } from 'vitest';
import { measuredRow } from './measured-columns.js';
import { catalogNames } from './names.js';
import { runOfRow } from './run-of-row.js';

const names = catalogNames();
const row = {
  model: 'deepseek-ai/DeepSeek-R1',
  accelerator: 'b200_sxm',
  engine: 'sglang',
  mode: 'aggregated',
  weight_precision: 'fp8',
  moe_precision: 'fp8_block',
  input_tokens: '1024',
  output_tokens: '512',
  concurrency: '64',
  tensor_parallel: '8',
  ttft_ms: '500',
  tpot_ms: '10',
};
const runOf = (changes: Record<string, string>) => runOfRow(measuredRow.parse({ ...row, ...changes }), names);

describe('a row of measurements', () => {
  test('describes a run', () => {
    expect(runOf({})).toMatchObject({
      accelerator: { id: 'nvidia-b200-sxm-180gb' },
      engine: 'sglang',
      precision: 'fp8',
      layout: { tensor: 8, attentionCopies: 1, expertTensor: 8, expertParallel: 1 },
      prompts: null,
      concurrency: 64,
    });
  });

  test('states tensor and expert parallelism over the same eight accelerators, or their product', () => {
    const dealt = { tensor: 8, attentionCopies: 1, expertTensor: 1, expertParallel: 8 };
    expect(runOf({ attention_data_parallel: '1', moe_expert_parallel: '8', moe_tensor_parallel: '1' })).toMatchObject({
      layout: dealt,
    });
    const product = {
      tensor_parallel: '64',
      attention_data_parallel: '1',
      moe_expert_parallel: '8',
      moe_tensor_parallel: '8',
    };
    expect(runOf(product)).toMatchObject({ layout: dealt });
  });

  test('of attention copied on every accelerator', () => {
    const copied = {
      tensor_parallel: '1',
      attention_data_parallel: '8',
      moe_expert_parallel: '8',
      moe_tensor_parallel: '1',
    };
    expect(runOf(copied)).toMatchObject({
      layout: { tensor: 1, attentionCopies: 8, expertTensor: 1, expertParallel: 8 },
    });
  });

  test('of workers for prompts and for generating has its requests in flight from the batch or the name', () => {
    const workers = {
      mode: 'disaggregated',
      concurrency: '',
      tensor_parallel: '',
      prefill_tp: '4',
      prefill_dp: '1',
      prefill_workers: '2',
      decode_tp: '8',
      decode_dp: '1',
      decode_workers: '3',
      decode_batch: '16',
    };
    expect(runOf(workers)).toMatchObject({
      concurrency: 48,
      prompts: { layout: { tensor: 4 }, workers: 2, generationWorkers: 3, known: true },
    });
    const named = { ...workers, decode_batch: '', decode_workers: '', id: 'r1_b200_disagg_1024x512_c64_tp8_7' };
    expect(runOf(named)).toMatchObject({ concurrency: 64, prompts: { generationWorkers: 2, known: false } });
    expect(runOf({ ...named, id: 'nameless' })).toBe('it does not say how many requests were in flight');
  });

  test('of workers that nobody counted has those that others have', () => {
    const apart = { mode: 'disaggregated', concurrency: '', tensor_parallel: '', prefill_tp: '4', decode_tp: '8' };
    expect(runOf({ ...apart, engine: 'trtllm', prefill_moe_ep: '4', id: 'r1_c64_tp8' })).toMatchObject({
      layout: { tensor: 8, attentionCopies: 1 },
      prompts: { layout: { tensor: 1, attentionCopies: 4 }, generationWorkers: 4, known: false },
    });
  });

  test('of more accelerators than share a model is one of prompt workers and others', () => {
    expect(runOf({ tensor_parallel: '36', concurrency: '1024', id: '' })).toMatchObject({
      layout: { tensor: 1, attentionCopies: 32 },
      prompts: { layout: { attentionCopies: 4 }, workers: 1, generationWorkers: 1, known: false },
    });
  });

  test('on too few accelerators for its weights is taken for a larger deployment', () => {
    // 671 billion parameters in fp8 are 627 GiB; two times that over nine tenths of 180 GiB are 7.7 accelerators.
    const narrow = { mode: 'disaggregated', concurrency: '', tensor_parallel: '', prefill_tp: '8', decode_tp: '1' };
    expect(runOf({ ...narrow, id: 'r1_c1024_tp1' })).toMatchObject({
      layout: { tensor: 1, attentionCopies: 8, expertTensor: 1, expertParallel: 8 },
      prompts: { layout: { tensor: 8, attentionCopies: 1 } },
    });
  });

  test('of a checkpoint that others quantized has the shapes of the original', () => {
    expect(runOf({ model: 'nvidia/DeepSeek-R1-NVFP4', weight_precision: 'nvfp4' })).toMatchObject({
      model: { name: 'deepseek-ai/DeepSeek-R1' },
      precision: 'fp4',
    });
  });

  test('without a precision has that of the checkpoint; where experts alone are packed, the rest is in 16 bit', () => {
    expect(runOf({ model: 'Qwen/Qwen3-32B', weight_precision: '', moe_precision: '' })).toMatchObject({
      precision: 'bf16',
    });
    expect(runOf({ model: 'openai/gpt-oss-120b', weight_precision: 'mxfp4', moe_precision: '' })).toMatchObject({
      precision: 'bf16',
      expertPrecision: 'fp4',
    });
  });

  test('that names what nobody knows says so', () => {
    expect(runOf({ model: 'nobody/knows' })).toBe('the model nobody/knows is not in the catalog');
    expect(runOf({ accelerator: 'abacus' })).toBe('the accelerator abacus is not in the catalog');
    expect(runOf({ engine: 'tgi' })).toBe('the engine tgi is none of vllm, sglang, trtllm');
  });
});
