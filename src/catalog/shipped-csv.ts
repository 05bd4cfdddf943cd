import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InputError, shippedFile } from '../platform/index.js';

/** A cell that may be empty, because the fact is not published; then the value is null, never 0. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((cell) => (cell === '' ? null : cell), schema.nullable());

export const text = z.string().trim().min(1, 'is empty');

/** A number above zero, written plainly. */
export const positive = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'is not a number')
  .transform(Number)
  .refine((value) => value > 0, 'must be above 0');

/** A number that may be 0 where 0 is the fact, such as no local disk. */
export const nonNegative = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'is not a number')
  .transform(Number);

/** A row and where it stands, for messages about it. */
export interface ShippedRow<Row> {
  readonly row: Row;
  readonly line: number;
}

/** What is wrong in a shipped file, with the line and the next step. */
export function shippedFileError(file: string, line: number, what: string): InputError {
  return new InputError(`${file}, line ${line}: ${what}. Correct the line, or restore the shipped file.`);
}

/**
 * Rows of a shipped CSV file. Throws `InputError` naming file, line and column for a cell that cannot be read and for a
 * key that another line has already.
 *
 * @param keyOf what makes a row unique
 */
export function readShippedRows<Row>(
  file: string,
  schema: z.ZodType<Row>,
  keyOf: (row: Row) => string,
  path = shippedFile(file),
): ShippedRow<Row>[] {
  const cells: unknown[] = parse(readFileSync(path, 'utf8'), { columns: true, bom: true });
  const lineOfKey = new Map<string, number>();
  return cells.map((cell, index) => {
    const line = index + 2;
    const read = schema.safeParse(cell);
    if (!read.success) {
      const problems = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
      throw shippedFileError(file, line, problems.join('; '));
    }
    const key = keyOf(read.data);
    const earlier = lineOfKey.get(key);
    if (earlier !== undefined) throw shippedFileError(file, line, `${key} is already on line ${earlier}`);
    lineOfKey.set(key, line);
    return { row: read.data, line };
  });
}
