import type { DataSource } from 'typeorm';
import type { ClickHouse } from './clickhouse/clickhouse.js';
import { InProcessClickHouse } from './clickhouse/in-process.js';
import { migrateClickHouse } from './clickhouse/migrate.js';
import { ServerClickHouse } from './clickhouse/server.js';
import { openDatabase, type DatabaseContent } from './database.js';
import { StartError } from './errors.js';
import { Home } from './home.js';
import { startEmbeddedPostgres, type RunningPostgres } from './postgres/embedded.js';
import type { Settings } from './settings.js';
import { startFault } from './start-fault.js';

/** Both stores, open and up to date. */
export interface Stores {
  readonly dataSource: DataSource;
  /** With the password: never to be logged. */
  readonly databaseUrl: string;
  readonly clickhouse: ClickHouse;
  /** Null when neither store is embedded: nothing lies on this machine then. */
  readonly home: Home | null;
  /** In good order; safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the stores that the settings name, embedded ones under the home. What was opened before a failure is closed
 * again. Throws a `StartError` that names the next step.
 */
export async function openStores(settings: Settings, content: DatabaseContent): Promise<Stores> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    // The last opened first: PostgreSQL after those who ask it, the home's lock at the very end.
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const home = settings.databaseUrl !== null && settings.clickhouseUrl !== null ? null : Home.take(settings.home);
    if (home !== null) closers.push(() => Promise.resolve(home.release()));
    // One after the other: opening chdb holds up this thread, and with it the watch over PostgreSQL's start.
    const { url: databaseUrl, remedy } =
      settings.databaseUrl === null
        ? await embeddedPostgres(home, closers)
        : { url: settings.databaseUrl, remedy: null };
    const dataSource = await openDatabase(databaseUrl, content, remedy);
    closers.push(() => dataSource.destroy());
    const clickhouse = await openClickHouse(settings, home);
    closers.push(() => clickhouse.close());
    await migrateClickHouse(clickhouse, clusterOf(settings)).catch(refuseTables);
    return { dataSource, databaseUrl, clickhouse, home, close };
  } catch (error) {
    await close();
    throw startFault(error, settings);
  }
}

async function embeddedPostgres(home: Home | null, closers: (() => Promise<void>)[]): Promise<RunningPostgres> {
  if (home === null) throw new Error('An embedded PostgreSQL needs a home.');
  const postgres = await startEmbeddedPostgres(home);
  closers.push(() => postgres.stop());
  return postgres;
}

function openClickHouse(settings: Settings, home: Home | null): Promise<ClickHouse> {
  if (settings.clickhouseUrl !== null) {
    return ServerClickHouse.open(settings.clickhouseUrl, settings.clickhouseDatabase, settings.clickhouseCluster);
  }
  if (home === null) throw new Error('An embedded ClickHouse needs a home.');
  return InProcessClickHouse.open(home.folder('clickhouse'), settings.clickhouseDatabase);
}

function refuseTables(error: unknown): never {
  if (error instanceof StartError) throw error;
  const [line = ''] = (error as Error).message.split('\n');
  throw new StartError(
    `The tables in ClickHouse cannot be brought up to date: ${line.trim()} Check that its user may create tables; what ` +
      'was begun goes on at the next start.',
    { cause: error },
  );
}

/** The embedded ClickHouse is no cluster, whatever is set. */
function clusterOf(settings: Settings): string | null {
  return settings.clickhouseUrl === null ? null : settings.clickhouseCluster;
}
