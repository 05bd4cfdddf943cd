import { describe, expect, it } from 'vitest';
import { InputError } from '../../platform/index.js';
import { readFile } from './formats.js';
import {
  AIPERF_EXPORT,
  DCGM_EXPORTER_LOG,
  DCGMI_LOG,
  GENAI_PERF_EXPORT,
  MEASURE_FILE,
  MLPERF_OFFLINE_SUMMARY,
  MLPERF_SERVER_SUMMARY,
  NVIDIA_SMI_LOG,
  VLLM_RESULT,
} from './result-files.fixture.js';

function runsOf(content: unknown) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const read = readFile({ name: 'given', content: text });
  if (read.kind !== 'runs') throw new Error('It was taken for a power log.');
  return read.runs;
}

function samplesOf(content: string) {
  const read = readFile({ name: 'given', content });
  if (read.kind !== 'power') throw new Error('It was taken for results.');
  return read.log.samples;
}

const NOON = Date.parse('2026-11-24T12:00:00Z');

describe('vllm bench serve', () => {
  it('gives means per request, and the time of the run from the clock at its end', () => {
    expect(runsOf(VLLM_RESULT)).toMatchObject([
      {
        kind: 'inference',
        model: 'meta-llama/Llama-3.1-8B-Instruct',
        engine: 'vllm',
        accelerator: null,
        inputTokens: 1024,
        outputTokens: 128,
        concurrency: 16,
        tokensPerSecond: 2560,
        ttftMs: 80,
        tpotMs: 6,
        window: { start: { ms: NOON, zoned: false }, end: { ms: NOON + 5000, zoned: false } },
      },
    ]);
  });

  it('does not take the way it asked for the engine that answered', () => {
    expect(runsOf({ ...VLLM_RESULT, backend: 'openai-chat', endpoint_type: 'openai-chat' })[0]?.engine).toBeNull();
    expect(runsOf({ ...VLLM_RESULT, backend: 'sglang' })[0]?.engine).toBe('sglang');
  });

  it('takes what --metadata adds', () => {
    const given = {
      ...VLLM_RESULT,
      accelerator: 'H200',
      accelerator_count: '4',
      tensor_parallel: '4',
      precision: 'fp8',
    };
    expect(runsOf(given)[0]).toMatchObject({
      accelerator: 'H200',
      acceleratorCount: 4,
      tensorParallel: 4,
      precision: 'fp8',
    });
  });

  it('reads results that were appended, one per line', () => {
    const lines = [8, 16].map((max_concurrency) => JSON.stringify({ ...VLLM_RESULT, max_concurrency }));
    expect(runsOf(lines.join('\n')).map(({ concurrency }) => concurrency)).toEqual([8, 16]);
  });

  it('says what is wrong with a run without tokens or answers', () => {
    const { output_throughput: _, ...embedding } = VLLM_RESULT;
    expect(() => runsOf(embedding)).toThrow(/writes no tokens/);
    expect(() => runsOf({ ...VLLM_RESULT, completed: 0 })).toThrow(/no request was completed/);
    expect(() => runsOf({ ...VLLM_RESULT, duration: 'long' })).toThrow(/duration/);
  });
});

describe('genai-perf and aiperf', () => {
  it('write the same figures', () => {
    for (const given of [GENAI_PERF_EXPORT, AIPERF_EXPORT]) {
      expect(runsOf(given)).toMatchObject([
        {
          model: 'Qwen/Qwen3-8B',
          inputTokens: 550,
          outputTokens: 200,
          concurrency: 8,
          tokensPerSecond: 800,
          requestsPerSecond: 4,
          ttftMs: 100,
          tpotMs: 10,
        },
      ]);
    }
  });

  it('genai-perf names the backend of Triton, and the power of its GPUs', () => {
    expect(runsOf(GENAI_PERF_EXPORT)[0]).toMatchObject({
      tool: 'genai-perf',
      engine: 'trtllm',
      power: {
        devices: [
          { name: '0', watts: 300 },
          { name: '1', watts: 340 },
        ],
        samples: null,
      },
      window: null,
    });
  });

  it('aiperf says when it ran, by the local clock', () => {
    expect(runsOf(AIPERF_EXPORT)[0]).toMatchObject({
      tool: 'aiperf',
      engine: null,
      window: { start: { ms: NOON, zoned: false }, end: { ms: NOON + 10_000, zoned: false } },
    });
  });

  it('aiperf names the power of the GPUs that DCGM, NVML or AMD SMI showed, each once', () => {
    const gpu = (gpu_index: number, name: string, avg: number) => ({
      gpu_index,
      gpu_name: 'an accelerator',
      gpu_uuid: `GPU-${gpu_index}`,
      hostname: 'node1',
      metrics: { power_management_limit: { unit: 'W', avg: 700 }, [name]: { unit: 'W', avg, min: 1, max: 2 } },
    });
    const endpoints = {
      'localhost:9400': { gpus: { gpu_0: gpu(0, 'gpu_power_usage', 300), gpu_1: gpu(1, 'nvidia_power_usage', 310) } },
      'localhost:9401': { gpus: { gpu_0: gpu(0, 'gpu_power_usage', 300) } },
      amdsmi: { gpus: { gpu_2: gpu(2, 'amd_power', 500) } },
    };
    expect(runsOf({ ...AIPERF_EXPORT, telemetry_data: { endpoints } })[0]?.power?.devices).toEqual([
      { name: '0', watts: 300 },
      { name: '1', watts: 310 },
      { name: '2', watts: 500 },
    ]);
  });

  it('refuses a run that was cancelled, and figures in other units', () => {
    expect(() => runsOf({ ...AIPERF_EXPORT, was_cancelled: true })).toThrow(/cancelled/);
    const inSeconds = { ...AIPERF_EXPORT, time_to_first_token: { unit: 'sec', avg: 0.1 } };
    expect(() => runsOf(inSeconds)).toThrow(/time_to_first_token.unit: has to be in ms/);
  });
});

