/** Rows named on the terminal; JSON has them all. */
const SHOWN_ROWS = 50;

/** A line per row of a file that was not taken in, and why. */
export function rowLines(word: string, rows: readonly { readonly row: number; readonly reason: string }[]): string[] {
  const lines = rows.slice(0, SHOWN_ROWS).map(({ row, reason }) => `row ${row} ${word}: ${reason}`);
  if (rows.length > SHOWN_ROWS) lines.push(`… and ${rows.length - SHOWN_ROWS} more ${word}; --json has all.`);
  return lines;
}
