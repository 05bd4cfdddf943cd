import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { InputError, shippedFile } from '../platform/index.js';

/**
 * The rows of a shipped CSV file in the form of a schema.
 *
 * @throws InputError naming the file, the line and the column that cannot be read
 */
export function readTable<Row>(file: string, schema: z.ZodType<Row>): Row[] {
  const rows: unknown[] = parse(readFileSync(shippedFile(file), 'utf8'), { columns: true, bom: true });
  return rows.map((cells, index) => {
    const read = schema.safeParse(cells);
    if (read.success) return read.data;
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new InputError(`${file}, line ${index + 2}: ${problems}. Correct the line, or restore the shipped file.`);
  });
}
