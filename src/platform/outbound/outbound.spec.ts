import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Outbound, type OutboundLimits } from './outbound.js';
import type { OutboundError } from './outbound-error.js';

const open: Server[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A server on loopback; gives its address and how often it was asked. */
async function serve(listener: RequestListener): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prices?key=secret`, asked: () => asked };
}

function client(limits: Partial<OutboundLimits> = {}): Outbound {
  return new Outbound({ name: 'Test prices', perSecond: null, concurrency: 4, attempts: 3, firstWaitMs: 1, ...limits });
}

const anything = z.object({ ok: z.boolean() });

async function failure(promise: Promise<unknown>): Promise<OutboundError> {
  return promise.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: unknown) => error as OutboundError,
  );
}

describe('an answer', () => {
  it.each([
    ['plain', undefined, (text: string) => Buffer.from(text)],
    ['gzip', 'gzip', gzipSync],
    ['br', 'br', brotliCompressSync],
  ] as const)('is unpacked: %s', async (_name, encoding, pack) => {
    const { url } = await serve((_request, response) => {
      if (encoding) response.setHeader('content-encoding', encoding);
      response.end(pack('{"ok":true}'));
    });
    expect(await client().json({ url }, anything)).toEqual({ ok: true });
  });

  it('that is throttled once is asked for again, and then taken', async () => {
    const server = await serve((_request, response) => {
      if (server.asked() === 1) response.writeHead(429, { 'retry-after': '0' }).end();
      else response.end('{"ok":true}');
    });
    expect(await client().json({ url: server.url }, anything)).toEqual({ ok: true });
    expect(server.asked()).toBe(2);
  });

  it('that refuses is handed over to who asked for refusals too, with what it says', async () => {
    const server = await serve((_request, response) => response.writeHead(400).end('{"__type":"ThrottlingException"}'));
    const said = await client().stream({ url: server.url, refusals: true }, async (chunks, { status }) => {
      const parts: Buffer[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      return { status, text: Buffer.concat(parts).toString() };
    });
    expect(said).toEqual({ status: 400, text: '{"__type":"ThrottlingException"}' });
    expect(server.asked()).toBe(1);
  });

  it('of 304 has no body and is no failure', async () => {
    const { url } = await serve((_request, response) => response.writeHead(304).end());
    expect(await client().stream({ url }, (_chunks, { status }) => Promise.resolve(status))).toBe(304);
  });
});

describe('a failure', () => {
  it('names the address without its query, which can hold a key', async () => {
    const { url } = await serve((_request, response) => response.writeHead(403).end('no'));
    const { message, failure: kind, status } = await failure(client().text({ url }));
    expect({ kind, status }).toEqual({ kind: 'not_authorised', status: 403 });
    expect(message).toMatch(/^Test prices answered http:\/\/127\.0\.0\.1:\d+\/prices with status 403: no$/);
  });

  it('of the server is tried as often as allowed', async () => {
    const server = await serve((_request, response) => response.writeHead(500).end());
    expect(await failure(client().text({ url: server.url }))).toMatchObject({ failure: 'status', status: 500 });
    expect(server.asked()).toBe(3);
  });

  it('asking for a longer wait than allowed ends at once', async () => {
    const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const error = await failure(client({ longestWaitMs: 1000 }).text({ url: server.url }));
    expect(error).toMatchObject({ failure: 'throttled', retryAfterMs: 3_600_000 });
    expect(server.asked()).toBe(1);
  });

  it('in the middle of the body begins again from the first byte', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '11' });
      if (server.asked() === 1) response.write('{"ok"', () => response.destroy());
      else response.end('{"ok":true}');
    });
    expect(await client().json({ url: server.url }, anything)).toEqual({ ok: true });
  });

  it.each([
    ['HTML', '<html>maintenance</html>', 'unreadable', 'HTML or XML'],
    ['cut off', '{"ok":tr', 'unreadable', 'cut off'],
    ['another shape', '{"ok":"yes"}', 'unexpected', 'ok: '],
  ])('shows in the body: %s', async (_name, body, kind, words) => {
    const { url } = await serve((_request, response) => response.end(body));
    const error = await failure(client({ attempts: 1 }).json({ url }, anything));
    expect(error.failure).toBe(kind);
    expect(error.message).toContain(words);
  });

  it('is a body that is not what its encoding says', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"ok":true}');
    });
    expect((await failure(client({ attempts: 1 }).json({ url }, anything))).failure).toBe('unreadable');
  });

  it('is an encoding that nobody knows', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'lzma' }).end('x');
    });
    expect((await failure(client({ attempts: 1 }).text({ url }))).failure).toBe('unreadable');
  });

  it('is a body above the limit, counted unpacked: a small bomb is found', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2 ** 20)));
    });
    expect((await failure(client().text({ url, maxBytes: 1000 }))).failure).toBe('too_large');
  });

  it('is silence, before and within the answer', async () => {
    const silent = await serve(() => undefined);
    const halfway = await serve((_request, response) => {
      response.writeHead(200).write('{');
    });
    for (const { url } of [silent, halfway]) {
      const error = await failure(client({ attempts: 1 }).text({ url, timeoutMs: 200 }));
      expect(error.failure).toBe('timeout');
    }
  });

  it('is nobody there', async () => {
    const { url } = await serve((_request, response) => response.end());
    open.splice(0).forEach((server) => server.close());
    expect((await failure(client({ attempts: 1 }).text({ url }))).failure).toBe('unreachable');
  });

  it('is being called off, also while it waits for its turn', async () => {
    const { url } = await serve(() => undefined);
    const slow = client({ perSecond: 0.001 });
    const stop = new AbortController();
    const first = failure(slow.text({ url, signal: stop.signal }));
    const second = failure(slow.text({ url, signal: stop.signal }));
    setTimeout(() => stop.abort(), 50);
    expect((await first).failure).toBe('cancelled');
    expect((await second).failure).toBe('cancelled');
  });

  it('is being called off while it waits for as long as it was asked to', async () => {
    const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    const error = await failure(client().text({ url: server.url, signal: AbortSignal.timeout(100) }));
    expect(error.failure).toBe('cancelled');
    expect(server.asked()).toBe(1);
  });

  it('ten times in a row leaves the other side alone for a while', async () => {
    const server = await serve((_request, response) => response.writeHead(500).end());
    const weary = client({ attempts: 1 });
    for (let call = 0; call < 10; call += 1) await failure(weary.text({ url: server.url }));
    expect((await failure(weary.text({ url: server.url }))).failure).toBe('circuit_open');
    expect(server.asked()).toBe(10);
  });
});

describe('limits', () => {
  it('no more calls are under way than allowed', async () => {
    let now = 0;
    let most = 0;
    const { url } = await serve((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end('x');
      }, 20);
    });
    const narrow = client({ concurrency: 2 });
    await Promise.all(Array.from({ length: 8 }, () => narrow.text({ url })));
    expect(most).toBe(2);
  });
});
