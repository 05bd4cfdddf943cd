import type { z } from 'zod';
import { OutboundError } from '../../../platform/index.js';

/**
 * JSON of a price list in the shape that was agreed; fields that nobody knows are passed over. Throws `OutboundError`:
 * `unreadable` where it is no JSON, `unexpected` where its shape is another.
 *
 * @param name what lists it, for messages
 */
export function listedJson<Schema extends z.ZodType>(text: string, schema: Schema, name: string): z.output<Schema> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const message = `${name} has an entry that is no JSON, or that is cut off.`;
    throw new OutboundError('unreadable', message, null, null, { cause: error });
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new OutboundError('unexpected', `${name} has an entry of another shape: ${what}.`);
}
