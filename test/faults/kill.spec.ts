import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Bench, isAlive, postmasterOf, type Started } from './process.js';

// Whole starts, some of them beside the other tests of a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const bench = new Bench();
beforeAll(() => Bench.build());
afterEach(() => bench.clear());

interface Prices {
  readonly total: number;
}

async function totalAt(url: string): Promise<number> {
  return ((await (await fetch(`${url}/v1/prices?limit=1`)).json()) as Prices).total;
}

/** Moments of a first start, each by what it leaves behind. */
const MOMENTS: readonly (readonly [name: string, reached: (home: string, started: Started) => boolean])[] = [
  ['the password is written', (home) => existsSync(join(home, 'postgres-password'))],
  ['the data folder is half made', (home) => readdirSync(home).some((name) => name.startsWith('postgres.new'))],
  ['PostgreSQL is starting', (home) => existsSync(join(home, 'postgres.log'))],
  ['PostgreSQL has written its note', (home) => postmasterOf(home) !== null],
  ['ClickHouse makes its folder', (home) => existsSync(join(home, 'clickhouse'))],
  ['the facts are loaded', (_, { err }) => err.includes('offers in force')],
];

describe('kill -9 of a first start', () => {
  it.each(MOMENTS)('when %s: the next start comes up with every price', async (_, reached) => {
    const home = bench.home();
    const first = bench.start({ PENNYWATT_HOME: home });
    await first.until(() => (reached(home, first) ? true : undefined));
    await first.kill('SIGKILL');
    const second = bench.start({ PENNYWATT_HOME: home });
    expect(await totalAt(await second.ready())).toBeGreaterThan(1000);
    expect(await second.kill('SIGTERM')).toBe(0);
    expect(readdirSync(home).sort()).toEqual(['clickhouse', 'postgres', 'postgres-password', 'postgres.log']);
  });
});

describe('kill -9 of everything at once', () => {
  it('loses nothing that was there', async () => {
    const home = bench.home();
    const first = bench.start({ PENNYWATT_HOME: home });
    const before = await totalAt(await first.ready());
    const postmaster = postmasterOf(home);
    if (postmaster === null) throw new Error('There is no PostgreSQL.');
    process.kill(postmaster, 'SIGKILL');
    await first.kill('SIGKILL');
    const second = bench.start({ PENNYWATT_HOME: home });
    expect(await totalAt(await second.ready())).toBe(before);
    expect(await second.kill('SIGTERM')).toBe(0);
  });
});

describe('Ctrl-C', () => {
  it.each(MOMENTS.filter((_, index) => index % 2 === 1))(
    'when %s: everything stops in good order',
    async (_, reached) => {
      const home = bench.home();
      const started = bench.start({ PENNYWATT_HOME: home });
      await started.until(() => (reached(home, started) ? true : undefined));
      started.child.kill('SIGINT');
      expect(await started.kill('SIGINT')).toBe(0);
      expect(started.out.match(/Stopping/g)).toHaveLength(1);
      expect(started.out).toContain('Stopped. All data are kept.');
      expect(postmasterOf(home)).toBeNull();
      expect(readdirSync(home)).not.toContain('pennywatt.lock');
    },
  );

  it('does not wait for a client that never ends its request', async () => {
    const home = bench.home();
    const started = bench.start({ PENNYWATT_HOME: home });
    const { port } = new URL(await started.ready());
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /v1/placements HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{');
    await sleep(200);
    const began = performance.now();
    expect(await started.kill('SIGINT')).toBe(0);
    expect(performance.now() - began).toBeLessThan(20_000);
    socket.destroy();
  });

  it('ends a command, and the PostgreSQL that it started', async () => {
    const home = bench.home();
    const command = bench.command(['prices', '--json'], { PENNYWATT_HOME: home });
    const postmaster = await command.until(() => postmasterOf(home) ?? undefined);
    expect(await command.kill('SIGINT')).toBe(130);
    expect(command.out).toBe('');
    expect(isAlive(postmaster)).toBe(false);
    expect(readdirSync(home)).not.toContain('pennywatt.lock');
  });
});

describe('a reader who leaves', () => {
  it('does not end the server', async () => {
    const home = bench.home();
    const started = bench.start({ PENNYWATT_HOME: home });
    started.child.stdout?.destroy();
    started.child.stderr?.destroy();
    const lock = join(home, 'pennywatt.lock');
    const url = await started.until(() => {
      const text = existsSync(lock) ? readFileSync(lock, 'utf8') : '';
      return /"url":"([^"]+)"/.exec(text)?.[1];
    });
    expect(await totalAt(url)).toBeGreaterThan(1000);
    expect(await started.kill('SIGTERM')).toBe(0);
    expect(postmasterOf(home)).toBeNull();
  });
});
