import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measurement } from '../benchmarks/measurement.fixture.js';
import { EXIT } from './context.js';
import { run } from './main.js';

/** A terminal whose API answers every request with one body and remembers what it was asked. */
function terminal(body: unknown) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: { readonly path: string; readonly body: unknown }[] = [];
  const request = (_method: string, path: string, sent?: unknown) => {
    asked.push({ path, body: sent });
    return Promise.resolve({ status: 200, body });
  };
  const connect = () => Promise.resolve({ request, close: () => Promise.resolve() });
  return { out, err, asked, context: { connect, out: (l: string) => out.push(l), err: (l: string) => err.push(l) } };
}

const listed = { total: 2, offset: 0, limit: 20, sort: 'model', measurements: [measurement({})], notes: ['A note.'] };
const entry = {
  ...{ rank: 1, group: null, basis: 'predicted', errorPercent: 30, value: '1500', measurementId: null },
  ...{ model: 'm', acceleratorId: 'nvidia-l4', accelerator: 'NVIDIA L4', acceleratorCount: 1, precision: 'bf16' },
  ...{ precisionAsWritten: 'bf16', engine: null, scenario: null, inputTokens: 1024, outputTokens: 1024 },
  ...{ concurrency: 32, tokensPerSecond: 1500, tokensPerSecondPerAccelerator: 1500, tokensPerJoule: 21.5 },
  ...{ powerScope: 'accelerators', usdPerMillionTokens: '0.1296', tokensPerSecondPerUsdPerHour: '2143', price: null },
  ...{ origin: null, submitter: null, suite: null, resultId: null, source: 'a paper' },
};
const ranking = {
  ...{ model: 'm', by: 'tokens-per-joule', per: 'accelerator', total: 1, offset: 0, limit: 20, entries: [entry] },
  ...{ withoutFigure: [{ count: 3, why: 'have no power or energy measured' }], notes: [] },
};

describe('pennywatt benchmarks', () => {
  it('lists measurements in columns, and says how many there are and what has to be known of them', async () => {
    const t = terminal(listed);
    expect(await run(['benchmarks', 'list', '--model', 'llama', '--accelerator', 'H100,H200'], t.context)).toBe(
      EXIT.done,
    );
    expect(t.asked[0]?.path).toBe('/v1/benchmarks?model=llama&accelerator=H100%2CH200&limit=20&sort=model');
    expect(t.out[0]).toMatch(/^id +model +accelerator/);
    expect(t.out[1]).toMatch(/^m-1 +Meta-Llama-3.1-8B +1 × nvidia-h100-sxm-80gb +fp8 .* 2000 .* measured/);
    expect(t.err).toEqual(['1 of 2 measurements shown; --limit or --json shows more.', 'A note.']);
  });

  it('shows of an operation how long it took', async () => {
    const gemm = measurement({
      kind: 'operation',
      tokensPerSecond: null,
      milliseconds: 2,
      tflopsPerAccelerator: 68.72,
    });
    const t = terminal({ ...listed, measurements: [gemm] });
    await run(['benchmarks', 'list'], t.context);
    expect(t.out[1]).toContain('2 ms, 68.72 TFLOP/s');
  });

  it('prints JSON alone on stdout', async () => {
    const t = terminal(listed);
    await run(['benchmarks', 'list', '--json'], t.context);
    expect(JSON.parse(t.out.join('\n'))).toEqual([measurement({})]);
  });

  it('ranks, marks what is predicted, and says what has no figure', async () => {
    const t = terminal(ranking);
    const args = ['benchmarks', 'rank', '--model', 'm', '--by', 'tokens-per-joule', '--predicted'];
    expect(await run(args, t.context)).toBe(EXIT.done);
    expect(t.asked[0]?.path).toContain('by=tokens-per-joule&per=accelerator&purchase=on_demand&predicted=true');
    expect(t.out[1]).toMatch(/1 × nvidia-l4 +bf16 +1500 +21.5 +0.1296 .*predicted ± 30 %/);
    expect(t.err).toContain('3 more have no power or energy measured.');
  });

  it('sends files by their names without folders, with what was told of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennywatt-benchmarks-'));
    const file = join(folder, 'result.json');
    writeFileSync(file, '{}');
    const t = terminal({ imported: 1, replaced: 0, unchanged: 0, measurements: [measurement({})], notes: [] });
    const flags = ['--accelerator', 'H100 SXM', '--accelerator-count', '2', '--gpus', '0, 1', '--power-whole-log'];
    expect(await run(['benchmarks', 'import', file, ...flags], t.context)).toBe(EXIT.done);
    expect(t.asked).toEqual([
      {
        path: '/v1/benchmarks/import',
        body: {
          files: [{ name: 'result.json', content: '{}' }],
          details: { accelerator: 'H100 SXM', acceleratorCount: 2, gpus: ['0', '1'], powerWholeLog: true },
        },
      },
    ]);
    expect(t.err).toEqual(['1 new, 0 replaced, 0 unchanged.']);
  });

  it('ends with 2 on a file that is not there, and on a count that is none', async () => {
    const missing = terminal({});
    expect(await run(['benchmarks', 'import', '/nowhere/r.json'], missing.context)).toBe(EXIT.badInput);
    expect(missing.err.join('\n')).toContain('/nowhere/r.json cannot be read');
    const none = terminal({});
    expect(await run(['benchmarks', 'import', 'r.json', '--tensor-parallel', 'two'], none.context)).toBe(EXIT.badInput);
    expect(none.err.join('\n')).toContain('--tensor-parallel has to be a number above 0, and is "two".');
    expect(none.asked).toEqual([]);
  });
});
