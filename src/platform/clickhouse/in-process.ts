import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Session } from 'chdb';
import { StartError } from '../errors.js';
import { faultOfFile, isDiskFull } from '../folder.js';
import { ClickHouse, OUTPUT_SETTINGS, type QueryParameters } from './clickhouse.js';

/** ClickHouse inside this process (npm `chdb`), its data in one folder that only one process can open. */
export class InProcessClickHouse extends ClickHouse {
  /** The last operation: a session refuses to be opened or closed while one runs, so they go one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly session: Session) {
    super();
  }

  /** Throws a `StartError` where the library is missing or the folder is damaged. */
  static async open(folder: string, database: string): Promise<InProcessClickHouse> {
    const { Session } = await loadLibrary();
    const isNew = isEmpty(folder);
    const settings = Object.entries(OUTPUT_SETTINGS).map(([name, value]) => `--${name}=${value}`);
    let opened: InProcessClickHouse | null = null;
    try {
      opened = new InProcessClickHouse(new Session(folder, { connectionArgs: settings }));
      await opened.command(`CREATE DATABASE IF NOT EXISTS ${database}`);
      await opened.command(`USE ${database}`);
      return opened;
    } catch (error) {
      await opened?.close();
      const remedy = isNew
        ? 'Check room and rights there, or use your own with CLICKHOUSE_URL.'
        : 'Put back a backup of that folder, or move it away and start again from the shipped data.';
      throw new StartError(
        `ClickHouse cannot ${isNew ? 'make' : 'open'} its data folder ${folder}: ${reasonOf(error, folder)}. ${remedy}`,
        { cause: error },
      );
    }
  }

  async query<Row>(sql: string, parameters?: QueryParameters): Promise<Row[]> {
    const format = { format: 'JSONEachRow' };
    const result = await this.inTurn(() =>
      parameters === undefined
        ? this.session.queryAsync(sql, format)
        : this.session.queryBindAsync(sql, parameters, format),
    );
    const lines = result.text().split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  }

  async insert(table: string, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return;
    const values = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
    await this.inTurn(() => this.session.insert({ table, values, format: 'JSONEachRow' }));
  }

  async command(sql: string): Promise<void> {
    await this.inTurn(() => this.session.queryAsync(sql));
  }

  async close(): Promise<void> {
    await this.inTurn(() => Promise.resolve(this.session.close()));
  }

  private inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.last.then(operation);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** Throws a `StartError` where the folder cannot be read or written. */
function isEmpty(folder: string): boolean {
  try {
    if (!existsSync(folder)) return true;
    const isNew = readdirSync(folder).length === 0;
    accessSync(folder, constants.W_OK | constants.X_OK);
    return isNew;
  } catch (error) {
    const { why, remedy } = faultOfFile(error);
    throw new StartError(`ClickHouse cannot use its data folder ${folder}: ${why}. ${remedy}.`, { cause: error });
  }
}

/** The library keeps its reason for stderr and throws little more than that there was one. */
function reasonOf(error: unknown, folder: string): string {
  const line = (error as Error).message.split('\n')[0] ?? '';
  if (!line.startsWith('Failed to create connection')) return line;
  return isDiskFull(dirname(folder)) ? 'No space left on device' : 'the reason stands above, in its own words';
}

async function loadLibrary(): Promise<typeof import('chdb')> {
  try {
    return await import('chdb');
  } catch (error) {
    throw new StartError(
      `There is no ClickHouse for this machine (${process.platform}-${process.arch}). Run \`npm ci\` again without ` +
        '--omit=optional, or use your own ClickHouse with CLICKHOUSE_URL.',
      { cause: error },
    );
  }
}
