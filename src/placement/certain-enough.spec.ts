import { expect, it } from 'vitest';
import { placeWorkload } from './place-workload.js';
import type { WorkloadInput } from './workload.schema.js';
import { accelerator, fakePerformance, model, offer, resolved, world } from './world.fixture.js';

const where = world({
  offers: [offer('known.1', 'a', 1, '4.00'), offer('guessed.1', 'b', 1, '1.00')],
  accelerators: [accelerator('a', 80), accelerator('b', 80)],
  performance: fakePerformance({
    a: { requestsPerSecond: 10, errorPercent: 20 },
    b: { requestsPerSecond: 10, errorPercent: 150 },
  }),
});
const place = (more: object) => {
  const input = {
    kind: 'serving',
    name: 'service',
    model: 'llama-3.1-8b',
    request: { inputTokens: 100, outputTokens: 100 },
    requestsPerSecond: 5,
    ...more,
  } as WorkloadInput;
  return placeWorkload(where, resolved(input, model(8), where));
};

it('hardware that is cheap because hardly anything is known of it is not used, and it is said why', () => {
  const { plan, rejected } = place({});
  expect(plan?.offer.instanceType).toBe('known.1');
  const why = rejected.find(({ reason }) => reason === 'unknown_performance');
  expect(why).toMatchObject({ offers: 1 });
  expect(JSON.stringify(why)).toContain('± 150 %, and more than ± 100 % is not believed');
});

it('is used where the workload bears the risk', () => {
  expect(place({ maxPredictionErrorPercent: 200 }).plan?.offer.instanceType).toBe('guessed.1');
});

it('and where not even the known is sure enough, nothing is', () => {
  expect(place({ maxPredictionErrorPercent: 10 })).toMatchObject({ status: 'not_placed', plan: null });
});
