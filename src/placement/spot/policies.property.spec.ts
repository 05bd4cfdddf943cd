import fc from 'fast-check';
import { expect, it } from 'vitest';
import { optimumUsd } from './optimum.js';
import { POLICY_NAMES, policyNamed } from './policies.js';
import type { Running, Situation } from './policy.js';
import { replay } from './replay.js';
import type { SpotJob } from './spot-job.js';
import type { SpotMarket } from './spot-market.js';
import { marketsAndJobs } from './spot.fixture.js';

const kinds = [...POLICY_NAMES.map((name) => policyNamed(name)), policyNamed('expected-cost', false)];

it('no policy misses a deadline that on demand would have met, and none costs less than the optimum', () => {
  fc.assert(
    fc.property(marketsAndJobs, ({ market, job }) => {
      const optimum = optimumUsd(market, job, 0);
      for (const kind of kinds) {
        const { finishTicks, costUsd } = replay(market, job, kind.prepare(market, job)(0), 0);
        expect(finishTicks, kind.name).not.toBeNull();
        expect(costUsd, kind.name).toBeGreaterThanOrEqual(optimum - 1e-6);
      }
    }),
    { numRuns: 300 },
  );
});

it('the optimum never falls when a price rises, and never rises with a zone more', () => {
  fc.assert(
    fc.property(
      marketsAndJobs,
      fc.nat(2),
      fc.constantFrom('spotUsdPerTick', 'onDemandUsdPerTick'),
      (given, nth, price) => {
        const { market, job } = given;
        const optimum = optimumUsd(market, job, 0);
        const raised = market.zones.map((zone, index) =>
          index === nth % market.zones.length ? { ...zone, [price]: zone[price] + 3 } : zone,
        );
        expect(optimumUsd({ ...market, zones: raised }, job, 0)).toBeGreaterThanOrEqual(optimum - 1e-9);
        const fewer = { ...market, zones: market.zones.slice(0, 1) };
        expect(optimum).toBeLessThanOrEqual(optimumUsd(fewer, job, 0) + 1e-9);
      },
    ),
    { numRuns: 200 },
  );
});

it('a policy sees the past only: another future changes no decision before it begins', () => {
  fc.assert(
    fc.property(marketsAndJobs, fc.nat(20), ({ market, job }, from) => {
      const other = {
        ...market,
        zones: market.zones.map((zone) => ({
          ...zone,
          available: zone.available.map((up, tick) => (tick < from ? up : 1 - up)),
        })),
      };
      for (const kind of kinds) {
        const [seen, changed] = [decisions(kind, market, job), decisions(kind, other, job)];
        expect(changed.slice(0, from), kind.name).toEqual(seen.slice(0, from));
      }
    }),
    { numRuns: 100 },
  );
});

function decisions(kind: (typeof kinds)[number], market: SpotMarket, job: SpotJob): (Running | null)[] {
  const made: (Running | null)[] = [];
  const policy = kind.prepare(market, job)(0);
  const noting = (situation: Situation) => {
    const next = policy(situation);
    made.push(next);
    return next;
  };
  replay(market, job, noting, 0);
  return made;
}
