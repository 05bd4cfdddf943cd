import { z } from 'zod';
import { InputError } from '../../platform/index.js';
import { clockTime, type ClockWindow } from './clock.js';
import { UNSAID, type FoundRun, type RunFormat } from './found-run.js';
import { hasFields, shaped } from './json-shape.js';
import { statedPower, telemetryShape } from './perf-telemetry.js';

const metric = (unit: string) =>
  z.object({
    unit: z.literal(unit, { error: `has to be in ${unit}` }),
    avg: z.number().positive({ error: 'has to be above 0' }),
  });
const optional = (unit: string) => metric(unit).nullish();

/** The fields of `profile_export_genai_perf.json` and `profile_export_aiperf.json` that are used. */
const exportSchema = z.object({
  request_throughput: metric('requests/sec'),
  output_token_throughput: metric('tokens/sec'),
  request_latency: optional('ms'),
  time_to_first_token: optional('ms'),
  inter_token_latency: optional('ms'),
  input_sequence_length: optional('tokens'),
  output_sequence_length: optional('tokens'),
  was_cancelled: z.boolean().nullish(),
  benchmark_id: z.string().nullish(),
  start_time: z.string().nullish(),
  end_time: z.string().nullish(),
  ...telemetryShape,
  input_config: z.object({
    model_names: z.array(z.string()).nullish(),
    endpoint: z.object({ model_names: z.array(z.string()).nullish(), backend: z.string().nullish() }).nullish(),
    loadgen: z.object({ concurrency: z.number().nullish(), request_rate: z.number().nullish() }).nullish(),
    perf_analyzer: z
      .object({ stimulus: z.record(z.string(), z.union([z.number(), z.string()]).nullable()).nullish() })
      .nullish(),
  }),
});
type Export = z.output<typeof exportSchema>;

/** Backends of Triton that name the engine. */
const ENGINES: Readonly<Record<string, string>> = { vllm: 'vllm', tensorrtllm: 'trtllm' };

/** The summary that genai-perf, and its successor aiperf, write in the same form. */
export const perfExport: RunFormat = {
  name: 'profile_export_genai_perf.json or profile_export_aiperf.json',
  recognises: ({ json }) =>
    json?.some((value) => hasFields(value, 'input_config') && hasFields(value, 'request_throughput')) ?? false,
  read: ({ json }, file) => (json ?? []).map((value) => runOf(value, file)),
};

function runOf(value: unknown, file: string): FoundRun {
  if (!hasFields(value, 'output_token_throughput')) {
    throw new InputError(`${file} counts no tokens. Only runs of text generation are imported.`);
  }
  const result = shaped(exportSchema, value, file, 'genai-perf or aiperf');
  if (result.was_cancelled === true) throw new InputError(`${file} is of a run that was cancelled. Repeat it.`);
  const { input_config: config } = result;
  const isAiperf = hasFields(config, 'loadgen') || hasFields(value, 'start_time');
  const model = config.model_names?.[0] ?? config.endpoint?.model_names?.[0] ?? null;
  const rate = config.loadgen?.request_rate ?? numberOf(config.perf_analyzer?.stimulus?.request_rate);
  return {
    ...UNSAID,
    tool: isAiperf ? 'aiperf' : 'genai-perf',
    kind: 'inference',
    identity: [
      model,
      result.benchmark_id ?? null,
      result.start_time ?? null,
      result.request_throughput.avg,
      result.output_token_throughput.avg,
      result.request_latency?.avg ?? null,
    ],
    model,
    engine: ENGINES[config.endpoint?.backend ?? ''] ?? null,
    scenario: rate === null ? 'serving' : `serving, ${rate} requests/s`,
    inputTokens: result.input_sequence_length?.avg ?? null,
    outputTokens: result.output_sequence_length?.avg ?? null,
    concurrency: config.loadgen?.concurrency ?? numberOf(config.perf_analyzer?.stimulus?.concurrency),
    tokensPerSecond: result.output_token_throughput.avg,
    requestsPerSecond: result.request_throughput.avg,
    ttftMs: result.time_to_first_token?.avg ?? null,
    tpotMs: result.inter_token_latency?.avg ?? null,
    power: statedPower(result, file),
    window: windowOf(result),
  };
}

function windowOf({ start_time: start, end_time: end }: Export): ClockWindow | null {
  const from = clockTime(start ?? '');
  const to = clockTime(end ?? '');
  return from === null || to === null ? null : { start: from, end: to };
}

function numberOf(value: number | string | null | undefined): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? number : null;
}
