import { OutboundError, type OutboundFailure } from './outbound-error.js';

const LONGEST_BACKOFF_MS = 60_000;

/** What another try can mend. A body that cannot be read was often cut off by something in between. */
const PASSING: ReadonlySet<OutboundFailure> = new Set(['unreachable', 'timeout', 'cut_off', 'throttled', 'unreadable']);
const PASSING_STATUS = new Set([408, 425, 500, 502, 504]);

export function isWorthRetrying(error: unknown, longestWaitMs: number): boolean {
  if (!(error instanceof OutboundError)) return false;
  if (error.retryAfterMs !== null && error.retryAfterMs > longestWaitMs) return false;
  return PASSING.has(error.failure) || (error.status !== null && PASSING_STATUS.has(error.status));
}

/** Whether it shows that the service is down, not that it was asked wrongly or too often. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof OutboundError)) return false;
  const { failure, status } = error;
  return ['unreachable', 'timeout', 'cut_off'].includes(failure) || (status !== null && status >= 500);
}

/**
 * ms to wait before another try: what the other side asked for and up to a tenth more, so that not everybody comes back
 * at the same moment; else a random time up to twice the last one.
 */
export function retryDelayMs(attempt: number, error: unknown, firstWaitMs: number, random = Math.random): number {
  const asked = error instanceof OutboundError ? error.retryAfterMs : null;
  if (asked !== null) return Math.ceil(asked * (1 + random() / 10));
  const most = Math.min(LONGEST_BACKOFF_MS, firstWaitMs * 2 ** (attempt - 1));
  return Math.ceil(most / 2 + (most / 2) * random());
}

type Header = string | string[] | undefined;

/**
 * ms from a `Retry-After` of seconds or of a date; null where there is none that can be read. A date is taken against
 * the other side's own clock where it states one: ours may go wrong.
 */
export function retryAfterMs(header: Header, date: Header, now = Date.now()): number | null {
  const text = [header].flat()[0]?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const until = Date.parse(text);
  if (Number.isNaN(until)) return null;
  const theirs = Date.parse([date].flat()[0] ?? '');
  return Math.max(0, until - (Number.isNaN(theirs) ? now : theirs));
}
