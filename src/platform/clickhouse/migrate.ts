import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../errors.js';
import { shippedFile } from '../shipped-file.js';
import type { ClickHouse } from './clickhouse.js';

interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings the tables up to date from `migrations/clickhouse/*.sql`, in the order of their names, each once. Every
 * statement can run twice without harm, so a migration that was cut off is simply run again. Returns the names of
 * those that ran. Throws a `StartError` where one that was applied has been changed since.
 */
export async function migrateClickHouse(clickhouse: ClickHouse, cluster: string | null): Promise<string[]> {
  await clickhouse.command(
    inDialect(
      `CREATE TABLE IF NOT EXISTS schema_migration{{on_cluster}}
       (name String, sha256 String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'))
       ENGINE = {{engine:MergeTree}} ORDER BY name`,
      cluster,
    ),
  );
  const rows = await clickhouse.query<Applied>('SELECT name, sha256 FROM schema_migration');
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  const ran: string[] = [];
  for (const migration of readMigrations(cluster)) {
    const known = applied.get(migration.name);
    if (known === undefined) {
      for (const statement of migration.statements) await clickhouse.command(statement);
      await clickhouse.insert('schema_migration', [{ name: migration.name, sha256: migration.sha256 }]);
      ran.push(migration.name);
    } else if (known !== migration.sha256) {
      throw new StartError(
        `The migration ${migration.name} is not the one that made the tables in ClickHouse. Start the version of ` +
          'Pennywatt that these data belong to, or restore the file as it was shipped.',
      );
    }
  }
  return ran;
}

function readMigrations(cluster: string | null): Migration[] {
  const folder = shippedFile('migrations/clickhouse');
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const statements = inDialect(withoutComments(text), cluster).split(';');
    return {
      name: file,
      // Of the file itself: the same on one machine and on a cluster.
      sha256: createHash('sha256').update(text).digest('hex'),
      statements: statements.map((statement) => statement.trim()).filter((statement) => statement !== ''),
    };
  });
}

function withoutComments(sql: string): string {
  return sql
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n');
}

/**
 * Fills the placeholders that tell one machine from a cluster: `{{table:NAME}}` (with `_local` on a cluster),
 * `{{on_cluster}}`, `{{engine:MergeTree}}` (any engine of that family, with its arguments), and
 * `{{cluster_only}} … {{end}}` around what only a cluster has.
 */
export function inDialect(sql: string, cluster: string | null): string {
  const clusterOnly = /\{\{cluster_only\}\}([\s\S]*?)\{\{end\}\}/g;
  if (cluster === null) {
    return sql
      .replaceAll(clusterOnly, '')
      .replaceAll(/\{\{table:(\w+)\}\}/g, '$1')
      .replaceAll('{{on_cluster}}', '')
      .replaceAll(
        /\{\{engine:(\w+)(?:\((.*?)\))?\}\}/g,
        (_, engine: string, args?: string) => `${engine}(${args ?? ''})`,
      );
  }
  return sql
    .replaceAll(clusterOnly, '$1')
    .replaceAll(/\{\{table:(\w+)\}\}/g, '$1_local')
    .replaceAll('{{on_cluster}}', ` ON CLUSTER '${cluster}'`)
    .replaceAll('{{cluster}}', cluster)
    .replaceAll(/\{\{engine:(\w+)(?:\((.*?)\))?\}\}/g, (_, engine: string, args?: string) => {
      const own = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
      return `Replicated${engine}(${args ? `${own}, ${args}` : own})`;
    });
}
