import { InputError } from '../../platform/index.js';
import { UNSAID, type FoundRun, type RunFormat } from './found-run.js';

const NS_PER_MS = 1_000_000;

/** The summary that the load generator of the MLPerf™ Inference benchmarks writes, of language models. */
export const mlperfSummary: RunFormat = {
  name: 'mlperf_log_summary.txt',
  recognises: ({ text }) => text.includes('MLPerf Results Summary'),
  read: ({ text }, file) => [runOf(fieldsOf(text), file)],
};

/** Lines of `name : value`, the first of each name. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at < 0) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

function runOf(fields: ReadonlyMap<string, string>, file: string): FoundRun {
  const scenario = fields.get('scenario') ?? '';
  if (fields.get('mode') !== 'PerformanceOnly') {
    throw new InputError(`${file} is of mode ${fields.get('mode')}. Import the summary of the performance run.`);
  }
  if (fields.get('result is') !== 'VALID') {
    throw new InputError(`${file}: the load generator calls the result ${fields.get('result is')}. Repeat the run.`);
  }
  const figure = (...names: readonly string[]): number | null => {
    const value = names.map((name) => fields.get(name)).find((text) => text !== undefined);
    const number = Number(value ?? Number.NaN);
    return Number.isFinite(number) && number > 0 ? number : null;
  };
  const tokensPerSecond = figure(
    'tokens per second',
    'completed tokens per second',
    'tokens per second (inferred)',
    'completed tokens per second (inferred)',
  );
  const samplesPerSecond = figure('samples per second', 'completed samples per second');
  if (tokensPerSecond === null || samplesPerSecond === null) {
    throw new InputError(
      `${file} counts no tokens (scenario ${scenario}). Import Offline, Server or Interactive runs of a language model, ` +
        'with use_token_latencies set.',
    );
  }
  const milliseconds = (ns: number | null) => (ns === null ? null : ns / NS_PER_MS);
  const seeds = ['qsl_rng_seed', 'sample_index_rng_seed', 'schedule_rng_seed'].map((name) => fields.get(name) ?? null);
  return {
    ...UNSAID,
    tool: 'MLPerf load generator',
    kind: 'inference',
    identity: [scenario, tokensPerSecond, samplesPerSecond, fields.get('mean latency (ns)') ?? null, ...seeds],
    scenario,
    outputTokens: tokensPerSecond / samplesPerSecond,
    tokensPerSecond,
    requestsPerSecond: samplesPerSecond,
    ttftMs: milliseconds(figure('mean first token latency (ns)')),
    // Older releases of the load generator said "Time to Output Token".
    tpotMs: milliseconds(figure('mean time per output token (ns)', 'mean time to output token (ns)')),
    suite: 'MLPerf™ Inference, unverified',
  };
}
