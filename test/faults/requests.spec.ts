import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../platform/test-app.js';

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

describe('a request that cannot be served', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  async function ask(path: string, init: RequestInit): Promise<{ headers: Headers; problem: Problem }> {
    const response = await fetch(app.url + path, init);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await response.json()) as Problem;
    expect(problem.status).toBe(response.status);
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
    expect(problem.title).not.toBe('');
    // A sentence for whoever has to change the request, and nothing of our inside.
    expect(problem.detail).toMatch(/\.$/);
    expect(problem.detail).not.toMatch(/node_modules|Error:|\n\s+at /);
    return { headers: response.headers, problem };
  }

  const post = (path: string, body: string, type = 'application/json') =>
    ask(path, { method: 'POST', headers: { 'content-type': type }, body });

  it.each([
    ['DELETE', '/v1/prices', 'GET, HEAD'],
    ['PUT', '/v1/placements', 'GET, HEAD, POST'],
    ['GET', '/v1/models/describe', 'POST'],
    ['OPTIONS', '/v1/prices?limit=1', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
  ])('with %s on %s is told which methods there are', async (method, path, allow) => {
    const { headers, problem } = await ask(path, { method });
    expect(problem.status).toBe(405);
    expect(headers.get('allow')).toBe(allow);
    expect(problem.detail).toContain(allow);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'with a body of %s is told to send JSON',
    async (type) => {
      const { problem } = await post('/v1/placements/quote', '{"kind":"serving"}', type);
      expect(problem.status).toBe(415);
      expect(problem.detail).toContain('Content-Type: application/json');
    },
  );

  it.each([
    ['{"name":', /Unexpected end/],
    ['{"name": nope}', /position 10|is no JSON/],
    ['{"__proto__": {"admin": true}}', /__proto__/],
    ['{"constructor": {"prototype": {}}}', /constructor/],
  ])('with the body %s is told what is wrong with it', async (body, why) => {
    const { problem } = await post('/v1/models/describe', body);
    expect(problem.status).toBe(400);
    expect(problem.detail).toMatch(why);
  });

  it.each(['null', '7', '"text"', '[]', '{}', '', 'true'])(
    'with the body %s is told what is expected',
    async (body) => {
      for (const path of ['/v1/placements/quote', '/v1/placements', '/v1/models/describe']) {
        const { problem } = await post(path, body);
        expect(problem.status).toBe(400);
        expect(problem.errors?.length ?? 0).toBeGreaterThan(0);
      }
    },
  );

  it('with a body of more than 16 MiB is refused, and less is read', async () => {
    const { problem } = await post('/v1/placements/quote', ' '.repeat(16 * 1024 * 1024 + 1));
    expect(problem.status).toBe(413);
    expect(problem.detail).toContain('16 MiB');
    expect((await post('/v1/placements/quote', `${' '.repeat(15 * 1024 * 1024)}{}`)).problem.status).toBe(400);
  });

  it('with a body nested a hundred thousand deep harms nobody', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    for (const body of [deep, `{"config":${deep}}`, `${'['.repeat(100_000)}${']'.repeat(100_000)}`]) {
      for (const path of ['/v1/placements/quote', '/v1/placements', '/v1/models/describe']) {
        expect((await post(path, body)).problem.status).toBe(400);
      }
    }
    expect((await app.get('/health/ready')).status).toBe(200);
  });

  it('with an address that cannot be decoded gets problem details as well', async () => {
    expect((await ask('/v1/%ff', {})).problem.status).toBe(400);
    expect((await ask('/v1/placements/%E0%A4%A', {})).problem.status).toBe(400);
  });

  it('with a file outside of the page finds nothing', async () => {
    for (const path of ['/assets/..%2f..%2f..%2fpackage.json', '/%2e%2e/package.json', '/.build.json']) {
      expect((await ask(path, {})).problem.status).toBe(404);
    }
  });

  it.each([
    ['an address of 20,000 letters', `GET /v1/prices?cloud=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['words that are no HTTP', 'HELLO\r\n\r\n', 400],
  ])('that is %s gets problem details before it is a request', async (_, text, status) => {
    const answer = await raw(Number(new URL(app.url).port), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*Content-Type: application/problem\\+json`, 's'));
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Problem;
    expect(problem.status).toBe(status);
    expect(problem.detail).toMatch(/\.$/);
  });
});

describe('a worker', () => {
  it('has no methods for paths that it does not answer', async () => {
    const app = await startTestApp({ PENNYWATT_ROLES: 'worker' });
    try {
      expect((await fetch(`${app.url}/v1/prices`, { method: 'DELETE' })).status).toBe(404);
      expect((await fetch(`${app.url}/health`, { method: 'DELETE' })).status).toBe(405);
    } finally {
      await app.close();
    }
  });
});

/** Sends bytes as they are and gives back all that comes. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
