import { describe, expect, it } from 'vitest';
import {
  accelerator,
  denseModel,
  efficiency,
  FRICTIONLESS,
  FRICTIONLESS_TRAINING,
  hardware,
  trainingRate,
} from './hardware.fixture.js';
import { createPerformanceModel } from './performance-model.js';
import { MODEL_VERSION } from './types.js';

const BAND = { low: 0.8, high: 1.2 };
const facts = {
  coefficients: FRICTIONLESS,
  kernels: null,
  training: {
    rates: () => trainingRate(),
    coefficients: FRICTIONLESS_TRAINING,
    bands: { measured: BAND, interpolated: BAND, extrapolated: BAND },
  },
  power: () => null,
};

describe('the performance model', () => {
  const model = createPerformanceModel((_, precision) => efficiency({ precision }), facts);

  it('says which version it is, so that a plan can say what it stands on', () => {
    expect(model.version).toBe(MODEL_VERSION);
  });

  it('answers for serving and for training, each from its own facts', () => {
    const shape = { inputTokens: 1000, outputTokens: 100 };
    const limits = { ttftMs: null, tpotMs: null };
    const serving = model.bestServing({ model: denseModel(), hardware: hardware(), precision: 'bf16', shape, limits });
    expect(serving).toMatchObject({ ok: true, prediction: { source: 'serving runs made for a test' } });
    const training = model.training({
      model: denseModel(),
      accelerator: accelerator({ memoryGiB: 400 }),
      acceleratorsPerNode: 1,
      nodes: 1,
      interNodeGBps: null,
      method: 'lora',
      precision: 'bf16',
      sequenceLength: 1000,
      globalBatchSequences: 1,
    });
    expect(training).toMatchObject({ ok: true, prediction: { source: 'training runs made for a test' } });
  });

  it('uses the shipped coefficients and power unless given others', () => {
    const shipped = createPerformanceModel((_, precision) => efficiency({ precision }), { kernels: null });
    const question = {
      model: denseModel(),
      hardware: hardware(),
      precision: 'bf16',
      shape: { inputTokens: 1000, outputTokens: 100 },
      limits: { ttftMs: null, tpotMs: null },
      maxConcurrency: 1,
    } as const;
    const [slower, faster] = [shipped, model].map((each) => {
      const outcome = each.bestServing(question);
      if (!outcome.ok) throw new Error(outcome.reason);
      return outcome.prediction;
    });
    // Launches take time in reality.
    expect(slower?.tpotMs).toBeGreaterThan(faster?.tpotMs ?? 0);
  });
});
