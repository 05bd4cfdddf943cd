/** Values for the placeholders `{name:Type}` of a query; ClickHouse binds them, they never become part of its text. */
export type QueryParameters = Readonly<Record<string, unknown>>;

/**
 * The store of what grows with the bill: one dialect, whether ClickHouse runs in this process or elsewhere. Decimals
 * and 64-bit numbers come back as strings, so that no digit is lost; instants as `2026-01-31 12:00:00.000` in UTC.
 */
export abstract class ClickHouse {
  /** Rows of a query, an object each. */
  abstract query<Row>(sql: string, parameters?: QueryParameters): Promise<Row[]>;
  /** Adds rows; a column that a row leaves out takes its default. */
  abstract insert(table: string, rows: readonly object[]): Promise<void>;
  /** Runs a statement that gives no rows. */
  abstract command(sql: string): Promise<void>;
  abstract close(): Promise<void>;
}

/** Formats that both ways of connecting ask for. */
export const OUTPUT_SETTINGS = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
} as const;
