import { createHash } from 'node:crypto';
import { z } from 'zod';

/** To be raised with every change of what is read from a list: a list that has not changed is read anew then. */
const READING = 1;

const markSchema = z.object({
  /** Path of the file, which names its version. */
  file: z.string(),
  /** Null where the server states none. */
  etag: z.string().nullable(),
  /** The machines that were looked for, and how. */
  question: z.string(),
});
/** What the last good poll of a region read. */
export type PriceListMark = z.output<typeof markSchema>;

/** Null for a mark that was made in another way, or with other machines in the catalog: the list has to be read again. */
export function readMark(since: string | null, instanceTypes: Iterable<string>): PriceListMark | null {
  if (since === null) return null;
  try {
    const mark = markSchema.parse(JSON.parse(since));
    return mark.question === questionOf(instanceTypes) ? mark : null;
  } catch {
    return null;
  }
}

export function writeMark(file: string, etag: string | null, instanceTypes: Iterable<string>): string {
  return JSON.stringify({ file, etag, question: questionOf(instanceTypes) } satisfies PriceListMark);
}

function questionOf(instanceTypes: Iterable<string>): string {
  const names = [...instanceTypes].sort().join(',');
  return `${READING}:${createHash('sha256').update(names).digest('hex').slice(0, 16)}`;
}
