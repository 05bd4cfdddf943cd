import { describe, expect, it } from 'vitest';
import { batchSizer } from './batch-sizer.js';
import { nodeShape, type NodeShape } from './node-shape.js';
import { Predictions } from './predictions.js';
import type { SizingOutcome, Terms } from './sizing.js';
import { workloadSchema, type BatchWorkload } from './workload.schema.js';
import { accelerator, fakePerformance, model, offer, type FakePace } from './world.fixture.js';

const STEADY: Terms = { kind: 'steady' };
const EVERY_20_HOURS: Terms = { kind: 'interruptible', meanHours: 20 };

function shapeOf(count: number): NodeShape {
  const shape = nodeShape(offer(`a.${count}`, 'a', count, '1'), accelerator('a', 80), undefined);
  if (typeof shape === 'string') throw new Error(shape);
  return shape;
}

interface Scene {
  readonly terms?: Terms;
  readonly count?: number;
  readonly pace?: FakePace;
  readonly billions?: number;
}

/** 36 000 requests at one a second and accelerator: 10 hours of one, after half an hour to start. */
function size(more: Record<string, unknown>, scene: Scene = {}): SizingOutcome {
  const { terms = STEADY, count = 1, pace = {}, billions = 4 } = scene;
  const workload = workloadSchema.parse({
    kind: 'batch_inference',
    name: 'batch',
    model: 'made up',
    request: { inputTokens: 100, outputTokens: 1 },
    requests: 36_000,
    restartMinutes: 30,
    deadlineHours: 20,
    ...more,
  }) as BatchWorkload;
  const predictions = new Predictions(fakePerformance({ a: { requestsPerSecond: 1, ...pace } }));
  return batchSizer(workload, model(billions), ['bf16'], predictions).size(shapeOf(count), 'bf16', terms);
}

describe('a batch job on capacity that stays', () => {
  it('takes the fewest machines that are done by the deadline', () => {
    expect(size({})).toMatchObject({
      ok: true,
      sized: { instances: 1, billedInstanceHours: 10.5, capacity: 1, detail: { hours: 10.5, interruption: null } },
    });
    // Five hours of work each after the start, just in time; both are paid to start.
    expect(size({ deadlineHours: 5.5 })).toMatchObject({
      sized: { instances: 2, billedInstanceHours: 11, detail: { hours: 5.5 } },
    });
    const outcome = size({ deadlineHours: 5.4 });
    expect(outcome).toMatchObject({ sized: { instances: 3, billedInstanceHours: 11.5 } });
    expect(outcome.ok && outcome.sized.detail).toMatchObject({ hours: 0.5 + 10 / 3 });
  });

  it('never ends before it has begun', () => {
    expect(size({ deadlineHours: 0.5 })).toEqual({
      ok: false,
      reason: 'deadline',
      why: 'starting takes 30 minutes, the deadline is after 30 minutes',
    });
  });

  it('fills an instance with replicas', () => {
    // Four a second: 2.5 h.
    expect(size({}, { count: 4 })).toMatchObject({
      sized: { instances: 1, billedInstanceHours: 3, detail: { replicas: 4, replicasPerInstance: 4 } },
    });
  });

  it('pays for every node of a replica that spans several', () => {
    // 60 GiB parameters in bf16 are 120 GiB: two nodes of 80 GiB, each for 0.5 + 10 h.
    expect(size({}, { billions: 60 })).toMatchObject({
      sized: {
        instances: 2,
        billedInstanceHours: 21,
        detail: { nodesPerReplica: 2, replicas: 1, hours: 10.5, parallelism: { tensor: 1, pipeline: 2 } },
      },
    });
  });

  it('bills between what the stated error allows', () => {
    // At 75 % and at 125 % of the rate.
    const outcome = size({}, { pace: { errorPercent: 25 } });
    expect(outcome).toMatchObject({ sized: { billedInstanceHoursAtLeast: 8.5 } });
    expect(outcome.ok && outcome.sized.billedInstanceHoursAtMost).toBeCloseTo(0.5 + 10 / 0.75, 9);
    expect(size({}, { pace: { errorPercent: 100 } })).toMatchObject({ sized: { billedInstanceHoursAtMost: null } });
  });

  it('passes on why nothing fits', () => {
    expect(size({}, { pace: { requestsPerSecond: undefined } })).toMatchObject({ reason: 'unknown_performance' });
  });
});

