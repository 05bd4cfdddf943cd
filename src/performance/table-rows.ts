import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InputError } from '../platform/index.js';

/** Cells of a table: an empty one is not 0. */
const text = z.string().trim().min(1, 'the cell is empty');
const number = text.pipe(z.coerce.number());
export const cells = { text, number };

/** A cell that may be empty, which is null. */
export function orEmpty<Value>(schema: z.ZodType<Value, string>) {
  return z.union([z.literal('').transform(() => null), schema]);
}

/**
 * The rows of a CSV table in the form of a schema.
 *
 * @param file named in errors
 * @param keyOfRow what no two rows may have in common
 * @throws InputError naming file, line and column of what cannot be used
 */
export function readRows<Row>(
  csv: string,
  file: string,
  schema: z.ZodType<Row>,
  keyOfRow: (row: Row) => string,
): Row[] {
  const seen = new Set<string>();
  return parsedCsv(csv, file).map((row, index) => {
    const read = schema.safeParse(row);
    if (!read.success) {
      const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      throw new InputError(unusable(file, index, problems));
    }
    const key = keyOfRow(read.data);
    if (seen.has(key)) throw new InputError(unusable(file, index, `${key} has a line already`));
    seen.add(key);
    return read.data;
  });
}

/** @throws InputError where it is not JSON */
export function parsedJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new InputError(`${file} is not JSON. Restore the file as it was shipped.`);
  }
}

function parsedCsv(csv: string, file: string): unknown[] {
  try {
    return parse(csv, { columns: true, bom: true });
  } catch (error) {
    const why = error instanceof CsvError ? error.message : String(error);
    throw new InputError(`${file} is no valid CSV: ${why}. Correct it, or restore the shipped file.`, { cause: error });
  }
}

function unusable(file: string, index: number, problems: string): string {
  return `${file}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`;
}
