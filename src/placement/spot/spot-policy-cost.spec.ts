import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spotPolicyCost, type DeadlineRun } from './spot-policy-cost.js';

const run: DeadlineRun = {
  workHours: 48,
  checkpointHours: 0.05,
  restartHours: 0.2,
  meanHoursBetween: 8,
  meanHoursAway: 1,
  deadlineHours: 72,
  spotUsdPerHour: 0.918,
  onDemandUsdPerHour: 3.06,
};

it('costs more than spot without any interruption, and less than on demand', () => {
  const cost = spotPolicyCost(run);
  expect(cost?.onDemandUsd).toBeCloseTo(48.2 * 3.06, 9);
  expect(cost?.expectedUsd).toBeGreaterThan(48 * 0.918);
  expect(cost?.expectedUsd).toBeLessThan(0.5 * 48.2 * 3.06);
});

it('with spot that is never taken it is the work, its checkpoints and one start', () => {
  const cost = spotPolicyCost({ ...run, meanHoursBetween: 1e7, meanHoursAway: 1e-3 });
  // A quarter of the slack of 24 h is the interval: eight checkpoints. The start is reckoned with half of what could be lost.
  expect(cost?.checkpointIntervalHours).toBe(6);
  expect(cost?.expectedUsd).toBeGreaterThan(48.4 * 0.918);
  expect(cost?.expectedUsd).toBeLessThan((48.4 + 0.2 + 3.2) * 0.918);
});

it('waits for spot while slack is plenty, and says below which slack it does no more', () => {
  const cost = spotPolicyCost(run);
  expect(cost?.waitsAboveSlackHours).toBeGreaterThan(cost?.leastSlackHours ?? Infinity);
  expect(cost?.waitsAboveSlackHours).toBeLessThan(24);
});

it('a deadline that leaves no slack is met on demand, one before the work is done by nothing', () => {
  expect(spotPolicyCost({ ...run, deadlineHours: 48.2 })).toMatchObject({
    expectedUsd: expect.closeTo(48.2 * 3.06, 9) as number,
    waitsAboveSlackHours: null,
  });
  expect(spotPolicyCost({ ...run, deadlineHours: 48 })).toBeNull();
});

it('spot that costs more than on demand is not waited for', () => {
  expect(spotPolicyCost({ ...run, spotUsdPerHour: 4 })?.waitsAboveSlackHours).toBeNull();
});

it('more slack never costs more, a higher price of spot never less', () => {
  const hours = fc.double({ min: 0.5, max: 20, noNaN: true });
  fc.assert(
    fc.property(hours, hours, fc.double({ min: 50, max: 90, noNaN: true }), (between, away, deadline) => {
      const at = (more: Partial<DeadlineRun>) =>
        spotPolicyCost({ ...run, meanHoursBetween: between, meanHoursAway: away, deadlineHours: deadline, ...more })
          ?.expectedUsd ?? NaN;
      // A table of other steps is off by less than a hundredth.
      expect(at({ deadlineHours: deadline + 10 })).toBeLessThanOrEqual(at({}) * 1.01);
      expect(at({ spotUsdPerHour: 1.2 })).toBeGreaterThanOrEqual(at({}) - 1e-6);
    }),
    { numRuns: 20 },
  );
});