describe('the summary of the MLPerf™ load generator', () => {
  it('gives tokens per second, and latencies in milliseconds where it has them', () => {
    expect(runsOf(MLPERF_SERVER_SUMMARY)).toMatchObject([
      { scenario: 'Server', tokensPerSecond: 24_000, outputTokens: 300, ttftMs: 918, tpotMs: 144, model: null },
    ]);
    expect(runsOf(MLPERF_OFFLINE_SUMMARY)).toMatchObject([
      { scenario: 'Offline', tokensPerSecond: 27_000, outputTokens: 300, ttftMs: null, tpotMs: null },
    ]);
  });

  it('calls the result unverified, as MLCommons asks', () => {
    expect(runsOf(MLPERF_SERVER_SUMMARY)[0]?.suite).toMatch(/^MLPerf™ .*unverified/);
  });

  it('reads the name that older releases gave the time per output token', () => {
    const older = MLPERF_SERVER_SUMMARY.replaceAll('Time per Output Token', 'Time to Output Token');
    expect(runsOf(older)[0]?.tpotMs).toBe(144);
  });

  it('refuses what is no result', () => {
    expect(() => runsOf(MLPERF_SERVER_SUMMARY.replace('VALID', 'INVALID'))).toThrow(/calls the result INVALID/);
    expect(() => runsOf(MLPERF_SERVER_SUMMARY.replace('PerformanceOnly', 'AccuracyOnly'))).toThrow(/AccuracyOnly/);
    expect(() => runsOf(MLPERF_SERVER_SUMMARY.replace(/Completed tokens per second.*/g, ''))).toThrow(
      /counts no tokens/,
    );
  });
});

describe('tools/measure.py', () => {
  it('gives an operation each, with its own power', () => {
    expect(runsOf(MEASURE_FILE)).toMatchObject([
      {
        kind: 'operation',
        scenario: 'gemm: m 4096, n 4096, k 4096',
        accelerator: 'NVIDIA L4',
        milliseconds: 2,
        tflopsPerAccelerator: 68.72,
        tokensPerSecond: null,
        power: { devices: [{ name: '0', watts: 70 }], samples: 4 },
      },
      { scenario: 'decode_step: batch 8, context_tokens 1024, layers 2', tokensPerSecond: 2000, power: null },
    ]);
  });
});

describe('power logs', () => {
  it('of nvidia-smi have a local time, a GPU and watts in each row', () => {
    const samples = samplesOf(NVIDIA_SMI_LOG);
    expect(samples).toHaveLength(20);
    expect(samples[1]).toEqual({ at: { ms: NOON, zoned: false }, device: '1', watts: 500 });
  });

  it('of nvidia-smi without units, and with a GPU that reports none', () => {
    const log = 'timestamp, index, power.draw\n2026/11/24 12:00:00.000, 0, 70.5\n2026/11/24 12:00:00.000, 1, [N/A]\n';
    expect(samplesOf(log)).toEqual([{ at: { ms: NOON, zoned: false }, device: '0', watts: 70.5 }]);
  });

  it('of nvidia-smi without times are told how to be recorded', () => {
    expect(() => samplesOf('index, power.draw [W]\n0, 70 W\n')).toThrow(
      /no column timestamp. Record it with: nvidia-smi/,
    );
  });

  it('of dcgmi dmon have no times, and headings in between', () => {
    expect(samplesOf(DCGMI_LOG).map(({ device, watts }) => `${device} ${watts}`)).toEqual([
      '0 400',
      '1 500',
      '0 420',
      '0 410',
      '1 510',
    ]);
    expect(samplesOf(DCGMI_LOG).every(({ at }) => at === null)).toBe(true);
  });

  it('of dcgmi dmon with a time before each line', () => {
    const log = '1795521600.5 #Entity   POWER\n1795521600.5 ID        W\n1795521601.5 GPU 3     123.000\n';
    expect(samplesOf(log)).toEqual([{ at: { ms: NOON + 1500, zoned: true }, device: '3', watts: 123 }]);
  });

  it('of dcgm-exporter have the time of Prometheus, and no reading where DCGM had none', () => {
    expect(samplesOf(DCGM_EXPORTER_LOG)).toEqual([
      { at: { ms: NOON, zoned: true }, device: 'node1/0', watts: 600 },
      { at: { ms: NOON + 4000, zoned: true }, device: 'node1/0', watts: 640 },
    ]);
  });
});

describe('any other file', () => {
  it.each([
    ['', /given is empty/],
    ['hello', /no format that is known. Known are: vllm bench serve/],
    ['{"a": 1}', /Known are/],
    ['{"model_id": "x", ', /cut off or damaged/],
    [':::MLLOG {"key": "x"}', /import the mlperf_log_summary.txt/],
  ])('%s is refused with a hint', (content, message) => {
    expect(() => readFile({ name: 'given', content })).toThrow(InputError);
    expect(() => readFile({ name: 'given', content })).toThrow(message);
  });
});
