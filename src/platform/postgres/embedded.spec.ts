import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../home.js';
import { startEmbeddedPostgres } from './embedded.js';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: unknown }>(sql);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let home: Home;
  beforeEach(() => {
    home = Home.take(mkdtempSync(join(tmpdir(), 'pennywatt-postgres-')));
  });
  afterEach(() => {
    home.release();
    rmSync(home.path, { recursive: true, force: true });
  });

  it('keeps its data from one start to the next', async () => {
    const first = await startEmbeddedPostgres(home);
    await ask(first.url, 'create table kept as select 42 as value');
    await first.stop();
    const second = await startEmbeddedPostgres(home);
    expect(await ask(second.url, 'select value from kept')).toBe(42);
    await second.stop();
  });

  it('takes over from one that was left running when its parent was killed', async () => {
    const orphan = await startEmbeddedPostgres(home);
    await ask(orphan.url, 'create table kept as select 43 as value');
    const next = await startEmbeddedPostgres(home);
    expect(await ask(next.url, 'select value from kept')).toBe(43);
    await expect(ask(orphan.url, 'select 1 as value')).rejects.toThrow();
    await next.stop();
  });

  it('is not stopped by a note of a process number that belongs to another program now', async () => {
    await (await startEmbeddedPostgres(home)).stop();
    writeFileSync(join(home.path, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
    const next = await startEmbeddedPostgres(home);
    expect(await ask(next.url, 'select 1 as value')).toBe(1);
    await next.stop();
  });

  it('says in a sentence that its data are damaged, and what to do', async () => {
    await (await startEmbeddedPostgres(home)).stop();
    writeFileSync(join(home.path, 'postgres', 'global', 'pg_control'), 'nonsense');
    await expect(startEmbeddedPostgres(home)).rejects.toThrow(/cannot start on .*postgres: .+ put back a backup/s);
    rmSync(join(home.path, 'postgres', 'PG_VERSION'));
    await expect(startEmbeddedPostgres(home)).rejects.toThrow(/is damaged: it has no file PG_VERSION/);
  });

  it('is closed to everybody without the password', async () => {
    const running = await startEmbeddedPostgres(home);
    const url = new URL(running.url);
    url.password = 'wrong';
    await expect(ask(url.href, 'select 1 as value')).rejects.toThrow(/password authentication failed/);
    await running.stop();
  });
});
