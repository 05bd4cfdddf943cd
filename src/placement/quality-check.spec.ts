import { describe, expect, it } from 'vitest';
import type { Plan } from './plan.schema.js';
import { qualityFaults } from './quality-check.js';
import { workloadSchema, type WorkloadInput } from './workload.schema.js';
import { model } from './world.fixture.js';

const ASKED = model(8);

function faults(quality: Partial<NonNullable<Plan['quality']>>, more: Partial<WorkloadInput> = {}): string[] {
  const workload = workloadSchema.parse({
    ...{ kind: 'serving', name: 'chat', model: 'llama-3.1-8b', requestsPerSecond: 1 },
    request: { inputTokens: 1, outputTokens: 1 },
    ...more,
  });
  const plan = {
    size: { precision: 'fp8' },
    quality: { model: ASKED.name, technique: null, basis: 'measured', retainedPercent: 98, ...quality },
  };
  return qualityFaults(plan as Plan, workload, ASKED);
}

describe('a plan whose quality is wrong is caught', () => {
  it('below the floor', () => {
    expect(faults({}, { qualityFloor: { minRetainedPercent: 98 } })).toEqual([]);
    expect(faults({}, { qualityFloor: { minRetainedPercent: 99 } })).toEqual([
      'It keeps 98 % of the score, the floor is 99 %.',
    ]);
  });

  it('a variant that is not accepted', () => {
    const small = { model: 'meta-llama/Llama-3.2-3B' };
    expect(faults(small)).toEqual([`meta-llama/Llama-3.2-3B is not accepted in place of ${ASKED.name}.`]);
    expect(faults(small, { variants: 'measured' })).toEqual([]);
    expect(faults(small, { variants: ['llama-3.2-3b'] })).toEqual([]);
    expect(faults({ model: `${ASKED.name} with 64 experts` }, { variants: [{ experts: 64 }] })).toEqual([]);
  });

  it('not measured, and not named', () => {
    const unmeasured = { basis: 'accepted_by_name', retainedPercent: null } as const;
    expect(faults(unmeasured)).toEqual([`Nobody measured ${ASKED.name} in fp8, and nobody accepts it by name.`]);
    expect(faults(unmeasured, { precisions: ['fp8'] })).toEqual([]);
  });
});
