import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../platform/index.js';
import { readFile } from './formats.js';
import {
  AIPERF_EXPORT,
  DCGM_EXPORTER_LOG,
  DCGMI_LOG,
  GENAI_PERF_EXPORT,
  MEASURE_FILE,
  MLPERF_SERVER_SUMMARY,
  NVIDIA_SMI_LOG,
  VLLM_RESULT,
} from './result-files.fixture.js';

const TEXTS = [MLPERF_SERVER_SUMMARY, NVIDIA_SMI_LOG, DCGMI_LOG, DCGM_EXPORTER_LOG];
const RESULTS: readonly Readonly<Record<string, unknown>>[] = [
  VLLM_RESULT,
  GENAI_PERF_EXPORT,
  AIPERF_EXPORT,
  MEASURE_FILE,
];

/** What is read is in order; what is not is refused with a sentence, and with nothing else. */
function readsOrRefuses(content: string): void {
  try {
    const read = readFile({ name: 'given', content });
    const figures =
      read.kind === 'power'
        ? read.log.samples.map(({ watts }) => watts)
        : read.runs.flatMap(({ tokensPerSecond, ttftMs, tpotMs, milliseconds }) => [
            tokensPerSecond,
            ttftMs,
            tpotMs,
            milliseconds,
          ]);
    for (const figure of figures) if (figure !== null) expect(figure).toBeGreaterThanOrEqual(0);
    expect(figures.every((figure) => figure === null || Number.isFinite(figure))).toBe(true);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^given/);
  }
}

describe('a file of results or power, whatever is in it,', () => {
  it('is read or refused where it is cut off or has other text in it', () => {
    const cut = fc.record({ text: fc.constantFrom(...TEXTS), at: fc.nat(3000), more: fc.string() });
    fc.assert(fc.property(cut, ({ text, at, more }) => readsOrRefuses(text.slice(0, at) + more + text.slice(at + 10))));
  });

  it('is read or refused where a field is another', () => {
    const changed = fc.constantFrom(...RESULTS).chain((result) =>
      fc.record({
        result: fc.constant(result),
        field: fc.constantFrom(...Object.keys(result)),
        value: fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 0, '', 'N/A', [], {})),
      }),
    );
    fc.assert(
      fc.property(changed, ({ result, field, value }) => readsOrRefuses(JSON.stringify({ ...result, [field]: value }))),
    );
  });

  it('is read or refused where it is anything at all', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), readsOrRefuses));
  });
});
