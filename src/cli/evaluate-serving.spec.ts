import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './main.js';

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pennywatt-evaluate-'));
  file = join(folder, 'runs.csv');
  const lines = [
    'model,accelerator,engine,weight_precision,input_tokens,output_tokens,concurrency,tensor_parallel,ttft_ms,tpot_ms',
    'meta-llama/Llama-3.1-70B,h100_sxm,vllm,fp8,1024,1024,16,4,300,15',
    'nobody/knows,h100_sxm,vllm,fp8,1024,1024,16,4,300,15',
  ];
  writeFileSync(file, lines.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function called(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const connect = () => Promise.reject(new Error('evaluating asks no server'));
  const code = await run(args, { connect, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('JSON has the figures overall and by model, accelerator, engine and precision', async () => {
  const { code, out, err } = await called('evaluate', 'serving', file, '--json');
  expect(code).toBe(0);
  const number: unknown = expect.any(Number);
  const figures = {
    medianAbsolutePercentageError: number,
    meanAbsolutePercentageError: number,
    within20Percent: number,
    intervalCoverage: number,
  };
  const scores = { ttft: figures, tpot: figures, throughput: figures };
  expect(JSON.parse(out)).toEqual({
    rows: 2,
    predicted: 1,
    overall: scores,
    byModel: { 'meta-llama/Llama-3.1-70B': scores },
    byAccelerator: { h100_sxm: scores },
    byEngine: { vllm: scores },
    byPrecision: { fp8: scores },
  });
  expect(err).toBe('Not predicted, row 2: the model nobody/knows is not in the catalog.');
});

test('the terminal has a table, and a file that is not there is named', async () => {
  const table = await called('evaluate', 'serving', file);
  expect(table.out).toContain('1 of 2 runs predicted.');
  expect(table.out).toMatch(/^meta-llama\/Llama-3.1-70B +\d/m);
  const none = await called('evaluate', 'serving', join(folder, 'none.csv'));
  expect(none.code).toBe(2);
  expect(none.err).toContain('none.csv cannot be read');
  writeFileSync(join(folder, 'binary.csv'), Buffer.from([0x4d, 0x5a, 0x90, 0x00]));
  const binary = await called('evaluate', 'serving', join(folder, 'binary.csv'));
  expect(binary.code).toBe(2);
  expect(binary.err).toContain('is no text in UTF-8. Save it as CSV in UTF-8.');
});
