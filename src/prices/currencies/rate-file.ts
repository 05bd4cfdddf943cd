import { csvLines, InputError } from '../../platform/index.js';
import { ecbRates, isEcbHeader } from './ecb-file.js';
import { newRate } from './new-rate.js';
import type { ExchangeRate } from './exchange-rate.js';

/** The columns of a file of rates, in any order. */
export const RATE_COLUMNS = ['currency', 'date', 'usd_per_unit', 'source'] as const;
type RateColumn = (typeof RATE_COLUMNS)[number];

/** Rows of one file. */
const MOST_ROWS = 200_000;

/** A row of a file and what was understood of it; the first row after the header is 1. */
export type ReadRow =
  | { readonly row: number; readonly rates: readonly ExchangeRate[] }
  | { readonly row: number; readonly rates: null; readonly why: string };

/**
 * Reads a file of exchange rates: CSV in UTF-8 with a header. Which of the two layouts it has, the header says. Lines
 * without any cell are no rows.
 *
 * @param today ISO 8601 day in UTC
 * @throws InputError where the file as a whole cannot be read; it names the column and the next step
 */
export function readRateFile(text: string, today: string): ReadRow[] {
  const [header = [], ...lines] = csvLines(text, 'file of rates', MOST_ROWS);
  if (header.length === 0) throw new InputError(`The file of rates is empty. It needs a header: ${bothHeaders()}`);
  if (lines.length > MOST_ROWS) throw new InputError(`The file of rates has more than ${MOST_ROWS} rows. Split it.`);
  const read = isEcbHeader(header) ? ecbRates(header, today) : ownRates(header, today);
  const rows = lines.flatMap((cells, at) => (isBlank(cells) ? [] : [rowOf(at + 1, () => read(cells))]));
  if (rows.length > 0) return rows;
  throw new InputError('The file of rates has a header and no rows. Add a row per rate.');
}

function rowOf(row: number, read: () => readonly ExchangeRate[]): ReadRow {
  try {
    return { row, rates: read() };
  } catch (error) {
    if (error instanceof InputError) return { row, rates: null, why: error.message };
    throw error;
  }
}

/** One rate a row. */
function ownRates(header: readonly string[], today: string): (cells: readonly string[]) => ExchangeRate[] {
  const names = header.map((name) => name.toLowerCase());
  const missing = RATE_COLUMNS.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !(RATE_COLUMNS as readonly string[]).includes(name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const problems = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has the unknown ${unknown.map((name) => `"${name}"`).join(', ')}`] : []),
    ...(twice.length > 0 ? [`has ${twice.join(', ')} twice`] : []),
  ];
  if (problems.length > 0) {
    throw new InputError(`The header of the file of rates ${problems.join(', ')}. It has to be ${bothHeaders()}`);
  }
  return (cells) => {
    if (cells.length < names.length || !isBlank(cells.slice(names.length))) {
      throw new InputError(`It has ${cells.length} cells, and the header has ${names.length}. Correct the row.`);
    }
    const cell = (column: RateColumn) => cells[names.indexOf(column)] ?? '';
    const given = { currency: cell('currency'), date: cell('date'), usdPerUnit: cell('usd_per_unit') };
    return [newRate({ ...given, source: cell('source') }, today)];
  };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '');
}

function bothHeaders(): string {
  return `${RATE_COLUMNS.join(',')}, or that of the European Central Bank's eurofxref-hist.csv: Date,USD,JPY,…`;
}
