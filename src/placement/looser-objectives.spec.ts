import { expect, it } from 'vitest';
import { placeWorkload } from './place-workload.js';
import type { WorkloadInput } from './workload.schema.js';
import { accelerator, fakePerformance, model, offer, resolved, world } from './world.fixture.js';

/** One accelerator: 20 ms per token, or 1000 tokens of training a second, for 4 USD an hour. */
const where = world({
  offers: [offer('a.1', 'a', 1, '4.00')],
  accelerators: [accelerator('a', 80)],
  performance: fakePerformance({ a: { requestsPerSecond: 10, tpotMs: 20, trainingTokensPerSecond: 1000 } }),
});

function hintsOf(input: Record<string, unknown>) {
  const given = { name: 'work', model: 'llama-3.1-8b', ...input } as WorkloadInput;
  return placeWorkload(where, resolved(given, model(4), where));
}

const chat = { kind: 'serving', request: { inputTokens: 10, outputTokens: 10 }, requestsPerSecond: 1 };
const run = {
  kind: 'training',
  tokens: 36e6,
  sequenceLength: 100,
  globalBatchSequences: 100,
  elasticity: { minAccelerators: 1, maxAccelerators: 1 },
};

it('a service that nothing serves in time is told what it would get without limits', () => {
  const { status, hints } = hintsOf({ ...chat, latency: { tpotMs: 5 } });
  expect(status).toBe('not_placed');
  // 730 h × 4 USD; the accelerator's own 20 ms.
  expect(hints).toContainEqual({
    allow: 'any latency',
    usdPerMonth: '2920',
    savingPercent: null,
    note: 'first token after 100 ms, then 20 ms each',
    label: '1 × aws a.1 (1 × A) in us-east-1, on demand, bf16',
  });
});

it('a job that nothing does in time is told the first deadline that would do', () => {
  // 36 million tokens at 1000 a second are 10 h: 1.5, 2 and 3 times 3 h are too short, 5 times is not.
  const { status, hints } = hintsOf({ ...run, deadlineHours: 3 });
  expect(status).toBe('not_placed');
  expect(hints).toEqual([
    {
      allow: 'a deadline after 15 h',
      usdPerMonth: '40',
      savingPercent: null,
      note: 'done after 10 h',
      label: '1 × aws a.1 (1 × A) in us-east-1, on demand, bf16',
    },
  ]);
});

it('what is placed, or fails on something else, is not told so', () => {
  const labels = (given: Record<string, unknown>) => hintsOf(given).hints.map(({ allow }) => allow);
  expect(labels({ ...chat, latency: { tpotMs: 50 } })).not.toContain('any latency');
  // A million billions of parameters: no deadline makes room for them.
  const given = { name: 'work', model: 'llama-3.1-8b', ...run, deadlineHours: 3 } as WorkloadInput;
  expect(placeWorkload(where, resolved(given, model(1e6), where)).hints).toEqual([]);
});
