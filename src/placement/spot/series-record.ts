import { addLife, noLives, type Lives } from './lives.js';
import { runBegins, runsOf, type Run } from './runs.js';

/** What may be known of a series of ticks at a given one: how long it has been as it is, and what was seen before. */
export interface SeriesRecord {
  /** Hours for which the series has been as it is in this tick, looking back no further than `from`. */
  ageHours(now: number, from: number): number;
  /** Stretches with spot and without, and the share of ticks with spot, from one tick to before another. */
  seen(from: number, until: number): Seen;
}

export interface Seen {
  readonly present: Lives;
  readonly away: Lives;
  readonly hours: number;
  readonly presentHours: number;
}

/** Keeps the record of a series of ticks. What it says of a tick rests on that tick and those before it. */
export function recordOf(available: Uint8Array, tickHours: number): SeriesRecord {
  const runs = runsOf(available);
  const begins = runBegins(runs, available.length);
  return {
    ageHours: (now, from) => (now - Math.max(from, begins[now] ?? 0)) * tickHours,
    seen: (from, until) => seenIn(runs, from, until, tickHours),
  };
}

function seenIn(runs: readonly Run[], from: number, until: number, tickHours: number): Seen {
  const [present, away] = [noLives(), noLives()];
  let presentHours = 0;
  for (const run of runs) {
    if (run.from >= until) break;
    const hours = (Math.min(run.to, until) - Math.max(run.from, from)) * tickHours;
    if (hours <= 0) continue;
    // That a stretch has ended is known once the next one has begun.
    addLife(run.available ? present : away, hours, run.to < until);
    if (run.available) presentHours += hours;
  }
  return { present, away, hours: Math.max(0, until - from) * tickHours, presentHours };
}
