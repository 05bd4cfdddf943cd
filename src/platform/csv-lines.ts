import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from './errors.js';

/** A quote that is not closed swallows the rest of the file; nothing after it can be believed. */
const MOST_RECORD_BYTES = 100_000;

/**
 * The lines of somebody's CSV file, the header first, as cells without the spaces around them; empty lines are left out,
 * and a byte-order mark is no cell. Lines may differ in length.
 *
 * @param what the file is, for the sentences: `price list`
 * @param mostRows lines after the header; one more is read, so that too many can be told
 * @throws InputError where it is no CSV, or one of another separator; it names the next step
 */
export function csvLines(text: string, what: string, mostRows: number): string[][] {
  const lines = parsed(text, what, mostRows);
  const [first] = lines;
  const [only = ''] = first?.length === 1 ? first : [];
  for (const [separator, name] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ] as const) {
    if (only.includes(separator)) {
      throw new InputError(`The ${what} is separated by ${name}. Save it separated by commas.`);
    }
  }
  return lines;
}

function parsed(text: string, what: string, mostRows: number): string[][] {
  try {
    return parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MOST_RECORD_BYTES,
      to: mostRows + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError(`The ${what} is no valid CSV: ${error.message}`, { cause: error });
  }
}
