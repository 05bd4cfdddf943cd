import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemSchema } from '../../src/platform/http/problem.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const chat = {
  name: 'chat',
  kind: 'serving',
  model: 'llama-3.1-8b',
  request: { inputTokens: 1000, outputTokens: 200 },
  requestsPerSecond: 2,
};
const run = {
  name: 'run',
  kind: 'training',
  model: 'llama-3.1-8b',
  tokens: 1e9,
  sequenceLength: 4096,
  globalBatchSequences: 64,
  deadlineHours: 24,
};
const box = { name: 'box', kind: 'generic', acceleratorCount: 8 };
const { requestsPerSecond: _, ...withoutRate } = chat;

describe('what is wrong with a request to place something', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function refused(path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await app.post(path, body, headers);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(problem).toMatchObject({ status: answer.status, instance: path });
    return problem;
  }

  it.each([
    ['an unknown model', { ...chat, model: 'llama-3.1-8' }, 'model', /Did you mean .*Llama-3\.1-8B/],
    ['an unknown accelerator', { ...chat, accelerators: ['H1000'] }, 'accelerators', /Did you mean H100/],
    ['an unknown region', { ...chat, where: { regions: ['us-eest-1'] } }, 'where.regions', /Did you mean us-east-1/],
    [
      'a region of another cloud',
      { ...chat, where: { clouds: ['gcp'], regions: ['us-east-1'] } },
      'where.regions',
      /no region with accelerators on gcp\. Did you mean us-east1/,
    ],
    [
      'an unknown jurisdiction',
      { ...chat, where: { jurisdictions: ['moon'] } },
      'where.jurisdictions',
      /Known are .*eu/,
    ],
    ['a config.json without its sizes', { ...chat, model: { config: {} } }, 'model', /config/],
    [
      'a path that only the command line reads',
      { ...chat, model: { configFile: '/etc/hosts' } },
      'model',
      /model\.config/,
    ],
  ])('%s is answered with the workload, the field and the next step', async (_what, workload, field, nextStep) => {
    const { status, detail } = await refused('/v1/placements/quote', workload);
    expect(status).toBe(400);
    expect(detail).toContain(`Workload "chat", ${field}: `);
    expect(detail).toMatch(nextStep);
    const fleet = await refused('/v1/placements', { workloads: [box, workload] });
    expect(fleet.detail).toBe(detail);
  });

  it.each([
    ['a negative rate', { ...chat, requestsPerSecond: -1 }, 'requestsPerSecond', />0/],
    ['a rate that is no number', { ...chat, requestsPerSecond: 'many' }, 'requestsPerSecond', /24/],
    ['no rate', withoutRate, 'requestsPerSecond', /above 0, or a list of 24/],
    ['a day of 23 hours', { ...chat, requestsPerSecond: Array(23).fill(1) }, 'requestsPerSecond', /24/],
    ['no tokens', { ...chat, request: { inputTokens: 0, outputTokens: 1 } }, 'request.inputTokens', />0/],
    ['half a token', { ...chat, request: { inputTokens: 1.5, outputTokens: 1 } }, 'request.inputTokens', /int/],
    ['an empty name', { ...chat, name: '' }, 'name', />=1/],
    ['an unknown precision', { ...chat, precisions: ['int3'] }, 'precisions', /int4/],
    ['a model that is a number', { ...chat, model: 7 }, 'model', /name of a model, or \{config\}/],
    ['a model that is nothing', { ...chat, model: {} }, 'model', /Give either config/],
    [
      'a floor above all',
      { ...chat, qualityFloor: { minRetainedPercent: 101 } },
      'qualityFloor.minRetainedPercent',
      /100/,
    ],
    ['a way to pay that nobody sells', { ...chat, purchaseOptions: ['lease'] }, 'purchaseOptions.0', /on_demand/],
    ['a cloud that is not asked', { ...chat, where: { clouds: ['moon'] } }, 'where.clouds.0', /aws/],
    ['an unknown kind', { ...chat, kind: 'serveing' }, 'kind', /serving/],
    ['a certain miss', { ...run, maxDeadlineMissProbability: 1 }, 'maxDeadlineMissProbability', /<1/],
    ['a deadline of nothing', { ...run, deadlineHours: 0 }, 'deadlineHours', />0/],
    ['a deadline in a thousand years', { ...run, deadlineHours: 8.76e6 }, 'deadlineHours', /<=87600/],
    ['more tokens than there are', { ...run, tokens: 1e300 }, 'tokens', /<=10000000000000000/],
    ['a rate beyond all', { ...chat, requestsPerSecond: 1e308 }, 'requestsPerSecond', /<=1000000/],
    ['more machines than there are', { ...box, acceleratorCount: 1e300 }, 'acceleratorCount', /<=1000000/],
    ['half a checkpoint', { ...run, checkpoint: { sizeGB: 9, restartMinutes: 1 } }, 'checkpoint', /together with/],
    [
      'elasticity upside down',
      { ...run, elasticity: { minAccelerators: 9, maxAccelerators: 8 } },
      'elasticity',
      /must not be above/,
    ],
    ['an unknown field', { ...chat, requestPerSecond: 2 }, '', /Did you mean requestsPerSecond\?/],
    ['an unknown field inside', { ...chat, latency: { ttftms: 5 } }, 'latency', /Did you mean ttftMs\?/],
    ['a list', [chat], '', /expected object/],
  ])('%s is answered with its path', async (_what, workload, path, message) => {
    const { status, detail, errors } = await refused('/v1/placements/quote', workload);
    expect(status).toBe(400);
    expect(detail).toContain('Correct the fields below');
    const found = errors?.find((error) => error.path === path);
    expect(found?.message, JSON.stringify(errors)).toMatch(message);
    const inFleet = await refused('/v1/placements', { workloads: [box, workload] });
    expect(inFleet.errors?.map((error) => error.path)).toContain(
      ['workloads', '1', ...(path === '' ? [] : [path])].join('.'),
    );
  });

  it.each([
    ['none', { workloads: [] }, 'workloads', />=1/],
    ['no list', {}, 'workloads', /array/],
    ['a misspelt list', { workload: [box] }, '', /Did you mean workloads\?/],
    ['two of a name', { workloads: [box, box] }, 'workloads.1.name', /Another workload is called "box"/],
    [
      'more than 500',
      { workloads: Array.from({ length: 501 }, (_w, n) => ({ ...box, name: `${n}` })) },
      'workloads',
      /500/,
    ],
  ])('of several workloads, %s is refused', async (_what, body, path, message) => {
    const { status, errors } = await refused('/v1/placements', body);
    expect(status).toBe(400);
    expect(errors?.find((error) => error.path === path)?.message, JSON.stringify(errors)).toMatch(message);
  });

  it('takes JSON only, whole, and of a size that a fleet can have', async () => {
    for (const text of ['{"name":', 'name: chat']) {
      const { status, detail } = await refused('/v1/placements/quote', text);
      expect([status, detail]).toEqual([400, expect.stringContaining('JSON')]);
    }
    expect((await refused('/v1/placements/quote', '')).status).toBe(400);
    expect((await refused('/v1/placements/quote', 'name: chat', { 'content-type': 'text/yaml' })).status).toBe(415);
    // Straight into the server: over a socket the refusal may come before the client has sent all, and be lost to it.
    const { statusCode, body } = await app.app.inject({
      method: 'POST',
      url: '/v1/placements',
      headers: { 'content-type': 'application/json' },
      payload: `{"workloads":[${' '.repeat(17 * 2 ** 20)}]}`,
    });
    expect(statusCode).toBe(413);
    expect(problemSchema.parse(JSON.parse(body)).detail).toMatch(/16 MiB\. Send fewer workloads/);
  });

  it('knows no key of the wrong length, and no plan under a wrong id', async () => {
    for (const key of ['', ' ', 'k'.repeat(256)]) {
      const { status, detail } = await refused('/v1/placements', { workloads: [box] }, { 'idempotency-key': key });
      expect([status, detail]).toEqual([400, expect.stringContaining('1 to 255 characters')]);
    }
    const unknown = await app.get<{ detail: string }>('/v1/placements/53b3a928-19d1-4b00-ad63-65d18a15d3c7');
    expect([unknown.status, unknown.body.detail]).toEqual([404, expect.stringContaining('GET /v1/placements lists')]);
    expect((await app.get('/v1/placements/mine')).status).toBe(400);
    expect((await app.get('/v1/placements?limit=1000')).status).toBe(400);
  });
});
