import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointIntervalHours, expectedRunHours } from './checkpoint-interval.js';

describe('the interval between checkpoints', () => {
  it('is close to Young where checkpoints are cheap', () => {
    // δ = 0.02 h, M = 100 h: √(2 · 0.02 · 100) = 2; ratio 0.0001: 2 · (1 + 0.01/3 + 0.0001/9) − 0.02 = 1.98668889
    const run = { workHours: 50, checkpointHours: 0.02, restartHours: 0.1, meanHoursBetween: 100 };
    expect(checkpointIntervalHours(run)).toBeCloseTo(1.98668889, 8);
  });

  it('is the mean time between interruptions where a checkpoint takes twice that or more', () => {
    const run = { workHours: 50, checkpointHours: 2, restartHours: 0, meanHoursBetween: 1 };
    expect(checkpointIntervalHours(run)).toBe(1);
  });

  it('is within 0.2 % of the best that a search over intervals finds', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (checkpointHours, meanHoursBetween) => {
          const run = { workHours: 1000, checkpointHours, restartHours: 0.1, meanHoursBetween };
          const stated = expectedRunHours(run, checkpointIntervalHours(run));
          let best = Number.POSITIVE_INFINITY;
          for (let factor = 0.3; factor < 3; factor *= 1.01) {
            best = Math.min(best, expectedRunHours(run, checkpointIntervalHours(run) * factor));
          }
          expect(stated).toBeLessThanOrEqual(best * 1.002);
        },
      ),
    );
  });
});

describe('the expected duration', () => {
  it('follows the closed form', () => {
    // M = 10, R = 0.5, τ = 1, δ = 0.1, W = 20: 10 · e^0.05 · (e^0.11 − 1) · 20 = 24.4481
    const run = { workHours: 20, checkpointHours: 0.1, restartHours: 0.5, meanHoursBetween: 10 };
    expect(expectedRunHours(run, 1)).toBeCloseTo(10 * 1.0512710964 * 0.1162780705 * 20, 6);
  });

  it('agrees with a simulation of interruptions', () => {
    const run = { workHours: 20, checkpointHours: 0.1, restartHours: 0.5, meanHoursBetween: 4 };
    const next = randomNumbers(7);
    let sum = 0;
    const runs = 20_000;
    for (let count = 0; count < runs; count += 1) sum += simulate(run, 1, next);
    expect(sum / runs / expectedRunHours(run, 1)).toBeCloseTo(1, 2);
  });

  it('goes to work and checkpoints alone where interruptions are rare', () => {
    const run = { workHours: 20, checkpointHours: 0.1, restartHours: 0.5, meanHoursBetween: 1e7 };
    expect(expectedRunHours(run, 1)).toBeCloseTo(22, 3);
  });
});

/** One run: segments of work and checkpoint, begun again after a restart when interrupted. */
function simulate(
  run: { workHours: number; checkpointHours: number; restartHours: number; meanHoursBetween: number },
  interval: number,
  next: () => number,
): number {
  let hours = 0;
  for (let done = 0; done < run.workHours; done += interval) {
    let left = interval + run.checkpointHours;
    for (;;) {
      const untilInterruption = -run.meanHoursBetween * Math.log(1 - next());
      if (untilInterruption >= left) {
        hours += left;
        break;
      }
      hours += untilInterruption;
      left = run.restartHours + interval + run.checkpointHours;
    }
  }
  return hours;
}

/** Park and Miller's generator: the same numbers in every run of the test. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
