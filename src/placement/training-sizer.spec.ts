import { describe, expect, it } from 'vitest';
import { nodeShape, type NodeShape } from './node-shape.js';
import { Predictions } from './predictions.js';
import type { SizingOutcome, Terms } from './sizing.js';
import { trainingSizer } from './training-sizer.js';
import { workloadSchema, type TrainingWorkload } from './workload.schema.js';
import { accelerator, fakePerformance, model, offer, type FakePace } from './world.fixture.js';

/** Training holds 16 bytes a parameter: 128 GiB, two accelerators of 80 GiB at least. */
const MODEL = model(8);
const ONE_NODE = { minAccelerators: 1, maxAccelerators: 8 };
const STEADY: Terms = { kind: 'steady' };
/** Of one instance. */
const EVERY_20_HOURS: Terms = { kind: 'interruptible', meanHours: 20 };
const CHECKPOINT = { writeMinutes: 6, restartMinutes: 30 };

function shapeOf(count: number): NodeShape {
  const shape = nodeShape(offer(`a.${count}`, 'a', count, '1'), accelerator('a', 80), undefined);
  if (typeof shape === 'string') throw new Error(shape);
  return shape;
}

/** 288 million tokens at 1000 a second and accelerator: 10 hours on one node of 8, 5 on two. */
function run(more: Record<string, unknown> = {}): TrainingWorkload {
  return workloadSchema.parse({
    kind: 'training',
    name: 'run',
    model: 'made up',
    tokens: 288e6,
    sequenceLength: 1024,
    globalBatchSequences: 1024,
    deadlineHours: 20,
    checkpoint: CHECKPOINT,
    ...more,
  }) as TrainingWorkload;
}

function sizerOf(workload: TrainingWorkload, pace: FakePace = {}) {
  const performance = fakePerformance({ a: { trainingTokensPerSecond: 1000, ...pace } });
  return trainingSizer(workload, MODEL, new Predictions(performance));
}

function size(more: Record<string, unknown>, terms: Terms = STEADY, count = 8, pace: FakePace = {}): SizingOutcome {
  return sizerOf(run(more), pace).size(shapeOf(count), 'bf16', terms);
}

describe('a training run on capacity that stays', () => {
  it('pays for its start on every node, so the fewest nodes are cheapest', () => {
    // One node: 0.5 + 10 h. Two would be billed 2 × (0.5 + 5) = 11 h.
    expect(size({})).toMatchObject({
      ok: true,
      sized: { instances: 1, billedInstanceHours: 10.5, capacity: 8000, detail: { hours: 10.5, interruption: null } },
    });
  });

  it('takes as many nodes, in powers of two, as the deadline asks for', () => {
    expect(size({ deadlineHours: 6 })).toMatchObject({
      sized: { instances: 2, billedInstanceHours: 11, detail: { hours: 5.5 } },
    });
    // Two nodes take 5.5 h; four 0.5 + 2.5 h, just in time.
    expect(size({ deadlineHours: 3 })).toMatchObject({
      sized: { instances: 4, billedInstanceHours: 12, detail: { hours: 3 } },
    });
  });

  it('takes the faster of two sizes that cost the same', () => {
    // Without a start to pay, 1 × 10 h = 2 × 5 h.
    const free = { checkpoint: undefined, elasticity: { minAccelerators: 1, maxAccelerators: 16 } };
    expect(size(free)).toMatchObject({ sized: { instances: 2, billedInstanceHours: 10, capacity: 16_000 } });
  });

  it('says how late it would be', () => {
    expect(size({ deadlineHours: 6, elasticity: ONE_NODE })).toEqual({
      ok: false,
      reason: 'deadline',
      why: '1 of them would take at least 10.5 h, the deadline is after 6 h',
    });
    // At 8 × 100 TFLOP/s, 4 operations × 2³³ parameters × 288 million tokens take 12 370 s = 3.44 h: not even asked.
    expect(size({ deadlineHours: 3, elasticity: ONE_NODE })).toMatchObject({
      reason: 'deadline',
      why: '1 of them would take at least 3.44 h, the deadline is after 3 h',
    });
  });

  it('stays within the elasticity', () => {
    expect(size({ elasticity: { minAccelerators: 16, maxAccelerators: 1024 } })).toMatchObject({
      sized: { instances: 2, billedInstanceHours: 11 },
    });
    expect(size({ elasticity: { minAccelerators: 3, maxAccelerators: 7 } })).toEqual({
      ok: false,
      reason: 'size',
      why: 'no number of them gives 3 to 7 accelerators',
    });
  });

  it('needs the memory for weights, gradients and optimizer', () => {
    const alone = { elasticity: { minAccelerators: 1, maxAccelerators: 1 }, deadlineHours: 200 };
    expect(size(alone, STEADY, 1)).toMatchObject({ ok: false, reason: 'memory', why: '128 GiB in 80 GiB.' });
    // 288 million tokens at 2000 a second are 40 h on two instances of one accelerator: 2 × 40.5 h.
    const pair = { elasticity: { minAccelerators: 1, maxAccelerators: 2 }, deadlineHours: 200 };
    expect(size(pair, STEADY, 1)).toMatchObject({ sized: { instances: 2, billedInstanceHours: 81 } });
  });

  it('bills between what the stated error allows', () => {
    // At 75 % and at 125 % of the rate.
    const outcome = size({}, STEADY, 8, { errorPercent: 25 });
    expect(outcome).toMatchObject({ sized: { billedInstanceHoursAtLeast: 8.5 } });
    expect(outcome.ok && outcome.sized.billedInstanceHoursAtMost).toBeCloseTo(0.5 + 10 / 0.75, 9);
    expect(size({}, STEADY, 8, { errorPercent: 100 })).toMatchObject({ sized: { billedInstanceHoursAtMost: null } });
  });

  it('bills between the ends of an interval that is wider to one side', () => {
    const outcome = size({}, STEADY, 8, { errorPercent: 60, interval: [0.8, 1.6] });
    expect(outcome).toMatchObject({
      sized: { billedInstanceHoursAtLeast: 0.5 + 10 / 1.6, billedInstanceHoursAtMost: 0.5 + 10 / 0.8 },
    });
  });
});

