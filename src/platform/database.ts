import { DataSource, type DataSourceOptions, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { StartError } from './errors.js';

export interface DatabaseContent {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => {
    up(runner: never): Promise<unknown>;
    down(runner: never): Promise<unknown>;
  })[];
}

const CHECK_ADDRESS = 'Check that it runs and that DATABASE_URL names its host, port, database, user and password.';
const ANOTHER_DATABASE = 'If the database belongs to another program, name another one in DATABASE_URL.';

/** Any number will do, as long as every version of Pennywatt takes the same: "penny" in ASCII. */
const MIGRATION_LOCK = 0x70656e6e79;

/**
 * Connects to PostgreSQL and brings its tables up to date. Processes that start together migrate one after the other.
 * Throws a `StartError` that never repeats the password.
 *
 * @param remedy of an embedded PostgreSQL: what to do where it does not work, in place of advice about `DATABASE_URL`
 */
export async function openDatabase(
  url: string,
  content: DatabaseContent,
  remedy: string | null = null,
): Promise<DataSource> {
  const place = remedy === null ? `PostgreSQL (${placeOf(url)})` : 'The embedded PostgreSQL';
  const dataSource = new DataSource(databaseOptions(url, content));
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new StartError(`${place} does not answer as it should: ${messageOf(error)}. ${remedy ?? CHECK_ADDRESS}`, {
      cause: error,
    });
  }
  try {
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw new StartError(
      `${place} cannot be brought up to date: ${messageOf(error)}. Nothing was changed. ${remedy ?? ANOTHER_DATABASE}`,
      { cause: error },
    );
  }
}

export function databaseOptions(url: string, content: DatabaseContent): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName: 'pennywatt',
    connectTimeoutMS: 10_000,
    poolSize: 10,
    entities: [...content.entities] as never,
    migrations: [...content.migrations] as never,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'all',
  };
}

async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await dataSource.runMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

function messageOf(error: unknown): string {
  // Both addresses of a host name that were tried come as one error of many.
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
