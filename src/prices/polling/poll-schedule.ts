const MS_PER_MINUTE = 60_000;
/** Of the period, before and after, so that the polls of many regions and installations spread out. */
const JITTER = 0.1;

/** The next poll after a good one: a period later, give or take a tenth. */
export function nextDue(now: Date, everyMinutes: number, random = Math.random): Date {
  const factor = 1 - JITTER + 2 * JITTER * random();
  return new Date(now.getTime() + everyMinutes * MS_PER_MINUTE * factor);
}

/** The next try after a failed poll: soon, then less and less often, but never less often than after a good one. */
export function nextTry(now: Date, everyMinutes: number, failures: number, random = Math.random): Date {
  const backoff = 2 ** Math.min(failures, 20);
  return nextDue(now, Math.min(everyMinutes, backoff), random);
}

/** The first poll of a source that was never polled: at once, but not all of them in the same minute. */
export function firstDue(now: Date, everyMinutes: number, random = Math.random): Date {
  return new Date(now.getTime() + Math.min(everyMinutes, SPREAD_MINUTES) * MS_PER_MINUTE * random());
}

const SPREAD_MINUTES = 10;
