import { describe, expect, it } from 'vitest';
import { placeWorkload } from './place-workload.js';
import { accelerator, fakePerformance, model, offer, resolved, world } from './world.fixture.js';

/** Eight accelerators for 10 USD an hour; each trains 1000 tokens a second. */
const prices = world({
  offers: [offer('a.8', 'a', 8, '10')],
  accelerators: [accelerator('a', 80)],
  performance: fakePerformance({ a: { trainingTokensPerSecond: 1000 } }),
});

/** 288 million tokens, ten hours on one node. */
function placed(maxAccelerators: number) {
  const input = {
    kind: 'training' as const,
    name: 'run',
    model: 'made up',
    tokens: 288e6,
    sequenceLength: 1024,
    globalBatchSequences: 1024,
    deadlineHours: 20,
    elasticity: { minAccelerators: 1, maxAccelerators },
  };
  return placeWorkload(prices, resolved(input, model(8), prices));
}

describe('the switches of a placed training run', () => {
  it('have hours and cost at the price of the plan, for as many nodes as they take', () => {
    const elastic = placed(8).levers.filter(({ lever }) => lever === 'elastic_scaling');
    // 288 million tokens at 8000 a second are ten hours; twice the nodes take half the time and cost the same.
    expect(elastic).toMatchObject([
      { chosen: true, accelerators: 8, hours: 10, usdPerRun: '100' },
      { chosen: false, accelerators: 16, hours: 5, usdPerRun: '100' },
    ]);
  });

  it('are those of training alone', () => {
    const box = { kind: 'generic' as const, name: 'box', acceleratorCount: 8 };
    expect(placeWorkload(prices, resolved(box, null, prices)).levers).toEqual([]);
  });
});
