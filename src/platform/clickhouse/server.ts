import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { StartError } from '../errors.js';
import { ClickHouse, OUTPUT_SETTINGS, type QueryParameters } from './clickhouse.js';

/** Older ones lack settings and types that our SQL needs. */
const OLDEST_MAJOR = 24;

/** Every failure reaches whoever asked; the client's own log would repeat it, in another form than the rest. */
const QUIET = { log: { level: ClickHouseLogLevel.OFF } } as const;

/** A ClickHouse server, cluster or cloud service that is reached over HTTP. */
export class ServerClickHouse extends ClickHouse {
  private constructor(private readonly client: ClickHouseClient) {
    super();
  }

  /** Throws a `StartError` where it does not answer or is too old; the address is named without its password. */
  static async open(url: string, database: string, cluster: string | null): Promise<ServerClickHouse> {
    const onCluster = cluster === null ? '' : ` ON CLUSTER '${cluster}'`;
    const { protocol, host } = new URL(url);
    const bare = createClient({ url, ...QUIET });
    try {
      const answer = await bare.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
      const version = (await answer.json<{ version: string }>())[0]?.version ?? '';
      if (!(Number.parseInt(version, 10) >= OLDEST_MAJOR)) {
        throw new StartError(
          `ClickHouse on ${protocol}//${host} is version ${version}, which is too old. Use version ${OLDEST_MAJOR} or later.`,
        );
      }
      await bare.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}` });
    } catch (error) {
      if (error instanceof StartError) throw error;
      throw new StartError(
        `ClickHouse does not answer as it should on ${protocol}//${host}: ${firstLine(error)}. Check that it runs and ` +
          'that CLICKHOUSE_URL names its HTTP port, a user who may create tables, and a password.',
        { cause: error },
      );
    } finally {
      await bare.close();
    }
    const settings = { ...OUTPUT_SETTINGS, date_time_input_format: 'best_effort' } as const;
    return new ServerClickHouse(createClient({ url, database, clickhouse_settings: settings, ...QUIET }));
  }

  async query<Row>(sql: string, parameters?: QueryParameters): Promise<Row[]> {
    const request = { query: sql, format: 'JSONEachRow' as const };
    const result = await this.client.query(
      parameters === undefined ? request : { ...request, query_params: { ...parameters } },
    );
    return result.json<Row>();
  }

  async insert(table: string, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return;
    await this.client.insert({ table, values: [...rows], format: 'JSONEachRow' });
  }

  async command(sql: string): Promise<void> {
    await this.client.command({ query: sql });
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.trim().replace(/\.$/, '');
}
