import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Home } from '../../src/platform/home.js';
import { startEmbeddedPostgres, type RunningPostgres } from '../../src/platform/postgres/embedded.js';
import { Bench, complaintOf } from '../faults/process.js';
import { startClickHouseFront, type ClickHouseFront } from './clickhouse-front.js';

// Whole starts, some of them beside the other tests of a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

interface Health {
  readonly status: string;
  readonly roles: readonly string[];
  readonly stores: Readonly<
    Record<'postgresql' | 'clickhouse', { readonly ok: boolean; readonly detail: string | null }>
  >;
}

const bench = new Bench();
const home = Home.take(mkdtempSync(join(tmpdir(), 'pennywatt-own-')));
let postgres: RunningPostgres;
let clickhouse: ClickHouseFront;
beforeAll(async () => {
  Bench.build();
  postgres = await startEmbeddedPostgres(home);
  clickhouse = await startClickHouseFront();
});
afterEach(() => bench.clear());
afterAll(async () => {
  await clickhouse.close();
  await postgres.stop();
  home.release();
  rmSync(home.path, { recursive: true, force: true });
});

const own = () => ({ DATABASE_URL: postgres.url, CLICKHOUSE_URL: clickhouse.url });

async function get<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

async function ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('processes over a PostgreSQL and a ClickHouse of one’s own', () => {
  it('start together, share what they know, and need no home', async () => {
    const nowhere = join(bench.home(), 'unused');
    const roles = ['api', 'api', 'worker'];
    const processes = roles.map((role) => bench.start({ ...own(), PENNYWATT_ROLES: role, PENNYWATT_HOME: nowhere }));
    const urls = await Promise.all(processes.map((started) => started.ready()));
    for (const [index, url] of urls.entries()) {
      expect(await get<Health>(`${url}/health/ready`)).toMatchObject({ status: 'ready', roles: [roles[index]] });
    }
    expect(processes.filter(({ err }) => err.includes('offers in force'))).toHaveLength(1);
    const [first = '', second = '', worker = ''] = urls;
    const { total } = await get<{ total: number }>(`${first}/v1/prices?limit=1`);
    expect(total).toBeGreaterThan(1000);
    expect((await get<{ total: number }>(`${second}/v1/prices?limit=1`)).total).toBe(total);
    expect((await fetch(`${worker}/v1/prices`)).status).toBe(404);

    const body = JSON.stringify({ workloads: [{ name: 'any', kind: 'generic', acceleratorCount: 1, hours: 10 }] });
    const kept = await fetch(`${first}/v1/placements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(kept.ok).toBe(true);
    const { id } = (await kept.json()) as { id: string };
    expect(await get(`${second}/v1/placements/${id}`)).toMatchObject({ id });

    // Every offer has its row in the history, written once although three processes came up.
    const [offers] = await ask<{ count: string }>('SELECT count(*) FROM offer');
    expect(Number(offers?.count)).toBe(total);
    const insertions = clickhouse.statements.filter((sql) => sql.startsWith('INSERT INTO price_history'));
    expect(insertions.length).toBe(1);
    for (const started of processes) {
      expect(await started.kill('SIGTERM')).toBe(0);
      expect(started.out + started.err).not.toContain(clickhouse.password);
      expect(started.out + started.err).not.toContain(new URL(postgres.url).password);
    }
    expect(processes[0]?.out).toContain('your PostgreSQL and your ClickHouse');
  });

  it('say in health which store does not answer, answer 503 for it, and go on when it is back', async () => {
    const started = bench.start({ ...own(), LOG_LEVEL: 'fatal' });
    const url = await started.ready();
    await clickhouse.goAway();
    const down = await get<Health>(`${url}/health`);
    expect(down).toMatchObject({ status: 'degraded', stores: { postgresql: { ok: true }, clickhouse: { ok: false } } });
    expect(down.stores.clickhouse.detail).not.toContain(clickhouse.password);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    await clickhouse.comeBack();
    expect(await get<Health>(`${url}/health/ready`)).toMatchObject({ status: 'ready' });
    expect(await started.kill('SIGTERM')).toBe(0);
  });
});

describe('an address of a store', () => {
  const secret = 'hunter2-%21';

  it.each([
    [
      'DATABASE_URL',
      `postgresql://me:${secret}@127.0.0.1:1/db`,
      1,
      /^pennywatt: PostgreSQL \(127\.0\.0\.1:1\/db\) does not/,
    ],
    [
      'DATABASE_URL',
      `postgresql://me:${secret}@no-such-host.invalid/db`,
      1,
      /\(no-such-host\.invalid\/db\) does not answer/,
    ],
    ['DATABASE_URL', `postgresql://me:${secret}%ZZ@127.0.0.1:1/db`, 2, /DATABASE_URL has .*percent-encoded/],
    ['DATABASE_URL', `postgresql://me:${secret}@host:port/db`, 2, /DATABASE_URL has to be an address/],
    [
      'DATABASE_URL',
      `mysql://me:${secret}@127.0.0.1/db`,
      2,
      /DATABASE_URL has to be an address that begins with postgres/,
    ],
    [
      'CLICKHOUSE_URL',
      `http://me:${secret}@127.0.0.1:1`,
      1,
      /^pennywatt: ClickHouse does not answer .* http:\/\/127\.0\.0\.1:1/,
    ],
    ['CLICKHOUSE_URL', `http://me:${secret}%ZZ@127.0.0.1:1`, 2, /CLICKHOUSE_URL has .*percent-encoded/],
    [
      'CLICKHOUSE_URL',
      `clickhouse://me:${secret}@127.0.0.1`,
      2,
      /CLICKHOUSE_URL has to be an address that begins with http/,
    ],
  ])('%s as %s is refused in a sentence without its password', async (name, address, code, words) => {
    const started = bench.start({ ...own(), [name]: address, PENNYWATT_HOME: bench.home(), LOG_LEVEL: 'debug' });
    expect(await started.ended).toBe(code);
    expect(started.err).toMatch(new RegExp(words, 'm'));
    expect(started.out + started.err).not.toContain('hunter2');
  });

  it('with a wrong password is refused in a sentence without the password', async () => {
    for (const [name, url] of Object.entries(own())) {
      const wrong = new URL(url);
      wrong.password = 'hunter2';
      const started = bench.start({ ...own(), [name]: wrong.href, LOG_LEVEL: 'debug' });
      expect(await started.ended).toBe(1);
      expect(complaintOf(started)).toMatch(/does not answer as it should.*(authentication|Authentication) failed/);
      expect(started.out + started.err).not.toContain('hunter2');
    }
  });
});
