import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWorkload } from './place-workload.js';
import { qualityFaults } from './quality-check.js';
import { variantQuality, type Kept } from './variants.fixture.js';
import { accelerator, fakePerformance, instanceType, model, offer, resolved, world } from './world.fixture.js';
import type { WorkloadInput } from './workload.schema.js';

/**
 * A model of 100 GiB in bf16 fits two accelerators of 80 GiB, at 10 USD an hour for 40 requests a second. Its student of
 * 3.2 billion parameters fits one of 20 GiB, at 1 USD an hour for 5 requests a second. Ten requests a second are asked
 * for: 10 USD an hour against 2, or 7,300 USD a month against 1,460.
 */
const STUDENT = 'meta-llama/Llama-3.2-3B';
const LARGE = model(50);

function place(more: Partial<WorkloadInput>, kept: Kept = { [STUDENT]: { bf16: { MMLU: 91 } } }) {
  const where = world({
    offers: [offer('s.1', 's', 1, '1'), offer('l.2', 'l', 2, '10')],
    accelerators: [accelerator('s', 20), accelerator('l', 80, { family: 'H100' })],
    instanceTypes: [instanceType('s.1', 's', 1, 100), instanceType('l.2', 'l', 2, 100)],
    performance: fakePerformance({ s: { requestsPerSecond: 5 }, l: { requestsPerSecond: 20 } }),
    variantQuality: variantQuality(LARGE.name, kept),
  });
  const input = {
    kind: 'serving',
    name: 'chat',
    model: 'llama-3.1-8b',
    request: { inputTokens: 100, outputTokens: 100 },
    requestsPerSecond: 10,
    headroomPercent: 0,
    ...more,
  } as WorkloadInput;
  const workload = resolved(input, LARGE, where);
  return { placement: placeWorkload(where, workload), workload: workload.workload };
}

describe('a student that would do', () => {
  it('is shown with its saving and its figure where it is not accepted, and not served', () => {
    const { placement } = place({});
    expect(placement.plan?.quality).toMatchObject({ model: LARGE.name, basis: 'native', technique: null });
    expect(placement.plan?.cost.usdPerMonth).toBe('7300');
    expect(placement.variants).toEqual([
      {
        ...{ model: LARGE.name, technique: null, precision: 'bf16', chosen: true, accepted: true, reason: null },
        ...{ basis: 'native', retainedPercent: 100, benchmark: null, method: null, source: null },
        ...{ usdPerMonth: '7300', savingPercent: 0 },
      },
      {
        ...{ model: STUDENT, technique: 'pruning_and_distillation', precision: 'bf16', chosen: false, accepted: false },
        ...{ reason: 'it is not among the accepted variants', basis: 'measured', retainedPercent: 91 },
        ...{ benchmark: 'MMLU', method: 'distilled', source: 'a paper', usdPerMonth: '1460', savingPercent: 80 },
      },
    ]);
  });

  it('is served where it holds the floor, and the saving is against the model that was asked for', () => {
    const { placement } = place({ variants: 'measured', qualityFloor: { minRetainedPercent: 90 } });
    expect(placement).toMatchObject({ model: LARGE.name, status: 'placed' });
    expect(placement.plan?.quality).toEqual({
      ...{ model: STUDENT, technique: 'pruning_and_distillation', basis: 'measured' },
      ...{ retainedPercent: 91, benchmark: 'MMLU', source: 'a paper' },
    });
    expect(placement.plan?.size).toMatchObject({ instances: 2, precision: 'bf16' });
    expect(placement.saving).toMatchObject({ usdPerMonth: '5840', percent: 80 });
    // The student on the flagship costs what the model costs there: all of the saving is the smaller machine.
    expect(placement.saving?.waterfall).toEqual([{ lever: 'hardware', usdPerMonth: '5840', afterUsdPerMonth: '1460' }]);
    expect(placement.variants.map(({ model: name, chosen }) => [name, chosen])).toEqual([
      [LARGE.name, false],
      [STUDENT, true],
    ]);
  });

  it('is refused below the floor, with both figures', () => {
    const { placement } = place({ variants: 'measured', qualityFloor: { minRetainedPercent: 95 } });
    expect(placement.plan?.quality?.model).toBe(LARGE.name);
    expect(placement.variants[1]).toMatchObject({
      accepted: false,
      reason: 'it keeps 91 % of the score on MMLU, the floor is 95 %',
      usdPerMonth: '1460',
    });
  });

  it('that nobody measured is served by name alone, and the plan says so', () => {
    expect(place({ variants: 'measured' }, {}).placement.plan?.quality?.model).toBe(LARGE.name);
    const { placement } = place({ variants: [STUDENT] }, {});
    expect(placement.plan?.quality).toMatchObject({ model: STUDENT, basis: 'accepted_by_name', retainedPercent: null });
    expect(placement.assumptions.join(' ')).toContain(`Nobody measured the quality of ${STUDENT}`);
  });

  it('keeps within a budget that the model itself is above', () => {
    expect(place({ maxUsdPerMonth: 2000 }).placement.status).toBe('not_placed');
    const { placement } = place({ maxUsdPerMonth: 2000, variants: 'measured' });
    expect(placement.status).toBe('placed');
    expect(placement.saving).toBeNull();
    expect(placement.savingAbsent).toMatch(/^The model that was asked for is not placed/);
    expect(place({ maxUsdPerMonth: 1000, variants: 'measured' }).placement.reason).toMatch(
      /^In place of test-50b: The cheapest place that works costs 1460.00 USD, the budget is 1000 USD/,
    );
  });
});

it('a plan never keeps less than the floor, and accepting variants never costs more', () => {
  const scene = fc.record({
    kept: fc.integer({ min: 1, max: 105 }),
    floor: fc.integer({ min: 1, max: 100 }),
    variants: fc.constantFrom<'none' | 'measured' | string[]>('none', 'measured', [STUDENT]),
    rate: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(scene, ({ kept, floor, variants, rate }) => {
      const more = { variants, qualityFloor: { minRetainedPercent: floor }, requestsPerSecond: rate };
      const { placement, workload } = place(more, { [STUDENT]: { bf16: { MMLU: kept } } });
      const { plan } = placement;
      if (plan === null) throw new Error('Two machines of 80 GiB can always be had.');
      expect(qualityFaults(plan, workload, LARGE)).toEqual([]);
      expect(plan.quality?.retainedPercent ?? 0).toBeGreaterThanOrEqual(floor);
      const { placement: without } = place({ requestsPerSecond: rate });
      expect(Number(plan.cost.usdPerMonth)).toBeLessThanOrEqual(Number(without.plan?.cost.usdPerMonth));
    }),
    { numRuns: 40 },
  );
});
