import { describe, expect, it } from 'vitest';
import { readAccelerators } from '../../catalog/index.js';
import { completeRun } from './complete-run.js';
import { readFile } from './formats.js';
import type { FoundRun } from './found-run.js';
import type { RunDetails } from './import.schema.js';
import { MEASURE_FILE, MLPERF_SERVER_SUMMARY, VLLM_RESULT } from './result-files.fixture.js';

const accelerators = readAccelerators();

function runOf(content: unknown): FoundRun {
  const read = readFile({ name: 'r', content: typeof content === 'string' ? content : JSON.stringify(content) });
  const run = read.kind === 'runs' ? read.runs[0] : undefined;
  if (run === undefined) throw new Error('There is no run in it.');
  return run;
}

const complete = (content: unknown, details: RunDetails) =>
  completeRun(runOf(content), details, 'r.json', accelerators);
const told: RunDetails = { accelerator: 'H100 SXM', acceleratorCount: 2, precision: 'fp8', tensorParallel: 2 };

describe('what a file does not say of its run', () => {
  it('is asked for, all at once and by the names of the flags', () => {
    expect(() => complete(VLLM_RESULT, {})).toThrow(
      /--accelerator\), .*\(--accelerator-count\), .*\(--precision\), .*\(--tensor-parallel\)/,
    );
    expect(() => complete(MLPERF_SERVER_SUMMARY, told)).toThrow(/the model \(--model\), the engine \(--engine\)[.]/);
  });

  it('is taken from what was told, under the names of the catalog', () => {
    expect(complete(VLLM_RESULT, told)).toMatchObject({
      model: 'meta-llama/Meta-Llama-3.1-8B',
      acceleratorId: 'nvidia-h100-sxm-80gb',
      precisionOfCatalog: 'fp8',
      engine: 'vllm',
      tensorParallel: 2,
      pipelineParallel: 1,
      expertParallel: 1,
    });
  });

  it('has to mean one accelerator, and a precision that there is', () => {
    expect(() => complete(VLLM_RESULT, { ...told, accelerator: 'H100' })).toThrow(
      /may be any of nvidia-h100-pcie-80gb/,
    );
    expect(() => complete(VLLM_RESULT, { ...told, precision: 'fp5' })).toThrow(/"fp5" is no precision/);
    expect(complete(VLLM_RESULT, { ...told, precision: 'NVFP4' }).precisionOfCatalog).toBe('fp4');
  });

  it('calls an engine by one name, however it is written', () => {
    const engines = ['vLLM', 'TensorRT-LLM', 'SGLang', 'own engine'];
    expect(engines.map((engine) => complete(VLLM_RESULT, { ...told, engine }).engine)).toEqual([
      'vllm',
      'trtllm',
      'sglang',
      'own engine',
    ]);
  });

  it('has to add up', () => {
    expect(() => complete(VLLM_RESULT, { ...told, acceleratorCount: 3 })).toThrow(
      /3 accelerators cannot hold replicas of 2/,
    );
    expect(() => complete(VLLM_RESULT, { ...told, startedAt: '2026-11-24T12:00:00Z' })).toThrow(/--ended-at/);
  });

  it('keeps nothing that the database cannot', () => {
    expect(() => complete({ ...VLLM_RESULT, model_id: 'a\u0000b' }, told)).toThrow(
      /modelAsWritten has a NUL character/,
    );
    const many = { ...VLLM_RESULT, accelerator_count: 2e9, tensor_parallel: 2e9 };
    expect(() => complete(many, { accelerator: 'H200', precision: 'fp8' })).toThrow(/cannot hold/);
  });

  it('leaves a run of no model of the catalog under its own name', () => {
    expect(complete({ ...VLLM_RESULT, model_id: 'acme/own-7b' }, told)).toMatchObject({
      model: null,
      modelAsWritten: 'acme/own-7b',
    });
  });

  it('needs nothing for single operations, whose device may be none of the catalog', () => {
    expect(complete(MEASURE_FILE, {})).toMatchObject({ acceleratorId: 'nvidia-l4', acceleratorCount: 1 });
    const cpu = { ...MEASURE_FILE, device: { kind: 'cpu', name: 'x86_64', count: 1 } };
    expect(complete(cpu, {})).toMatchObject({ acceleratorId: null, acceleratorAsWritten: 'x86_64' });
  });
});

describe('the id of a run', () => {
  it('is the same whatever is told with it, and another for another run', () => {
    const { id } = complete(VLLM_RESULT, told);
    expect(complete(VLLM_RESULT, { ...told, accelerator: 'H200', precision: 'bf16' }).id).toBe(id);
    expect(complete({ ...VLLM_RESULT, date: '20261124-130005' }, told).id).not.toBe(id);
  });
});
