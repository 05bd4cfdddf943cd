/** Result files and power logs as their tools write them, with round figures so that sums can be done by hand. */

/** `vllm bench serve --save-result`: 100 requests in 5 s of 1,024 tokens in and 128 out; the clock showed 12:00:05 after. */
export const VLLM_RESULT = {
  date: '20261124-120005',
  endpoint_type: 'vllm',
  backend: 'vllm',
  label: null,
  model_id: 'meta-llama/Llama-3.1-8B-Instruct',
  tokenizer_id: 'meta-llama/Llama-3.1-8B-Instruct',
  num_prompts: 100,
  request_rate: 'inf',
  burstiness: 1.0,
  max_concurrency: 16,
  duration: 5.0,
  completed: 100,
  failed: 0,
  total_input_tokens: 102_400,
  total_output_tokens: 12_800,
  request_throughput: 20.0,
  request_goodput: null,
  output_throughput: 2560.0,
  total_token_throughput: 23_040.0,
  max_output_tokens_per_s: 3000.0,
  max_concurrent_requests: 20,
  rtfx: 0.0,
  mean_ttft_ms: 80.0,
  median_ttft_ms: 78.0,
  std_ttft_ms: 5.0,
  p99_ttft_ms: 95.0,
  mean_tpot_ms: 6.0,
  median_tpot_ms: 6.0,
  std_tpot_ms: 0.1,
  p99_tpot_ms: 6.5,
  mean_itl_ms: 6.0,
  median_itl_ms: 6.0,
  std_itl_ms: 0.2,
  p99_itl_ms: 8.0,
};

const statistics = (unit: string, avg: number) => ({
  unit,
  avg,
  p50: avg,
  p90: avg,
  p99: avg,
  min: avg,
  max: avg,
  std: 0,
});

const PERF_STATISTICS = {
  request_throughput: { unit: 'requests/sec', avg: 4.0 },
  request_latency: statistics('ms', 2000),
  request_count: { unit: 'count', avg: 40 },
  time_to_first_token: statistics('ms', 100),
  time_to_second_token: statistics('ms', 10),
  inter_token_latency: statistics('ms', 10),
  output_token_throughput: { unit: 'tokens/sec', avg: 800.0 },
  output_token_throughput_per_user: statistics('tokens/sec/user', 100),
  output_sequence_length: statistics('tokens', 200),
  input_sequence_length: statistics('tokens', 550),
};

/** `profile_export_genai_perf.json`, with the power of two GPUs from Triton's metrics. */
export const GENAI_PERF_EXPORT = {
  ...PERF_STATISTICS,
  telemetry_stats: {
    gpu_power_usage: { unit: 'W', gpu0: { avg: 300.0, p50: 300.0 }, gpu1: { avg: 340.0, p50: 340.0 } },
    gpu_utilization: { unit: '%', gpu0: { avg: 97.0 }, gpu1: { avg: 96.0 } },
  },
  input_config: {
    model_names: ['Qwen/Qwen3-8B'],
    input: { batch_size: 1, num_dataset_entries: 100, synthetic_tokens: { mean: 550, stddev: 0 } },
    endpoint: { backend: 'tensorrtllm', url: 'localhost:8001', service_kind: 'triton', output_format: 'tensorrtllm' },
    perf_analyzer: { path: 'perf_analyzer', stimulus: { concurrency: 8 } },
    tokenizer: { name: 'Qwen/Qwen3-8B', revision: 'main', trust_remote_code: false },
  },
};

/** `profile_export_aiperf.json`. */
export const AIPERF_EXPORT = {
  ...PERF_STATISTICS,
  benchmark_duration: { unit: 'sec', avg: 10.0 },
  input_config: {
    endpoint: { model_names: ['Qwen/Qwen3-8B'], type: 'chat', streaming: true, url: 'localhost:8000' },
    loadgen: { concurrency: 8, request_count: 40 },
    cli_command: "aiperf profile --model 'Qwen/Qwen3-8B' --concurrency 8 --request-count 40",
  },
  was_cancelled: false,
  error_summary: [],
  start_time: '2026-11-24T12:00:00.000000',
  end_time: '2026-11-24T12:00:10.000000',
};

