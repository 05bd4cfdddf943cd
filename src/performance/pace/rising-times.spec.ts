import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimesInFlight } from './pace.js';
import { risingTimes } from './rising-times.js';

const times = (tpotSeconds: number, ttftSeconds = tpotSeconds): TimesInFlight => ({
  tpotSeconds,
  ttftSeconds,
  promptShare: 0.5,
});

describe('rising times', () => {
  it('are those worked out at the powers of two and at the most requests, and straight between', () => {
    const at = risingTimes((requests) => times(10 + requests), 12);
    expect([1, 2, 4, 8, 12].map((requests) => at(requests).tpotSeconds)).toEqual([11, 12, 14, 18, 22]);
    expect(at(3).tpotSeconds).toBe(13);
    expect(at(10).tpotSeconds).toBe(20);
  });

  it('stay where they would fall, and grow no faster than the requests', () => {
    const raw = new Map([
      [1, 4],
      [2, 3],
      [4, 20],
    ]);
    const at = risingTimes((requests) => times(raw.get(requests) ?? 0), 4);
    expect(at(2).tpotSeconds).toBe(4);
    // Twice the requests take twice as long at the most.
    expect(at(4).tpotSeconds).toBe(8);
  });

  it('ask for no more than is needed, nor for more than was announced', () => {
    const asked: number[] = [];
    const at = risingTimes((requests) => {
      asked.push(requests);
      return times(requests);
    }, 256);
    at(3);
    at(3);
    expect(asked).toEqual([1, 2, 4]);
    expect(() => at(257)).toThrow('257 requests in flight are more than the 256 announced.');
  });

  it('never fall, and never outgrow the requests, whatever is worked out', () => {
    const figures = fc.array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(figures, figures, fc.integer({ min: 1, max: 2000 }), (tpot, ttft, most) => {
        const at = risingTimes((requests) => {
          const index = Math.round(Math.log2(requests));
          return times(tpot[index] ?? 1, ttft[index] ?? 1);
        }, most);
        let last = at(1);
        for (let requests = 2; requests <= most; requests += 1 + Math.floor(most / 50)) {
          const here = at(requests);
          for (const name of ['tpotSeconds', 'ttftSeconds'] as const) {
            expect(here[name]).toBeGreaterThanOrEqual(last[name] * (1 - 1e-9));
            expect(here[name] / requests).toBeLessThanOrEqual(last[name] * (1 + 1e-9));
          }
          last = here;
        }
      }),
    );
  });
});
