import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOUDS, PRECISIONS } from '../../src/catalog/index.js';
import { quote } from '../../src/placement/place-fleet.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import { createWorld } from '../../src/placement/world.js';
import { PURCHASE_OPTIONS } from '../../src/prices/index.js';
import { drawn, factsOf, type Drawn } from './random-world.js';
import { anyWorkload, workloads } from './random-workload.js';

/** USD a month, Infinity where it is not placed. */
function costOf(given: Drawn, workload: Workload): number {
  const { plan } = quote(createWorld(factsOf(given)), workload).placement;
  return plan === null ? Number.POSITIVE_INFINITY : Number(plan.cost.usdPerMonth);
}

/** Costs are rounded to six decimals each. */
const ROUNDING = 2e-6;

function neverRaises<Kind extends Workload>(
  what: string,
  workload: fc.Arbitrary<Kind>,
  relax: (given: Kind, more: number) => Workload,
): void {
  it(what, () => {
    fc.assert(
      fc.property(drawn, workload, fc.double({ min: 0, max: 3, noNaN: true }), (world, given, more) => {
        expect(costOf(world, relax(given, more))).toBeLessThanOrEqual(costOf(world, given) + ROUNDING);
      }),
      { numRuns: 150 },
    );
  });
}

describe('what is relaxed never costs more:', () => {
  neverRaises('more clouds', anyWorkload, (given) => ({ ...given, where: { ...given.where, clouds: [...CLOUDS] } }));
  neverRaises('any place', anyWorkload, (given) => ({ ...given, where: undefined }));
  neverRaises('any accelerator', anyWorkload, (given) => ({ ...given, accelerators: undefined }));
  neverRaises('every way to pay', anyWorkload, (given) => ({ ...given, purchaseOptions: [...PURCHASE_OPTIONS] }));
  neverRaises('a looser latency', workloads.serving, (given, more) => {
    const looser = (limit: number | undefined) => (limit === undefined ? undefined : limit * (1 + more));
    return { ...given, latency: { ttftMs: looser(given.latency?.ttftMs), tpotMs: looser(given.latency?.tpotMs) } };
  });
  neverRaises('less headroom', workloads.serving, (given, more) => ({
    ...given,
    headroomPercent: given.headroomPercent / (1 + more),
  }));
  neverRaises('fewer replicas', workloads.serving, (given) => ({ ...given, availability: undefined }));
  neverRaises('following the load', workloads.serving, (given) => ({ ...given, scaling: 'hourly' }));
  neverRaises('every precision', workloads.serving, (given) => ({
    ...given,
    qualityFloor: undefined,
    precisions: [...PRECISIONS],
  }));
  const oneModel = workloads.serving.map((given) => ({ ...given, variants: 'none' as const }));
  neverRaises('pruned models and students as measured', oneModel, (given) => ({ ...given, variants: 'measured' }));
  neverRaises('a student by name', oneModel, (given) => ({ ...given, variants: ['meta-llama/Llama-3.2-1B'] }));
  neverRaises('a lower floor of quality', workloads.batch_inference, (given, more) => ({
    ...given,
    qualityFloor:
      given.qualityFloor === undefined
        ? undefined
        : { ...given.qualityFloor, minRetainedPercent: given.qualityFloor.minRetainedPercent / (1 + more) },
  }));
  for (const kind of ['batch_inference', 'training'] as const) {
    const name = kind.replace('_', ' ');
    const job: fc.Arbitrary<Extract<Workload, { deadlineHours: number }>> = workloads[kind];
    neverRaises(`a later deadline, ${name}`, job, (given, more) => ({
      ...given,
      deadlineHours: given.deadlineHours * (1 + more),
    }));
    neverRaises(`a higher risk to miss it, ${name}`, job, (given, more) => ({
      ...given,
      maxDeadlineMissProbability: given.maxDeadlineMissProbability * (1 + more),
    }));
  }
});
