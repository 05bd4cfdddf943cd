import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessClickHouse } from './in-process.js';
import { inDialect, migrateClickHouse } from './migrate.js';

describe('the ClickHouse in this process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pennywatt-clickhouse-'));
  let clickhouse: InProcessClickHouse;
  beforeAll(async () => {
    clickhouse = await InProcessClickHouse.open(join(folder, 'clickhouse'), 'pennywatt');
  });
  afterAll(async () => {
    await clickhouse.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is migrated once', async () => {
    expect(await migrateClickHouse(clickhouse, null)).toContain('0001-price-history.sql');
    expect(await migrateClickHouse(clickhouse, null)).toEqual([]);
  });

  it('gives decimals and large numbers back to the last digit, whatever the order of the questions', async () => {
    await clickhouse.command(
      'CREATE TABLE kept (n UInt64, usd Decimal(30, 12), note Nullable(String)) ENGINE = MergeTree ORDER BY n',
    );
    await clickhouse.insert('kept', [{ n: '9007199254740993', usd: '123456789012345678.000000000001' }]);
    const ask = () => clickhouse.query('SELECT * FROM kept WHERE usd > {least:Decimal(30, 12)}', { least: '1' });
    const answers = await Promise.all([ask(), ask(), ask()]);
    for (const rows of answers) {
      expect(rows).toEqual([{ n: '9007199254740993', usd: '123456789012345678.000000000001', note: null }]);
    }
  });

  it('goes on after a statement that failed', async () => {
    await expect(clickhouse.command('SELECT nothing_like_it')).rejects.toThrow(/nothing_like_it/);
    expect(await clickhouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a migration', () => {
  const sql =
    'CREATE TABLE {{table:t}}{{on_cluster}} ENGINE = {{engine:ReplacingMergeTree(version)}};' +
    "{{cluster_only}}CREATE TABLE t{{on_cluster}} ENGINE = Distributed('{{cluster}}', t_local){{end}}";

  it('is plain on one machine', () => {
    expect(inDialect(sql, null)).toBe('CREATE TABLE t ENGINE = ReplacingMergeTree(version);');
  });

  it('replicates and spreads its table on a cluster', () => {
    expect(inDialect(sql, 'main')).toBe(
      "CREATE TABLE t_local ON CLUSTER 'main' ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version);" +
        "CREATE TABLE t ON CLUSTER 'main' ENGINE = Distributed('main', t_local)",
    );
  });
});
