import { z } from 'zod';
import { InputError } from '../../platform/index.js';
import { clockTime, type ClockWindow } from './clock.js';
import { UNSAID, type FoundRun, type RunFormat } from './found-run.js';
import { hasFields, shaped } from './json-shape.js';

const positive = z.number().positive();

/** The fields of `vllm bench serve --save-result` that are used; `--metadata KEY=VALUE` adds fields of text. */
const resultSchema = z.object({
  date: z.string(),
  backend: z.string().optional(),
  endpoint_type: z.string().optional(),
  model_id: z.string().min(1),
  num_prompts: z.number().optional(),
  request_rate: z.union([z.number(), z.string()]).nullish(),
  max_concurrency: positive.nullish(),
  max_concurrent_requests: positive.nullish(),
  duration: positive,
  completed: z.number().int(),
  total_input_tokens: positive,
  total_output_tokens: positive,
  request_throughput: positive,
  output_throughput: positive,
  mean_ttft_ms: positive.nullish(),
  mean_tpot_ms: positive.nullish(),
  accelerator: z.string().optional(),
  accelerator_count: z.coerce.number().int().positive().optional(),
  precision: z.string().optional(),
  engine: z.string().optional(),
  engine_version: z.string().optional(),
  tensor_parallel: z.coerce.number().int().positive().optional(),
  pipeline_parallel: z.coerce.number().int().positive().optional(),
  expert_parallel: z.coerce.number().int().positive().optional(),
});

/** Backends that name the engine; the others are ways to talk to any. */
const ENGINES: Readonly<Record<string, string>> = { vllm: 'vllm', sglang: 'sglang', 'tensorrt-llm': 'trtllm' };

/** The result of vLLM's own load generator: an object, or one per line where results were appended. */
export const vllmBench: RunFormat = {
  name: 'vllm bench serve --save-result',
  recognises: ({ json }) => json?.some((value) => hasFields(value, 'model_id', 'request_throughput')) ?? false,
  read: ({ json }, file) => (json ?? []).map((value) => runOf(value, file)),
};

function runOf(value: unknown, file: string): FoundRun {
  if (!hasFields(value, 'output_throughput')) {
    throw new InputError(`${file} is of a task that writes no tokens. Only runs of text generation are imported.`);
  }
  const result = shaped(resultSchema, value, file, 'vllm bench serve');
  const { completed, date, model_id: model } = result;
  if (completed === 0)
    throw new InputError(`${file}: no request was completed. Repeat the run against a server that answers.`);
  const unlimited = result.request_rate === undefined || result.request_rate === null || result.request_rate === 'inf';
  return {
    ...UNSAID,
    tool: 'vllm bench serve',
    kind: 'inference',
    identity: [model, date, result.duration, completed, result.output_throughput],
    model,
    accelerator: result.accelerator ?? null,
    acceleratorCount: result.accelerator_count ?? null,
    precision: result.precision ?? null,
    engine: result.engine ?? ENGINES[result.backend ?? result.endpoint_type ?? ''] ?? null,
    engineVersion: result.engine_version ?? null,
    tensorParallel: result.tensor_parallel ?? null,
    pipelineParallel: result.pipeline_parallel ?? null,
    expertParallel: result.expert_parallel ?? null,
    scenario: unlimited ? 'serving' : `serving, ${result.request_rate} requests/s`,
    inputTokens: result.total_input_tokens / completed,
    outputTokens: result.total_output_tokens / completed,
    concurrency: result.max_concurrency ?? result.max_concurrent_requests ?? null,
    tokensPerSecond: result.output_throughput,
    requestsPerSecond: result.request_throughput,
    ttftMs: result.mean_ttft_ms ?? null,
    tpotMs: result.mean_tpot_ms ?? null,
    window: windowOf(date, result.duration),
  };
}

/** `date` is the local clock when the run had ended. */
function windowOf(date: string, seconds: number): ClockWindow | null {
  const end = clockTime(date);
  return end === null ? null : { start: { ...end, ms: end.ms - seconds * 1000 }, end };
}
