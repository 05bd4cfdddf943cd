import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDue, nextDue, nextTry } from './poll-schedule.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const minutesAfter = (due: Date) => (due.getTime() - NOW.getTime()) / 60_000;

describe('the next poll', () => {
  it('after a good one is a period later, give or take a tenth', () => {
    expect(minutesAfter(nextDue(NOW, 10, () => 0))).toBeCloseTo(9);
    expect(minutesAfter(nextDue(NOW, 10, () => 0.5))).toBeCloseTo(10);
    expect(minutesAfter(nextDue(NOW, 1440, () => 1))).toBeCloseTo(1584);
  });

  it('after failures is 2, 4, 8, … minutes later', () => {
    expect([1, 2, 3].map((failures) => minutesAfter(nextTry(NOW, 1440, failures, () => 0.5)))).toEqual([2, 4, 8]);
  });

  it('after any number of failures is no later than after a good one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 1000 }),
        chance,
        (every, failures, at) => {
          const due = nextTry(NOW, every, failures, () => at).getTime();
          expect(due).toBeGreaterThan(NOW.getTime());
          expect(due).toBeLessThanOrEqual(nextDue(NOW, every, () => at).getTime());
        },
      ),
    );
  });

  it('the first of all is within ten minutes, or within the period where that is shorter', () => {
    expect(minutesAfter(firstDue(NOW, 1440, () => 0.5))).toBe(5);
    expect(minutesAfter(firstDue(NOW, 5, () => 1))).toBe(5);
  });
});
