import { describe, expect, it } from 'vitest';
import { interruptionMean } from './interruption-mean.js';

describe('how long spot capacity lasts', () => {
  it('takes a measured mean as it is', () => {
    const mean = interruptionMean({ low: 1, high: 1, meanHoursBetween: 5.97, basis: 'measured' });
    expect(mean).toMatchObject({ known: true, meanHours: 5.97 });
  });

  it('takes the worse end of a published range', () => {
    // 5 % in 730 hours: −730 ÷ ln 0.95 = 14,231.9
    const mean = interruptionMean({ low: 0, high: 0.05, basis: 'published' });
    expect(mean.known && mean.meanHours).toBeCloseTo(14231.85, 1);
  });

  it('takes nothing from a range without an upper end', () => {
    expect(interruptionMean({ low: 0.2, high: null })).toMatchObject({
      known: false,
      why: expect.stringContaining('20 %') as string,
    });
    expect(interruptionMean(null).known).toBe(false);
  });
});
