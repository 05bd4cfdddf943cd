import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { StartError } from '../errors.js';
import { ClickHouse, OUTPUT_SETTINGS, type QueryParameters } from './clickhouse.js';

/** A ClickHouse server, cluster or cloud service that is reached over HTTP. */
export class ServerClickHouse extends ClickHouse {
  private constructor(private readonly client: ClickHouseClient) {
    super();
  }

  /** Throws a `StartError` where it does not answer; the address is named without its password. */
  static async open(url: string, database: string, cluster: string | null): Promise<ServerClickHouse> {
    const onCluster = cluster === null ? '' : ` ON CLUSTER '${cluster}'`;
    const bare = createClient({ url });
    try {
      await bare.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}` });
    } catch (error) {
      const { protocol, host } = new URL(url);
      throw new StartError(
        `ClickHouse does not answer as it should on ${protocol}//${host}: ${(error as Error).message}. ` +
          'Check that it runs and that CLICKHOUSE_URL names its HTTP port, a user and a password.',
        { cause: error },
      );
    } finally {
      await bare.close();
    }
    const settings = { ...OUTPUT_SETTINGS, date_time_input_format: 'best_effort' } as const;
    return new ServerClickHouse(createClient({ url, database, clickhouse_settings: settings }));
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
