import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError, StartError } from '../platform/index.js';
import { remote } from './remote.js';

describe('a server at an address', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serverThatKeeps(heard: { url?: string; headers?: IncomingHttpHeaders }): Promise<number> {
    const listening = createServer((request, response) => {
      Object.assign(heard, { url: request.url, headers: request.headers });
      response.end('not JSON');
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  it('is asked below its path, with the user and the password that the address has', async () => {
    const heard: { url?: string; headers?: IncomingHttpHeaders } = {};
    const port = await serverThatKeeps(heard);
    const answer = await remote(`http://me:p%40ss@127.0.0.1:${port}/prefix/`).request('GET', '/v1/prices');
    expect(answer).toEqual({ status: 200, body: 'not JSON' });
    expect(heard.url).toBe('/prefix/v1/prices');
    // "me:p@ss" in base 64.
    expect(heard.headers?.authorization).toBe('Basic bWU6cEBzcw==');
  });

  it('that does not answer is named without its password', async () => {
    const failure: unknown = await remote('http://me:hunter2@127.0.0.1:1')
      .request('GET', '/v1/prices')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    expect((failure as Error).message).toMatch(/^There is no answer from http:\/\/127\.0\.0\.1:1\. .*PENNYWATT_URL/);
    expect((failure as Error).message).not.toContain('hunter2');
  });

  it.each(['localhost:8080', 'me:hunter2', 'ftp://me:hunter2@host', 'http://', 'http://me:hunter2%ZZ@host'])(
    'is refused where it is %s, without a word of it',
    (address) => {
      expect(() => remote(address)).toThrow(InputError);
      expect(() => remote(address)).not.toThrow(/hunter2/);
    },
  );
});
