import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../src/placement/place-fleet.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import { createWorld } from '../../src/placement/world.js';
import { cheapestWay } from './oracle.js';
import { drawn, factsOf, type Drawn } from './random-world.js';
import { workloads } from './random-workload.js';

/** Costs are decimals of six places, and durations doubles. */
const ROUNDING = 1e-9;

function agrees(given: Drawn, drawnWorkload: Workload): void {
  // The other way of placing knows one model; that variants are placed as models are is promised beside it.
  const workload = 'variants' in drawnWorkload ? { ...drawnWorkload, variants: 'none' as const } : drawnWorkload;
  const facts = factsOf(given);
  const { placement } = quote(createWorld(facts), workload);
  const best = cheapestWay(workload, facts);
  if (best === null) {
    expect(placement.status).toBe('not_placed');
    expect(placement.reason).not.toBe('');
    return;
  }
  expect(placement.status, placement.reason ?? '').toBe('placed');
  const usd = Number(placement.plan?.cost.usdPerMonth);
  expect(Math.abs(usd - best.usdPerMonth)).toBeLessThanOrEqual(best.usdPerMonth * ROUNDING + 1e-6);
}

describe('the cheapest place is the one that trying everything finds', () => {
  for (const [kind, workload] of Object.entries(workloads)) {
    it(`for ${kind.replaceAll('_', ' ')}`, () => {
      fc.assert(fc.property(drawn, workload, agrees), { numRuns: 200 });
    });
  }
});