describe('a training run on capacity that can be taken away', () => {
  it('writes checkpoints as often as Young and Daly advise, and counts what interruptions cost', () => {
    const outcome = size({ deadlineHours: 40, elasticity: ONE_NODE }, EVERY_20_HOURS);
    if (!outcome.ok || outcome.sized.detail.kind !== 'training') throw new Error('It can be sized.');
    const { detail, billedInstanceHours } = outcome.sized;
    const { interruption } = detail;
    // δ = 0.1 h, M = 20 h: √(2δM) = 2 h, δ/2M = 0.0025: 2 · (1 + 0.05/3 + 0.0025/9) − 0.1 = 1.933889 h of work.
    expect(interruption?.checkpointIntervalHours).toBeCloseTo(1.933889, 6);
    // 20 · e^(0.5/20) · (e^(2.033889/20) − 1) · 10 ÷ 1.933889 = 20 · 1.025315 · 0.107045 · 5.170928 = 11.3507 h.
    expect(detail.hours).toBeCloseTo(0.5 + 11.3507, 4);
    expect(billedInstanceHours).toBe(detail.hours);
    expect(interruption?.overheadPercent).toBeCloseTo(13.507, 3);
    expect(interruption?.expectedInterruptions).toBeCloseTo(11.3507 / 20, 5);
    expect(interruption?.meanHoursBetweenPerInstance).toBe(20);
    // 29 h to spare; an interruption costs 2.53 h at most, two are expected, twelve would be needed.
    expect(interruption?.deadlineMissProbability).toBeLessThan(1e-5);
  });

  it('is stopped by the loss of any node: two nodes are interrupted twice as often', () => {
    const elasticity = { minAccelerators: 16, maxAccelerators: 16 };
    const outcome = size({ deadlineHours: 40, elasticity }, EVERY_20_HOURS);
    // M = 10 h: √2 · (1 + √0.005/3 + 0.005/9) − 0.1 = 1.348333 h;
    // 10 · e^(0.05) · (e^(0.1448333) − 1) · 5 ÷ 1.348333 = 10 · 1.051271 · 0.155847 · 3.708284 = 6.0756 h.
    expect(outcome).toMatchObject({ ok: true, sized: { instances: 2 } });
    if (!outcome.ok || outcome.sized.detail.kind !== 'training') return;
    expect(outcome.sized.detail.interruption?.checkpointIntervalHours).toBeCloseTo(1.348333, 5);
    expect(outcome.sized.detail.hours).toBeCloseTo(6.5756, 3);
    expect(outcome.sized.billedInstanceHours).toBeCloseTo(13.1511, 3);
  });

  it('reads the time of a checkpoint from its size and rate as well', () => {
    const more = { deadlineHours: 40, elasticity: ONE_NODE };
    const bySize = { sizeGB: 720, writeGBPerSecond: 2, restartMinutes: 30 };
    expect(size({ ...more, checkpoint: bySize }, EVERY_20_HOURS)).toEqual(size(more, EVERY_20_HOURS));
  });

  it('writes one checkpoint, at the end, where the run is shorter than the interval', () => {
    // An hour of work: 20 · e^(0.025) · (e^(1.1/20) − 1) = 20 · 1.025315 · 0.0565406 = 1.15944 h.
    const outcome = size({ tokens: 28.8e6, elasticity: ONE_NODE }, EVERY_20_HOURS);
    expect(outcome).toMatchObject({ sized: { detail: { interruption: { checkpointIntervalHours: 1 } } } });
    expect(outcome.ok && outcome.sized.billedInstanceHours).toBeCloseTo(0.5 + 1.15944, 5);
  });

  it('is refused where the deadline is met on average but not surely enough', () => {
    // Slack 12 − 0.5 − 10 − 0.5171 = 0.9829 h, mean 12/20 = 0.6 interruptions. None: 54.88 %. One, 32.93 %, may undo
    // 0.4829 of at most 2.0339 h: 23.74 % of those. Two restarts alone take 1 h. In time: 62.70 %.
    const most = { deadlineHours: 12, elasticity: ONE_NODE };
    expect(size(most, EVERY_20_HOURS)).toEqual({
      ok: false,
      reason: 'deadline',
      why: 'the chance that 1 of them miss the deadline is 37.3 %, accepted are 1 %',
    });
    expect(size({ ...most, maxDeadlineMissProbability: 0.38 }, EVERY_20_HOURS).ok).toBe(true);
  });

  it('is late where it would be late on average', () => {
    expect(size({ deadlineHours: 11.8, elasticity: ONE_NODE }, EVERY_20_HOURS)).toMatchObject({
      reason: 'deadline',
      why: '1 of them would take at least 11.9 h, the deadline is after 11.8 h',
    });
    expect(size({ elasticity: ONE_NODE }, { kind: 'interruptible', meanHours: 0.01 })).toMatchObject({
      reason: 'deadline',
      why: '1 of them would hardly ever end, the deadline is after 20 h',
    });
  });

  it('is out of the question without a checkpoint', () => {
    expect(sizerOf(run()).refusesInterruptible).toBeNull();
    expect(sizerOf(run({ checkpoint: undefined })).refusesInterruptible).toMatchObject({ reason: 'checkpoint' });
  });
});
