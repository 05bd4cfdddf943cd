import { describe, expect, it } from 'vitest';
import { findModel, modelNamed, prunedToExperts } from '../catalog/index.js';
import { readVariantMeasurements, shippedVariantQuality } from './shipped-quality.js';
import { createVariantQuality, type VariantMeasurement } from './variant-quality.js';

const measurement = (changes: Partial<VariantMeasurement>): VariantMeasurement => ({
  model: 'acme/Large',
  variant: 'acme/Small',
  technique: 'pruning_and_distillation',
  precision: 'bf16',
  benchmark: 'MMLU',
  method: 'distilled',
  measuredOn: 'acme/Small',
  retainedPercent: 92,
  baselineScore: 70,
  alteredScore: 64.4,
  source: 'a paper',
  ...changes,
});

describe('quality of pruned models and students', () => {
  it('is known of the pair and the precision that were measured, and of no other', () => {
    const quality = createVariantQuality([measurement({})]);
    expect(quality.figure('acme/Large', 'acme/Small', 'bf16')).toMatchObject({
      retainedPercent: 92,
      source: 'a paper',
    });
    expect(quality.figure('acme/Large', 'acme/Small', 'fp8')).toBeNull();
    expect(quality.figure('acme/Large', 'acme/Tiny', 'bf16')).toBeNull();
    expect(quality.figure('acme/Other', 'acme/Small', 'bf16')).toBeNull();
    expect(quality.of('acme/Other')).toEqual([]);
  });

  it('counts the lowest benchmark, unless one is named, and the best way of making the same model', () => {
    const quality = createVariantQuality([
      measurement({}),
      measurement({ method: 'not distilled', technique: 'pruning', retainedPercent: 60 }),
      measurement({ benchmark: 'GSM8K', retainedPercent: 80 }),
    ]);
    expect(quality.figure('acme/Large', 'acme/Small', 'bf16')).toMatchObject({
      benchmark: 'GSM8K',
      retainedPercent: 80,
    });
    expect(quality.figure('acme/Large', 'acme/Small', 'bf16', 'MMLU')?.retainedPercent).toBe(92);
    expect(quality.of('acme/Large')).toEqual([{ name: 'acme/Small', technique: 'pruning_and_distillation' }]);
  });
});

describe('shipped figures of pruned models and students', () => {
  it('name models whose shape is known, and a source each', () => {
    for (const { model, variant, source } of readVariantMeasurements()) {
      const base = modelNamed(model);
      expect(base.name).toBe(model);
      const experts = /^(\d+) experts$/.exec(variant)?.[1];
      const shape = experts === undefined ? findModel(variant) : prunedToExperts(base, Number(experts));
      expect(shape, variant).not.toBeNull();
      expect(shape?.totalParameters).toBeLessThan(base.totalParameters);
      expect(source).not.toBe('');
    }
  });

  it('agree with the scores they come from', () => {
    for (const { baselineScore, alteredScore, retainedPercent } of readVariantMeasurements()) {
      if (baselineScore === null || alteredScore === null) continue;
      expect(retainedPercent).toBeCloseTo((100 * alteredScore) / baselineScore, 1);
    }
  });

  it('know what the students of DeepSeek-R1 keep, and what taking half of the experts out costs', () => {
    const quality = shippedVariantQuality();
    // 62.1 of 71.5 points.
    expect(
      quality.figure(
        'deepseek-ai/DeepSeek-R1',
        'deepseek-ai/DeepSeek-R1-Distill-Qwen-32B',
        'bf16',
        'GPQA Diamond pass@1',
      )?.retainedPercent,
    ).toBe(86.85);
    expect(quality.figure('moonshotai/Moonlight-16B-A3B-Instruct', '32 experts', 'bf16')?.retainedPercent).toBe(16.98);
  });
});
