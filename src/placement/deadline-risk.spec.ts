import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineMissProbability, uniformSumBelow } from './deadline-risk.js';

/** One interruption is expected until the deadline, after two hours. */
const risk = { busyHours: 1, slackHours: 1, interruptionsPerHour: 0.5, lostHoursAtMost: 1, restartHours: 0.25 };

describe('the sum of uniforms', () => {
  it('is exact for few of them', () => {
    expect(uniformSumBelow(0.5, 1)).toBeCloseTo(0.5, 12);
    // Two: x² / 2 below 1. Three at its middle: a half by symmetry; below 1: 1/6.
    expect(uniformSumBelow(0.8, 2)).toBeCloseTo(0.32, 12);
    expect(uniformSumBelow(1.5, 3)).toBeCloseTo(0.5, 12);
    expect(uniformSumBelow(1, 3)).toBeCloseTo(1 / 6, 12);
  });

  it('does not jump where the exact form hands over', () => {
    // Eleven by the recursion F_n(x) = ∫ F_(n−1)(x − u) du over the exact ten.
    for (const x of [2.5, 4, 5.5, 7]) {
      const steps = 2000;
      let sum = 0;
      for (let step = 0; step < steps; step += 1) sum += uniformSumBelow(x - (step + 0.5) / steps, 10);
      expect(uniformSumBelow(x, 11)).toBeCloseTo(sum / steps, 3);
    }
  });
});

describe('the probability to miss the deadline', () => {
  it('is 1 without slack and 0 without interruptions', () => {
    expect(deadlineMissProbability({ ...risk, slackHours: -0.1 })).toBe(1);
    expect(deadlineMissProbability({ ...risk, interruptionsPerHour: 0 })).toBe(0);
  });

  it('counts a restart that costs a fixed time as a Poisson tail', () => {
    // Three restarts of 0.25 h fit into 0.8 h. P(more than 3) with mean 1 = 1 − e^−1 · (1 + 1 + 1/2 + 1/6) = 0.018988
    const fixed = { ...risk, busyHours: 7.2, slackHours: 0.8, interruptionsPerHour: 1 / 8, lostHoursAtMost: 0 };
    expect(deadlineMissProbability(fixed, 1)).toBeCloseTo(0.0189882, 6);
  });

  it('weighs what an interruption undoes', () => {
    // Mean 0.1, no restart, slack 0.5 of at most 1 lost: one is missed by half, P(1) = 0.0904837; two: sum of two
    // uniforms above 0.5 is 0.875, P(2) = 0.0045242; three: 1 − 0.125/6, P(3) = 0.00015081; four and more about 4e-6.
    const lost = { busyHours: 0.5, slackHours: 0.5, interruptionsPerHour: 0.1, lostHoursAtMost: 1, restartHours: 0 };
    expect(deadlineMissProbability(lost, 1)).toBeCloseTo(0.0452419 + 0.0039587 + 0.0001477 + 0.0000038, 6);
  });

  it('is no greater than that of an earlier deadline', () => {
    // 0.75 h hold three restarts as well, and with mean 7.95 / 8 = 0.99375 P(more than 3) is 0.018607.
    const fixed = { ...risk, busyHours: 7.2, slackHours: 0.8, interruptionsPerHour: 1 / 8, lostHoursAtMost: 0 };
    expect(deadlineMissProbability(fixed)).toBeCloseTo(0.018607, 6);
    // No hour of slack holds a restart of two: the run is in time if nothing happens while it is busy, 1 − e^−0.5.
    const long = { ...risk, restartHours: 2, lostHoursAtMost: 0 };
    expect(deadlineMissProbability(long)).toBeCloseTo(0.393469, 6);
  });

  it('bounds what is too much to count from above, in no time, and close enough to be of use', () => {
    // 40,000 interruptions of 1 to 2 h: mean loss 60,000 h, E X² = 1 + 1 + 1/3, deviation √(40,000 · 7/3) = 305.5 h.
    const at = (slackHours: number, expected = 40_000) => {
      const until = { busyHours: 0, slackHours, interruptionsPerHour: expected / slackHours };
      return deadlineMissProbability({ ...until, lostHoursAtMost: 1, restartHours: 1 }, 1);
    };
    expect(at(60_000)).toBe(1);
    // Three deviations: the normal tail is 0.00135, Bernstein gives exp(−9 / 2(1 + 2 · 3 / (3 · 305.5))) = 0.01144.
    expect(at(60_000 + 3 * 305.505)).toBeCloseTo(0.01144, 4);
    expect(at(63_000)).toBeLessThan(1e-18);
    expect(at(1e9, 1e15)).toBe(1);
  });

  it('is a probability, falls with slack and rises with interruptions', () => {
    const hours = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.double({ min: 0, max: 8, noNaN: true }),
        hours,
        hours,
        hours,
        (busyHours, slackHours, interruptionsPerHour, lostHoursAtMost, restartHours, more) => {
          const given = { busyHours, slackHours, interruptionsPerHour, lostHoursAtMost, restartHours };
          const missed = deadlineMissProbability(given);
          expect(missed).toBeGreaterThanOrEqual(0);
          expect(missed).toBeLessThanOrEqual(1);
          // The normal form beyond ten terms is good to some 1e-4.
          expect(deadlineMissProbability({ ...given, slackHours: slackHours + more })).toBeLessThanOrEqual(
            missed + 1e-3,
          );
          expect(
            deadlineMissProbability({ ...given, interruptionsPerHour: interruptionsPerHour + more }),
          ).toBeGreaterThanOrEqual(missed - 1e-3);
        },
      ),
    );
  });
});
