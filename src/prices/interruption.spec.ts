import { describe, expect, it } from 'vitest';
import { countTrace, measureInterruption, shareInterruptedWithin } from './interruption.js';

describe('interruption measured from a trace', () => {
  it('counts a look with capacity followed by one without; the last look says nothing', () => {
    // Looks 1, 2, 4 and 5 have capacity and a successor; 2 and 5 are lost.
    expect(countTrace([1, 1, 0, 1, 1, 0, 1], 600)).toEqual({ looks: 4, interruptions: 2, gapHours: 1 / 6 });
  });

  it('turns the share lost per look into a mean lifetime', () => {
    // One loss in 100 hourly looks: hazard −ln 0.99 = 0.01005 per hour, so 99.5 hours on average.
    const rate = measureInterruption([{ looks: 100, interruptions: 1, gapHours: 1 }]);
    expect(rate?.meanHoursBetween).toBeCloseTo(99.499, 3);
    expect(rate?.hoursObserved).toBe(100);
    // The interval holds the estimate: 1 − e^(−730 × 0.01005) = 0.99935.
    expect(rate?.low).toBeLessThan(0.99935);
    expect(rate?.high).toBeGreaterThan(0.99935);
  });

  it('pools the zones of a region', () => {
    const pooled = measureInterruption([
      { looks: 60, interruptions: 1, gapHours: 1 },
      { looks: 140, interruptions: 3, gapHours: 1 },
    ]);
    expect(pooled).toEqual(measureInterruption([{ looks: 200, interruptions: 4, gapHours: 1 }]));
  });

  it('states no mean when nothing was lost, and nothing at all when nothing was seen', () => {
    const quiet = measureInterruption([{ looks: 1056, interruptions: 0, gapHours: 1 / 6 }]);
    expect(quiet).toMatchObject({ meanHoursBetween: null, low: 0, interruptions: 0 });
    expect(measureInterruption([{ looks: 0, interruptions: 0, gapHours: 1 }])).toBeNull();
    expect(measureInterruption([])).toBeNull();
  });

  it('refuses to pool looks of different distance', () => {
    const traces = [1, 2].map((gapHours) => ({ looks: 10, interruptions: 1, gapHours }));
    expect(() => measureInterruption(traces)).toThrow('different gaps');
  });

  it('knows that half of the instances are gone after ln 2 mean lifetimes', () => {
    expect(shareInterruptedWithin(Math.log(2) * 50, 1 / 50)).toBeCloseTo(0.5, 12);
  });
});
