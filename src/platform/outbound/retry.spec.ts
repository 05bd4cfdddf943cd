import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutboundError } from './outbound-error.js';
import { isOutage, isWorthRetrying, retryAfterMs, retryDelayMs } from './retry.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('Retry-After', () => {
  it('is seconds', () => expect(retryAfterMs('7', undefined, NOW)).toBe(7000));

  it('is a date, taken against the clock of the other side: ours may be an hour off', () => {
    const theirs = 'Sun, 01 Mar 2026 11:00:00 GMT';
    expect(retryAfterMs('Sun, 01 Mar 2026 11:00:30 GMT', theirs, NOW)).toBe(30_000);
  });

  it('is a date against our own clock where they state none', () =>
    expect(retryAfterMs('Sun, 01 Mar 2026 12:00:05 GMT', undefined, NOW)).toBe(5000));

  it('of a moment that has passed asks for no wait', () =>
    expect(retryAfterMs('Sun, 01 Mar 2026 11:59:00 GMT', undefined, NOW)).toBe(0));

  it.each([undefined, '', 'soon', 'NaN'])('is nothing where it says %s', (header) =>
    expect(retryAfterMs(header, undefined, NOW)).toBeNull(),
  );
});

describe('the wait before another try', () => {
  it('is what was asked for, and at most a tenth more', () => {
    const error = new OutboundError('throttled', 'busy', 429, 10_000);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (at, attempt) => {
          const ms = retryDelayMs(attempt, error, 500, () => at);
          expect(ms).toBeGreaterThanOrEqual(10_000);
          expect(ms).toBeLessThanOrEqual(11_000);
        },
      ),
    );
  });

  it('doubles from the first one, half of it by chance, and ends at a minute', () => {
    expect(retryDelayMs(1, null, 500, () => 0)).toBe(250);
    expect(retryDelayMs(1, null, 500, () => 1)).toBe(500);
    expect(retryDelayMs(3, null, 500, () => 1)).toBe(2000);
    expect(retryDelayMs(30, null, 500, () => 1)).toBe(60_000);
  });
});

describe('another try', () => {
  it.each([
    ['timeout', null, true],
    ['cut_off', null, true],
    ['unreachable', null, true],
    ['throttled', 429, true],
    ['status', 500, true],
    ['status', 404, false],
    ['status', 400, false],
    ['not_authorised', 403, false],
    ['too_large', null, false],
    ['unexpected', null, false],
    ['cancelled', null, false],
    ['circuit_open', null, false],
  ] as const)('after %s (status %s): %s', (failure, status, worth) =>
    expect(isWorthRetrying(new OutboundError(failure, '', status), 60_000)).toBe(worth),
  );

  it('is not waited for longer than allowed', () =>
    expect(isWorthRetrying(new OutboundError('throttled', '', 429, 60_001), 60_000)).toBe(false));

  it('being asked to slow down is no outage, a server error is', () => {
    expect(isOutage(new OutboundError('throttled', '', 429))).toBe(false);
    expect(isOutage(new OutboundError('throttled', '', 503))).toBe(true);
    expect(isOutage(new OutboundError('status', '', 500))).toBe(true);
  });
});