describe('a batch job on capacity that can be taken away', () => {
  it('keeps finished requests: short ones lose hardly more than the restarts', () => {
    // Requests of 0.1 s: 10 · e^(0.5/20) = 10.25315 h.
    const outcome = size({ deadlineHours: 30 }, { terms: EVERY_20_HOURS });
    if (!outcome.ok || outcome.sized.detail.kind !== 'batch') throw new Error('It can be sized.');
    const { billedInstanceHours, instances, detail } = outcome.sized;
    expect(instances).toBe(1);
    expect(billedInstanceHours).toBeCloseTo(10.75315, 4);
    expect(detail.hours).toBeCloseTo(10.75315, 4);
    expect(detail.interruption?.checkpointIntervalHours).toBeNull();
    expect(detail.interruption?.meanHoursBetweenPerInstance).toBe(20);
    expect(detail.interruption?.expectedInterruptions).toBeCloseTo(10.25315 / 20, 5);
    expect(detail.interruption?.overheadPercent).toBeCloseTo(2.5315, 3);
    expect(detail.interruption?.deadlineMissProbability).toBeLessThan(1e-9);
  });

  it('loses the requests in flight', () => {
    // 0.1 s and 1000 further tokens of 3.6 s: τ = 1.0000278 h. 20 · e^(0.025) · (e^(τ/20) − 1) · 10 ÷ τ = 10.5138 h.
    const long = { deadlineHours: 60, request: { inputTokens: 100, outputTokens: 1001 } };
    const outcome = size(long, { terms: EVERY_20_HOURS, pace: { tpotMs: 3600 } });
    expect(outcome.ok && outcome.sized.billedInstanceHours).toBeCloseTo(11.0138, 4);
  });

  it('takes more machines than on capacity that stays where the deadline must be sure', () => {
    // One has 0.5 h to spare, gone with the first interruption: 1 − e^(−11/20) = 42 %. Two have 11 machine hours.
    const near = { deadlineHours: 11 };
    expect(size(near)).toMatchObject({ sized: { instances: 1 } });
    const outcome = size(near, { terms: EVERY_20_HOURS });
    expect(outcome).toMatchObject({ sized: { instances: 2 } });
    expect(outcome.ok && outcome.sized.billedInstanceHours).toBeCloseTo(11.25315, 4);
    const daring = { ...near, maxDeadlineMissProbability: 0.43 };
    const risked = size(daring, { terms: EVERY_20_HOURS });
    expect(risked).toMatchObject({ sized: { instances: 1 } });
    if (!risked.ok || risked.sized.detail.kind !== 'batch') return;
    expect(risked.sized.detail.interruption?.deadlineMissProbability).toBeCloseTo(1 - Math.exp(-0.55), 5);
  });

  it('is refused where no number of machines is sure enough', () => {
    // Two machines expect 44 interruptions of half an hour: 22 h, and have 11 to spare. One expects 22 and bears none.
    expect(size({ deadlineHours: 11 }, { terms: { kind: 'interruptible', meanHours: 0.5 } })).toEqual({
      ok: false,
      reason: 'deadline',
      why: 'interrupted every 30 minutes on average, it would miss the deadline with 100 % probability',
    });
  });

  it('loses a replica over two nodes twice as often', () => {
    // M = 10 h for the pair: 2 × (0.5 + 10 · e^(0.05)) = 2 × 11.01271 h.
    const outcome = size({ deadlineHours: 30 }, { terms: EVERY_20_HOURS, billions: 60 });
    expect(outcome).toMatchObject({ sized: { instances: 2 } });
    expect(outcome.ok && outcome.sized.billedInstanceHours).toBeCloseTo(22.0255, 3);
  });
});
