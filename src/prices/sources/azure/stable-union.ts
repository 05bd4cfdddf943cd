import { OutboundError } from '../../../platform/index.js';

/** A list is whole when fewer rows than this are expected to have been missed by every walk. */
const ROWS_LEFT_OUT = 0.0001;

const LEAST_WALKS = 2;
const MOST_WALKS = 20;

/**
 * Walks a list that loses other rows each time until nothing is missing from what the walks have seen together. Each
 * row of the union is there once.
 *
 * The share l of rows that a walk misses shows in how far the walks fall short of their union. Losses of different walks
 * are independent, so of n rows about n × lʷ are missing from all w walks: the walk ends when that is next to nothing and
 * the last walk brought nothing new. Two equal walks are enough where nothing is lost; at a loss of 24 %, of 420 rows it
 * takes 11.
 *
 * @param name what is walked, for the message
 * @throws OutboundError where the walks do not agree in the end
 */
export async function stableUnion<Row>(name: string, walk: () => Promise<readonly Row[]>): Promise<Row[]> {
  const union = new Map<string, Row>();
  let seen = 0;
  for (let walks = 1; walks <= MOST_WALKS; walks += 1) {
    const found = new Map((await walk()).map((row) => [JSON.stringify(row), row]));
    seen += found.size;
    const before = union.size;
    for (const [key, row] of found) union.set(key, row);
    const quiet = union.size === before;
    if (walks >= LEAST_WALKS && quiet && expectedMissing(union.size, seen, walks) < ROWS_LEFT_OUT) {
      return [...union.values()];
    }
  }
  throw new OutboundError(
    'unexpected',
    `${name} answered differently each time: after ${MOST_WALKS} walks rows were still missing. Nothing of it is used.`,
  );
}

/** @param seen rows of all walks, each walk's own added up */
export function expectedMissing(rows: number, seen: number, walks: number): number {
  if (rows === 0) return 0;
  const loss = 1 - seen / (walks * rows);
  return rows * loss ** walks;
}
