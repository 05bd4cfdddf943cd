import { existsSync, readdirSync } from 'node:fs';
import type { Session } from 'chdb';
import { StartError } from '../errors.js';
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
    const isNew = !existsSync(folder) || readdirSync(folder).length === 0;
    const settings = Object.entries(OUTPUT_SETTINGS).map(([name, value]) => `--${name}=${value}`);
    let opened: InProcessClickHouse | null = null;
    try {
      opened = new InProcessClickHouse(new Session(folder, { connectionArgs: settings }));
      await opened.command(`CREATE DATABASE IF NOT EXISTS ${database}`);
      await opened.command(`USE ${database}`);
      return opened;
    } catch (error) {
      await opened?.close();
      const why = (error as Error).message.split('\n')[0] ?? '';
      throw new StartError(
        isNew
          ? `ClickHouse cannot make its data folder ${folder}: ${why}. Check room and rights there, or use your own with CLICKHOUSE_URL.`
          : `ClickHouse cannot open its data folder ${folder}: ${why}. Put back a backup of that folder, or move it away ` +
              'and start again from the shipped data.',
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
