import { join } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Bench, isAlive, postmasterOf } from './process.js';

// Whole starts, some of them beside the other tests of a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const bench = new Bench();
beforeAll(() => Bench.build());
afterEach(() => bench.clear());

const NO_PLAN = '/v1/placements/00000000-0000-0000-0000-000000000000';

interface Health {
  readonly status: string;
  readonly stores: { readonly postgresql: { readonly ok: boolean } };
}

describe('an embedded PostgreSQL that is killed under a running server', () => {
  it('comes back by itself; meanwhile what needs it is answered with 503, and the rest goes on', async () => {
    const home = bench.home();
    const started = bench.start({ PENNYWATT_HOME: home });
    const url = await started.ready();
    const first = postmasterOf(home) ?? 0;
    process.kill(first, 'SIGKILL');
    const statuses = new Set<number>();
    for (;;) {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect((await fetch(`${url}/v1/prices?limit=1`)).status).toBe(200);
      const { status, headers } = await fetch(url + NO_PLAN);
      statuses.add(status);
      if (status === 503) expect(headers.get('retry-after')).toBe('5');
      if (started.err.includes('takes connections again') && status === 404) break;
      await sleep(20);
    }
    expect([...statuses].filter((status) => status !== 404 && status !== 503)).toEqual([]);
    expect(postmasterOf(home)).not.toBe(first);
    expect(((await (await fetch(`${url}/health`)).json()) as Health).status).toBe('ready');
    expect(await started.kill('SIGTERM')).toBe(0);
    expect(postmasterOf(home)).toBeNull();
  });

  it('that somebody stops in order stays stopped, and health says so', async () => {
    const home = bench.home();
    const started = bench.start({ PENNYWATT_HOME: home });
    const url = await started.ready();
    process.kill(postmasterOf(home) ?? 0, 'SIGINT');
    await started.until(() => (started.err.includes('was stopped by somebody else') ? true : undefined));
    const health = (await (await fetch(`${url}/health`)).json()) as Health;
    expect(health.status).toBe('degraded');
    expect(health.stores.postgresql.ok).toBe(false);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    const problem = await fetch(url + NO_PLAN);
    expect(problem.status).toBe(503);
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
    expect(await started.kill('SIGTERM')).toBe(0);
  });

  it('is killed together with its server: nothing of it runs on once the next server has stopped', async () => {
    const home = bench.home();
    const first = bench.start({ PENNYWATT_HOME: home });
    await first.ready();
    await first.kill('SIGKILL');
    const orphan = postmasterOf(home) ?? 0;
    expect(isAlive(orphan)).toBe(true);
    const second = bench.start({ PENNYWATT_HOME: home });
    await second.ready();
    expect(isAlive(orphan)).toBe(false);
    const own = postmasterOf(home) ?? 0;
    expect(await second.kill('SIGTERM')).toBe(0);
    expect(isAlive(own)).toBe(false);
    expect(existsSync(join(home, 'pennywatt.lock'))).toBe(false);
    expect(readFileSync(join(home, 'postgres.log'), 'utf8')).toContain('database system is shut down');
  });
});
