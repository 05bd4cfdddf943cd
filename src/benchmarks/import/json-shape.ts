import type { z } from 'zod';
import { InputError } from '../../platform/index.js';

/** Whether a value is an object with these fields. */
export function hasFields(value: unknown, ...fields: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && fields.every((field) => field in value);
}

/**
 * A value as its schema wants it.
 *
 * @throws InputError naming the file and every field that is not as its tool writes it
 */
export function shaped<Shape>(schema: z.ZodType<Shape>, value: unknown, file: string, tool: string): Shape {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new InputError(`${file} is not as ${tool} writes it: ${problems}. Run it again, or import the file it wrote.`);
}
