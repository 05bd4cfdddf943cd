import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOptions } from '../../src/platform/index.js';
import { openDatabase } from '../../src/platform/database.js';
import { Home } from '../../src/platform/home.js';
import { startEmbeddedPostgres, type RunningPostgres } from '../../src/platform/postgres/embedded.js';
import { SCHEMA } from '../../src/schema.js';

/** What TypeORM would change to make the tables fit the entities. */
async function drift(url: string): Promise<string[]> {
  const dataSource = await new DataSource(databaseOptions(url, SCHEMA)).initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

describe('the migrations', () => {
  let home: Home;
  let postgres: RunningPostgres;
  beforeAll(async () => {
    home = Home.take(mkdtempSync(join(tmpdir(), 'pennywatt-drift-')));
    postgres = await startEmbeddedPostgres(home);
  });
  afterAll(async () => {
    await postgres.stop();
    home.release();
    rmSync(home.path, { recursive: true, force: true });
  });

  it('would be noticed if they lagged behind the entities', async () => {
    expect((await drift(postgres.url)).length).toBeGreaterThan(0);
  });

  it('make exactly the tables of the entities, run together or again', async () => {
    const opened = await Promise.all([openDatabase(postgres.url, SCHEMA), openDatabase(postgres.url, SCHEMA)]);
    for (const dataSource of opened) {
      expect(await dataSource.query('SELECT name FROM schema_migration')).toHaveLength(SCHEMA.migrations.length);
      await dataSource.destroy();
    }
    expect(await drift(postgres.url)).toEqual([]);
  });

  it('can be taken back', async () => {
    const dataSource = await openDatabase(postgres.url, SCHEMA);
    for (const _ of SCHEMA.migrations) await dataSource.undoLastMigration();
    const tables: unknown = await dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    expect(tables).toEqual([{ tablename: 'schema_migration' }]);
    await dataSource.destroy();
  });
});
