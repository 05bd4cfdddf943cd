import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../../platform/index.js';

/** The columns of an operator's own price list, in any order. */
export const PRICE_LIST_COLUMNS = [
  'cloud',
  'region',
  'zone',
  'instance_type',
  'purchase_option',
  'term_years',
  'payment',
  'usd_per_hour',
  'as_of',
  'source',
] as const;
export type PriceListColumn = (typeof PRICE_LIST_COLUMNS)[number];

/** These may be missing from the header: not every price has them. */
const OPTIONAL: ReadonlySet<PriceListColumn> = new Set(['zone', 'term_years', 'payment']);

/** Rows of one list. */
const MOST_ROWS = 200_000;
/** Bytes of one list. */
export const MOST_LIST_BYTES = 12 * 2 ** 20;
const MOST_RECORD_BYTES = 100_000;

/** One row as it stands in the file; empty cells are empty texts. */
export type PriceListRow = Readonly<Record<PriceListColumn, string>>;

/**
 * Reads a price list: CSV with a header line, in UTF-8, with or without byte-order mark. Whole or not at all.
 *
 * @throws InputError that names the line or the column, and the next step
 */
export function readPriceListFile(text: string): PriceListRow[] {
  if (text.trim() === '')
    throw new InputError(`The price list is empty. It needs a header: ${PRICE_LIST_COLUMNS.join(',')}`);
  if (Buffer.byteLength(text) > MOST_LIST_BYTES) {
    throw new InputError(`The price list has more than ${MOST_LIST_BYTES / 2 ** 20} MiB. Split it.`);
  }
  let rows: Record<string, string>[];
  try {
    rows = parse<Record<string, string>>(text, {
      bom: true,
      columns: (header: string[]) => checkedHeader(header.map((name) => name.trim().toLowerCase())),
      trim: true,
      skip_empty_lines: true,
      max_record_size: MOST_RECORD_BYTES,
      to: MOST_ROWS + 1,
    });
  } catch (error) {
    if (error instanceof CsvError)
      throw new InputError(`The price list is no valid CSV: ${error.message}`, { cause: error });
    throw error;
  }
  if (rows.length === 0) throw new InputError('The price list has a header and no rows. Add a row per price.');
  if (rows.length > MOST_ROWS) throw new InputError(`The price list has more than ${MOST_ROWS} rows. Split it.`);
  return rows.map((row) => ({ ...EMPTY, ...row }));
}

const EMPTY = Object.fromEntries(PRICE_LIST_COLUMNS.map((name) => [name, ''])) as PriceListRow;

function checkedHeader(header: string[]): string[] {
  const missing = PRICE_LIST_COLUMNS.filter((name) => !OPTIONAL.has(name) && !header.includes(name));
  const unknown = header.filter((name) => !(PRICE_LIST_COLUMNS as readonly string[]).includes(name));
  const twice = header.filter((name, at) => header.indexOf(name) !== at);
  const problems = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has the unknown ${unknown.map((name) => `"${name}"`).join(', ')}`] : []),
    ...(twice.length > 0 ? [`has ${twice.join(', ')} twice`] : []),
  ];
  if (problems.length === 0) return header;
  throw new InputError(
    `The header of the price list ${problems.join(', ')}. The columns are ${PRICE_LIST_COLUMNS.join(', ')}.`,
  );
}
