import type { ClockTime } from './clock.js';

/** One reading of one accelerator. */
export interface PowerSample {
  /** Null where the log has no times. */
  readonly at: ClockTime | null;
  /** As the log calls it: its index, mostly. */
  readonly device: string;
  readonly watts: number;
}

/** Readings of a power log, in its order. */
export interface PowerLog {
  readonly fileName: string;
  readonly tool: string;
  readonly samples: readonly PowerSample[];
}

/** One format of power logs. A new one is a new file with one of these, and a line in `formats.ts`. */
export interface PowerFormat {
  /** How it is recorded, for messages. */
  readonly name: string;
  recognises(text: string): boolean;
  /** Throws `InputError` naming the line that cannot be read. */
  read(text: string, fileName: string): PowerLog;
}

/** What no accelerator draws: the tools print such numbers for "no reading". */
const IMPOSSIBLE_WATTS = 100_000;

/** Watts of a cell; null for `[N/A]`, blanks and the tools' markers of "no reading". */
export function wattsOf(cell: string | undefined): number | null {
  const watts = Number(cell?.trim().replace(/\s*W$/, '') || Number.NaN);
  return Number.isFinite(watts) && watts >= 0 && watts < IMPOSSIBLE_WATTS ? watts : null;
}
