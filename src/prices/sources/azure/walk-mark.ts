import { z } from 'zod';
import { OutboundError } from '../../../platform/index.js';

/** A list that has lost more than this share of its rows since the last poll is believed to be cut short. */
const MOST_SHRINK = 0.15;

/** After this many days a smaller list is believed: then it did shrink. Whether the prices are, is another question. */
const BELIEVED_AFTER_DAYS = 3;
const MS_PER_DAY = 86_400_000;

const markSchema = z.object({ at: z.iso.datetime(), rows: z.record(z.string(), z.number().int().nonnegative()) });

/** What the last good poll saw: the instant, and the rows of each list by its name. */
export type WalkMark = z.output<typeof markSchema>;

/** Null for a mark that was not written by this version: then there is nothing to compare with. */
export function readMark(since: string | null): WalkMark | null {
  if (since === null) return null;
  try {
    return markSchema.parse(JSON.parse(since));
  } catch {
    return null;
  }
}

/** @param now instant of the poll */
export function writeMark(now: Date, rows: Readonly<Record<string, number>>): string {
  return JSON.stringify({ at: now.toISOString(), rows } satisfies WalkMark);
}

/**
 * Throws `OutboundError` where a list has fewer rows than the last good poll leads to expect. This service has answered
 * with parts of its list for hours; a list that really is shorter is believed after three days.
 *
 * @param list its name in the mark
 */
export function refuseShrink(list: string, rows: number, mark: WalkMark | null, now: Date): void {
  const before = mark?.rows[list];
  if (mark === null || before === undefined || rows >= before * (1 - MOST_SHRINK)) return;
  const believedFrom = new Date(Date.parse(mark.at) + BELIEVED_AFTER_DAYS * MS_PER_DAY);
  if (now >= believedFrom) return;
  throw new OutboundError(
    'unexpected',
    `Azure Retail Prices has ${rows} rows for ${list} where it had ${before} before, so it is believed to be cut ` +
      `short. If it stays like this, it is believed from ${believedFrom.toISOString()}.`,
  );
}
