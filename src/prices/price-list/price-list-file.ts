import { csvLines, InputError } from '../../platform/index.js';

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
  'price_per_hour',
  'currency',
  'as_of',
  'source',
] as const;
export type PriceListColumn = (typeof PRICE_LIST_COLUMNS)[number];

/** These may be missing from the header: not every price has them. */
const OPTIONAL: ReadonlySet<PriceListColumn> = new Set([
  'zone',
  'term_years',
  'payment',
  'usd_per_hour',
  'price_per_hour',
  'currency',
]);

/** Rows of one list. */
const MOST_ROWS = 200_000;
/** Bytes of one list. */
export const MOST_LIST_BYTES = 12 * 2 ** 20;

/** Cells of one row by column, empty ones as empty text; or why the row cannot be taken apart. */
export type PriceListRow = Readonly<Record<PriceListColumn, string>>;
export type FoundRow =
  { readonly ok: true; readonly cells: PriceListRow } | { readonly ok: false; readonly why: string };
/** A row of empty cells, as spreadsheets leave them behind. */
export const BLANK = null;

/**
 * Reads a price list: CSV with a header line, in UTF-8, with or without byte-order mark. Lines without any cell are
 * skipped, and no row.
 *
 * @throws InputError where the file as a whole cannot be read; it names the line or the column, and the next step
 */
export function readPriceListFile(text: string): (FoundRow | typeof BLANK)[] {
  if (text.trim() === '')
    throw new InputError(
      `The price list is empty. It needs a header of these columns: ${PRICE_LIST_COLUMNS.join(',')}`,
    );
  if (Buffer.byteLength(text) > MOST_LIST_BYTES) {
    throw new InputError(`The price list has more than ${MOST_LIST_BYTES / 2 ** 20} MiB. Split it.`);
  }
  const [first = [], ...rows] = csvLines(text, 'price list', MOST_ROWS);
  const header = checkedHeader(first.map((name) => name.toLowerCase()));
  if (rows.every((cells) => cells.join('') === ''))
    throw new InputError('The price list has a header and no rows. Add a row per price.');
  if (rows.length > MOST_ROWS) throw new InputError(`The price list has more than ${MOST_ROWS} rows. Split it.`);
  return rows.map((cells) => rowOf(cells, header));
}

const EMPTY = Object.fromEntries(PRICE_LIST_COLUMNS.map((name) => [name, ''])) as PriceListRow;

/** Spreadsheets leave empty cells at the end of rows; anything else means that cells are in the wrong columns. */
function rowOf(cells: readonly string[], header: readonly PriceListColumn[]): FoundRow | typeof BLANK {
  if (cells.every((cell) => cell === '')) return BLANK;
  if (cells.length < header.length || cells.slice(header.length).some((cell) => cell !== '')) {
    return { ok: false, why: `It has ${cells.length} cells, and the header has ${header.length}.` };
  }
  return { ok: true, cells: { ...EMPTY, ...Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])) } };
}

function checkedHeader(header: string[]): PriceListColumn[] {
  const missing = PRICE_LIST_COLUMNS.filter((name) => !OPTIONAL.has(name) && !header.includes(name));
  const unknown = header.filter((name) => !isColumn(name));
  const twice = header.filter((name, at) => header.indexOf(name) !== at);
  const problems = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...amountProblems(header),
    ...(unknown.length > 0 ? [`has the unknown ${unknown.map((name) => `"${name}"`).join(', ')}`] : []),
    ...(twice.length > 0 ? [`has ${twice.join(', ')} twice`] : []),
  ];
  if (problems.length === 0) return header.filter(isColumn);
  throw new InputError(
    `The header of the price list ${problems.join(', ')}. The columns are ${PRICE_LIST_COLUMNS.join(', ')}, ` +
      'separated by commas.',
  );
}

/** A price is in USD, or in a currency that is named. */
function amountProblems(header: readonly string[]): string[] {
  const has = (name: PriceListColumn) => header.includes(name);
  if (has('price_per_hour')) return has('currency') ? [] : ['has price_per_hour and lacks its currency'];
  return has('usd_per_hour') ? [] : ['lacks usd_per_hour, or price_per_hour and currency'];
}

function isColumn(name: string): name is PriceListColumn {
  return (PRICE_LIST_COLUMNS as readonly string[]).includes(name);
}
