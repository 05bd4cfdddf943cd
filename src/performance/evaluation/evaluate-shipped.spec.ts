import { expect, test } from 'vitest';
import { InputError } from '../../platform/index.js';
import { evaluateShippedServing } from './evaluate-shipped.js';

const HEADER =
  'model,accelerator,engine,weight_precision,input_tokens,output_tokens,concurrency,tensor_parallel,ttft_ms,tpot_ms';

test('runs are predicted whether operations were measured or only the datasheet is known', () => {
  const lines = [
    HEADER,
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,300,15',
    'meta-llama/Llama-3.1-70B,MI300X,vllm,bf16,1024,1024,16,4,300,15',
    'nobody/knows,h100_sxm,vllm,fp8,1024,1024,16,4,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,300,none',
  ];
  const { evaluation, notPredicted } = evaluateShippedServing(lines.join('\n'), 'runs.csv');
  expect(evaluation).toMatchObject({ rows: 4, predicted: 2 });
  expect(Object.keys(evaluation.byAccelerator)).toEqual(['MI300X', 'h100_sxm']);
  expect(notPredicted).toEqual([
    { reason: 'the model nobody/knows is not in the catalog', rows: 1, firstRow: 3 },
    { reason: 'tpot_ms has to be a number from 0.001 to 86,400,000', rows: 1, firstRow: 4 },
  ]);
});

test('a figure within reach: Llama-3.1-70B in fp8 on four H100', () => {
  // 35 GB of weights on each of 2 accelerators' worth of 3.35 TB/s take 5.2 ms on four; engines need 1.3 to 3 times that.
  const line = 'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,128,1024,1,4,50,8';
  const { evaluation } = evaluateShippedServing([HEADER, line].join('\n'), 'runs.csv');
  expect(evaluation.overall.tpot.medianAbsolutePercentageError).toBeLessThan(60);
});

test('a file that is no table of runs is refused with what is missing', () => {
  expect(() => evaluateShippedServing('', 'empty.csv')).toThrow(InputError);
  expect(() => evaluateShippedServing('model,accelerator\na,b\n', 'short.csv')).toThrow(
    'short.csv lacks the columns engine, input_tokens, output_tokens, concurrency, tensor_parallel, ttft_ms, tpot_ms',
  );
});

test('absurd figures are counted and left out, so that one row does not ruin the means', () => {
  const good = 'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,300,15';
  const absurd = [
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1e9,1024,16,4,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,1e9,4,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,1e9,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,1e300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,-4,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,,1024,16,4,300,15',
    'meta-llama/Llama-3.1-70B,h100_sxm',
  ];
  const alone = evaluateShippedServing([HEADER, good].join('\n'), 'runs.csv');
  const among = evaluateShippedServing([HEADER, ...absurd, good].join('\n'), 'runs.csv');
  expect(among.evaluation.overall).toEqual(alone.evaluation.overall);
  expect(among.evaluation).toMatchObject({ rows: 8, predicted: 1 });
  expect(among.notPredicted.reduce((sum, { rows }) => sum + rows, 0)).toBe(7);
});

test('Windows ends of lines and a byte-order mark make no difference, another separator is named', () => {
  const lines = [HEADER, 'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,300,15'];
  const plain = evaluateShippedServing(lines.join('\n'), 'runs.csv');
  expect(evaluateShippedServing(`\uFEFF${lines.join('\r\n')}\r\n`, 'runs.csv')).toEqual(plain);
  expect(() => evaluateShippedServing(lines.join('\n').replaceAll(',', ';'), 'runs.csv')).toThrow(
    'The table runs.csv is separated by semicolons. Save it separated by commas.',
  );
});
