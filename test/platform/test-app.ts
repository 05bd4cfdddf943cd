import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type RunningApp } from '../../src/app.js';
import { readSettings } from '../../src/platform/index.js';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, text otherwise; the caller says what it expects. */
  readonly body: Body;
}

/** The whole product on stores of its own in an empty home. */
export interface TestApp {
  readonly url: string;
  readonly app: RunningApp['app'];
  get<Body = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  /** A string goes out as it is, anything else as JSON. */
  post<Body = unknown>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  close(): Promise<void>;
}

/** @param environment settings beside home, port and level of the log */
export async function startTestApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const home = mkdtempSync(join(tmpdir(), 'pennywatt-test-'));
  const settings = readSettings({ PENNYWATT_HOME: home, PORT: '0', LOG_LEVEL: 'error', ...environment });
  const running = await startApp(settings, { listen: true });
  const { app, url } = running;
  if (url === null) throw new Error('The application does not listen.');
  const ask = async <Body>(path: string, init: RequestInit): Promise<Answer<Body>> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const body: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: body as Body };
  };
  return {
    url,
    app,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await running.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