/** `mlperf_log_summary.txt` of a Server run of a language model. */
export const MLPERF_SERVER_SUMMARY = `================================================
MLPerf Results Summary
================================================
SUT name : PySUT
Scenario : Server
Mode     : PerformanceOnly
Completed samples per second    : 80.00
Completed tokens per second: 24000.00
Result is : VALID
  Performance constraints satisfied : Yes
  Min duration satisfied : Yes
  Min queries satisfied : Yes
  Early stopping satisfied: Yes
TTFT Early Stopping Result:
 * Run successful.
TPOT Early Stopping Result:
 * Run successful.

================================================
Additional Stats
================================================
Scheduled samples per second : 83.90
Min latency (ns)                : 980187992
Max latency (ns)                : 165057127340
Mean latency (ns)               : 43579602295
50.00 percentile latency (ns)   : 38401775522

Completed tokens per second                 : 24000.00
Min First Token latency (ns)                : 37578735
Max First Token latency (ns)                : 3267024914
Mean First Token latency (ns)               : 918000000
50.00 percentile first token latency (ns)   : 875073063

Min Time per Output Token (ns)                : 30262518
Max Time per Output Token (ns)                : 3298049084
Mean Time per Output Token (ns)               : 144000000
50.00 percentile time to output token (ns)   : 151044504

================================================
Test Parameters Used
================================================
samples_per_query : 1
target_qps : 83.5
ttft_latency (ns): 2000000000
tpot_latency (ns): 200000000
max_async_queries : 0
min_duration (ms): 600000
qsl_rng_seed : 1780908523862526354
sample_index_rng_seed : 14771362308971278857
schedule_rng_seed : 18209322760996052031

No warnings encountered during test.

No errors encountered during test.
`;

/** Offline: other names of the same figures, and no latency of tokens. */
export const MLPERF_OFFLINE_SUMMARY = MLPERF_SERVER_SUMMARY.replace('Scenario : Server', 'Scenario : Offline')
  .replace(
    'Completed samples per second    : 80.00\nCompleted tokens per second: 24000.00',
    'Samples per second: 90\nTokens per second: 27000',
  )
  .replace(/\nCompleted tokens per second {17}[\s\S]*?\n\n=====/, '\n\n=====');

/** nvidia-smi, two GPUs once a second from 12:00:00 to 12:00:09: 400 W and 500 W for five seconds, then 90 W each. */
export const NVIDIA_SMI_LOG = [
  'timestamp, index, name, power.draw [W], utilization.gpu [%]',
  ...Array.from({ length: 10 }, (_, second) =>
    [400, 500].map(
      (watts, gpu) =>
        `2026/11/24 12:00:0${second}.000, ${gpu}, NVIDIA H100 80GB HBM3, ${(second < 5 ? watts : 90).toFixed(2)} W, 99 %`,
    ),
  ).flat(),
  '',
].join('\n');

/** `dcgmi dmon -e 155,203 -d 1000`: its headings come again every so many lines. */
export const DCGMI_LOG = `#Entity   POWER      GPUTL
ID        W
GPU 0     400.000    99
GPU 1     500.000    98
GPU 0     420.000    99
GPU 1     N/A        98
#Entity   POWER      GPUTL
ID        W
GPU 0     410.000    99
GPU 1     510.000    98
`;

/** Two answers of dcgm-exporter, with the times that Prometheus gives them when it passes them on. */
export const DCGM_EXPORTER_LOG = `# HELP DCGM_FI_DEV_SM_CLOCK SM clock frequency (in MHz).
# TYPE DCGM_FI_DEV_SM_CLOCK gauge
DCGM_FI_DEV_SM_CLOCK{gpu="0",UUID="GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="node1"} 1980 1795521600000
# HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
# TYPE DCGM_FI_DEV_POWER_USAGE gauge
DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="node1"} 600.000000 1795521600000
DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="node1"} 640.000000 1795521604000
DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="node1"} 18446744073709551615 1795521604500
`;

/** What tools/measure.py writes. */
export const MEASURE_FILE = {
  format: 'pennywatt-measure/1',
  started_at: '2026-11-24T12:00:00Z',
  ended_at: '2026-11-24T12:01:00Z',
  device: { kind: 'cuda', name: 'NVIDIA L4', count: 1 },
  torch: '2.9.1',
  model_shape: 'llama-3.1-8b',
  operations: [
    {
      operation: 'gemm',
      precision: 'bf16',
      shape: { m: 4096, n: 4096, k: 4096 },
      milliseconds: 2.0,
      repeats: 50,
      tflops: 68.72,
      tokens_per_second: null,
      started_at: '2026-11-24T12:00:01Z',
      ended_at: '2026-11-24T12:00:03Z',
      watts: 70.0,
      power_samples: 4,
    },
    {
      operation: 'decode_step',
      precision: 'bf16',
      shape: { batch: 8, context_tokens: 1024, layers: 2 },
      milliseconds: 4.0,
      repeats: 50,
      tflops: null,
      tokens_per_second: 2000,
      started_at: '2026-11-24T12:00:04Z',
      ended_at: '2026-11-24T12:00:06Z',
      watts: null,
      power_samples: 0,
    },
  ],
};
