import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeasurementList } from '../../src/benchmarks/index.js';
import {
  NVIDIA_SMI_LOG,
  MLPERF_SERVER_SUMMARY,
  VLLM_RESULT,
} from '../../src/benchmarks/import/result-files.fixture.js';
import type { Ranking } from '../../src/placement/index.js';
import type { Quote } from '../../src/placement/plan.schema.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
interface Imported {
  readonly imported: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly measurements: MeasurementList['measurements'];
  readonly notes: readonly string[];
}

const result = { name: 'result.json', content: JSON.stringify(VLLM_RESULT) };
const power = { name: 'power.csv', content: NVIDIA_SMI_LOG };
const details = { accelerator: 'H100 SXM', acceleratorCount: 2, precision: 'fp8', tensorParallel: 2 };

describe('benchmarks', () => {
  let app: TestApp;
  const list = async (query: string) => (await app.get<MeasurementList>(`/v1/benchmarks?${query}`)).body;
  const rank = async (query: string) => (await app.get<Ranking>(`/v1/benchmarks/rank?${query}`)).body;
  const take = async (files: readonly object[], told: object) => {
    const { status, body } = await app.post<Imported>('/v1/benchmarks/import', { files, details: told });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('ship published measurements, found by what people call things', async () => {
    const found = await list('model=llama-3.1-70b&accelerator=H200&precision=fp8&kind=inference');
    expect(found.total).toBeGreaterThan(0);
    for (const { model, acceleratorId, precision, origin } of found.measurements) {
      expect({ model, acceleratorId, precision, origin }).toEqual({
        model: 'meta-llama/Meta-Llama-3.1-70B',
        acceleratorId: 'nvidia-h200-sxm-141gb',
        precision: 'fp8',
        origin: 'published',
      });
    }
  });

  it('come in pages, in the order asked for', async () => {
    const all = await list('kind=training&sort=tokens-per-second&limit=1000');
    const page = await list('kind=training&sort=tokens-per-second&limit=3&offset=2');
    expect(page.total).toBe(all.total);
    expect(page.measurements).toEqual(all.measurements.slice(2, 5));
  });

  it('refuse a question that cannot be understood', async () => {
    const unknown = await app.get<Problem>('/v1/benchmarks?accelerator=H1000');
    expect([unknown.status, unknown.body.detail]).toEqual([400, expect.stringContaining('No accelerator is called')]);
    const wrong = await app.get<Problem>('/v1/benchmarks?precision=fp5&kind=guess');
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(['precision.0', 'kind']));
    expect((await app.get('/v1/benchmarks/rank?by=tokens-per-second')).status).toBe(400);
  });

  it('say what is missing of an import, and keep nothing then', async () => {
    const { status, body } = await app.post<Problem>('/v1/benchmarks/import', { files: [result], details: {} });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('--accelerator-count')]);
    const second = { name: 'broken.json', content: '{"model_id": ' };
    expect((await app.post('/v1/benchmarks/import', { files: [result, second], details })).status).toBe(400);
    const alone = await app.post<Problem>('/v1/benchmarks/import', { files: [power], details });
    expect([alone.status, alone.body.detail]).toEqual([400, expect.stringContaining('no result')]);
    expect((await list('source=imported')).total).toBe(0);
  });

  it('take a run in once, and what is told of it later in its place', async () => {
    const counts = ({ imported, replaced, unchanged }: Imported) => ({ imported, replaced, unchanged });
    const first = await take([result], { ...details, precision: 'bf16' });
    expect(counts(first)).toEqual({ imported: 1, replaced: 0, unchanged: 0 });
    const corrected = await take([result, power], details);
    expect(counts(corrected)).toEqual({ imported: 0, replaced: 1, unchanged: 0 });
    // Power that was joined stays when the result comes again without its log.
    const again = await take([result, result], details);
    expect(counts(again)).toEqual({ imported: 0, replaced: 0, unchanged: 1 });
    const { measurements, total } = await list('source=imported');
    expect(total).toBe(1);
    expect(measurements[0]).toMatchObject({
      model: 'meta-llama/Meta-Llama-3.1-8B',
      acceleratorId: 'nvidia-h100-sxm-80gb',
      precision: 'fp8',
      tokensPerSecond: 2560,
      powerWatts: 900,
      powerScope: 'accelerators',
      joulesPerToken: 900 / 2560,
      source: 'result.json (vllm bench serve)',
    });
  });

  it('correct predictions at once, and no longer once they are removed', async () => {
    const service = {
      kind: 'serving',
      name: 'assistant',
      model: 'llama-3.1-8b',
      precisions: ['fp8'],
      accelerators: ['H100 SXM'],
      request: { inputTokens: 1024, outputTokens: 128 },
      requestsPerSecond: 1,
      maxConcurrencyPerReplica: 16,
    };
    const predicted = async () => {
      const { body } = await app.post<Quote>('/v1/placements/quote', service);
      return body.placement.plan?.prediction;
    };
    const before = await predicted();
    // Three times slower than the run that was imported above, on one accelerator.
    const slow = { ...VLLM_RESULT, mean_ttft_ms: 240, mean_tpot_ms: 18, date: '20261102-101500' };
    const one = { accelerator: 'H100 SXM', acceleratorCount: 1, precision: 'fp8', tensorParallel: 1 };
    const { measurements } = await take([{ name: 'slow.json', content: JSON.stringify(slow) }], one);
    const after = await predicted();
    expect(after?.tpotMs).toBeGreaterThan(1.3 * (before?.tpotMs ?? Infinity));
    expect(after?.tpotMs).toBeLessThan(18 * 1.1);
    expect(after?.source).toContain('own measurements of NVIDIA H100');
    await app.post('/v1/benchmarks/remove', { ids: measurements.map(({ id }) => id) });
    expect(await predicted()).toEqual(before);
  });

  it('rank the own run among the published, at the prices in force', async () => {
    const ranking = await rank('model=llama-3.1-8b&by=tokens-per-joule');
    const own = ranking.entries.find(({ origin }) => origin === 'imported');
    expect(own).toMatchObject({ basis: 'measured', tokensPerSecondPerAccelerator: 1280, acceleratorCount: 2 });
    // 2,560 tokens a second on 900 W.
    expect(own?.value).toBe('2.84444');
    const values = ranking.entries.map(({ value }) => Number(value));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const { usdPerAcceleratorHour = '' } = own?.price ?? {};
    // Two accelerators at that price for the 1,000,000 ÷ 2,560 seconds that a million tokens take.
    expect(Number(own?.usdPerMillionTokens)).toBeCloseTo((2 * Number(usdPerAcceleratorHour) * 1e6) / 2560 / 3600, 4);
  });

  it('rank what nobody measured only where it is asked for, and say that it is predicted', async () => {
    const query = 'model=llama-3.1-8b&accelerator=L4&precision=bf16';
    expect((await app.get(`/v1/benchmarks/rank?${query}`)).status).toBe(400);
    const { entries } = await rank(`${query}&predicted=true`);
    expect(entries).toMatchObject([{ basis: 'predicted', measurementId: null, acceleratorId: 'nvidia-l4' }]);
    expect(entries[0]?.errorPercent).toBeGreaterThan(0);
  });

  it('keep MLPerf™ benchmark results apart, and cite them as MLCommons asks', async () => {
    const mixed = await rank('model=llama-3.1-8b&by=tokens-per-second');
    expect(mixed.entries.every(({ group }) => group === null)).toBe(true);
    expect(mixed.withoutFigure.some(({ why }) => why.includes('MLPerf™'))).toBe(true);
    const results = await rank('model=llama-2-70b&source=mlperf&by=tokens-per-second');
    for (const { group, submitter, suite } of results.entries) {
      expect(group).toContain(suite);
      expect(submitter).not.toBeNull();
    }
    expect(results.notes.some((note) => note.includes('trademarks of MLCommons Association'))).toBe(true);
    const file = { name: 'mlperf_log_summary.txt', content: MLPERF_SERVER_SUMMARY };
    const { notes } = await take([file], { ...details, acceleratorCount: 8, model: 'llama-2-70b', engine: 'vllm' });
    expect(notes.join(' ')).toContain('Result not verified by MLCommons Association.');
  });

  it('take the same run from several at once, and keep it once', async () => {
    const run = { name: 'result.json', content: JSON.stringify({ ...VLLM_RESULT, date: '20261124-150005' }) };
    await Promise.all([1, 2, 3, 4].map(() => take([run], details)));
    const { measurements } = await list('source=imported&precision=fp8&model=llama-3.1-8b');
    expect(measurements.filter(({ source }) => source.startsWith('result.json'))).toHaveLength(2);
  });

  it('are forgotten where the user says so, and none where one is not their own', async () => {
    const before = await list('source=imported');
    const ids = before.measurements.map(({ id }) => id);
    const { status, body } = await app.post<Problem>('/v1/benchmarks/remove', { ids: [...ids, 'inf-01315'] });
    expect([status, body.detail]).toEqual([404, expect.stringContaining('the id inf-01315')]);
    expect((await list('source=imported')).total).toBe(ids.length);
    expect((await app.post('/v1/benchmarks/remove', { ids })).body).toEqual({ removed: [...ids].sort() });
    expect((await list('source=imported')).total).toBe(0);
  });
});
