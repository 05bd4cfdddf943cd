import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.js';

interface Problem {
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: { path: string; message: string }[];
}

interface Operation {
  operationId: string;
  responses: Record<string, { content?: object }>;
  requestBody?: unknown;
}

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

describe('the HTTP server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('says that it lives, is ready, and in what state its stores are', async () => {
    expect(await app.get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    const stores = { postgresql: { ok: true, detail: null }, clickhouse: { ok: true, detail: null } };
    expect(await app.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready', stores } });
    expect(await app.get('/health')).toMatchObject({
      status: 200,
      body: { status: 'ready', roles: ['api', 'worker'] },
    });
  });

  it('gives Prometheus its figures, requests by the pattern of their route', async () => {
    await app.get('/health/live');
    await app.get('/nowhere/at/all');
    const { body, headers } = await app.get<string>('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} \d+$/m,
    );
    expect(body).not.toContain('/nowhere/at/all');
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(body).toMatch(/^pennywatt_offers\{.*cloud="aws".*\} \d+$/m);
  });

  it('answers what does not exist with problem details', async () => {
    const { status, headers, body } = await app.get<Problem>('/v1/nothing?of=it');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ title: 'Not Found', status: 404, instance: '/v1/nothing?of=it' });
    expect(body.detail).toContain('/openapi.json');
  });

  it('names every field that does not fit', async () => {
    const { status, body } = await app.get<Problem>('/v1/prices?limit=many&purchase=borrowed');
    expect(status).toBe(400);
    expect(body.errors?.length ?? 0).toBeGreaterThan(0);
    for (const error of body.errors ?? []) expect(error.message).not.toBe('');
  });

  it('answers a body that is no JSON with problem details', async () => {
    const { status, body } = await app.post<Problem>('/v1/models/describe', '{"name":');
    expect(status).toBe(400);
    expect(body).toMatchObject({ title: 'Bad Request', status: 400 });
  });

  it('says what a model could have been called', async () => {
    const { status, body } = await app.post<Problem>('/v1/models/describe', { name: 'llama-3.1-8' });
    expect(status).toBe(400);
    expect(body.detail).toMatch(/llama-3\.1-8b/i);
  });

  it('carries the id of a request through, and makes one where there is none', async () => {
    const given = await app.get<Problem>('/v1/nothing', { 'x-request-id': 'mine-1' });
    expect(given.headers.get('x-request-id')).toBe('mine-1');
    expect(given.body.requestId).toBe('mine-1');
    const strange = await app.get('/health/live', { 'x-request-id': 'a b"c' });
    expect(strange.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('describes every route in OpenAPI, with what it takes and gives', async () => {
    const { body } = await app.get<OpenApi>('/openapi.json');
    expect(body.openapi).toMatch(/^3\./);
    const paths = Object.keys(body.paths);
    for (const path of [
      '/v1/prices',
      '/v1/accelerators',
      '/v1/models/describe',
      '/v1/placements/quote',
      '/health/ready',
    ]) {
      expect(paths).toContain(path);
    }
    const ids = Object.values(body.paths).flatMap((operations) => Object.values(operations).map((o) => o.operationId));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const [path, operations] of Object.entries(body.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
        expect(success?.[1].content, `${method} ${path} says what it gives`).toBeDefined();
        const problem = operation.responses['4XX']?.content;
        expect(Object.keys(problem ?? {}), `${method} ${path} says how it refuses`).toEqual([
          'application/problem+json',
        ]);
        if (method === 'post') expect(operation.requestBody, `${method} ${path} says what it takes`).toBeDefined();
      }
    }
    expect((await app.get('/docs')).status).toBe(200);
  });

  it('gives the catalog', async () => {
    const { body: accelerators } = await app.get<{ id: string; source: string }[]>('/v1/accelerators');
    expect(accelerators.length).toBeGreaterThan(30);
    const { body: types } = await app.get<{ acceleratorId: string }[]>('/v1/instance-types');
    const ids = new Set(accelerators.map(({ id }) => id));
    expect(types.filter(({ acceleratorId }) => !ids.has(acceleratorId))).toEqual([]);
    expect((await app.get<unknown[]>('/v1/regions')).body.length).toBeGreaterThan(50);
    expect((await app.get<unknown[]>('/v1/models')).body.length).toBeGreaterThan(50);
  });
});

describe('a process with the role of a worker alone', () => {
  it('answers those who watch over it and nobody else', async () => {
    const app = await startTestApp({ PENNYWATT_ROLES: 'worker' });
    try {
      expect((await app.get('/health/ready')).status).toBe(200);
      expect((await app.get('/metrics')).status).toBe(200);
      expect((await app.get('/v1/prices')).status).toBe(404);
    } finally {
      await app.close();
    }
  });
});
