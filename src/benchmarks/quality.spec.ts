import { describe, expect, it } from 'vitest';
import { findModel } from '../catalog/index.js';
import { createQualityTable, type QualityMeasurement } from './quality.js';
import { readQualityMeasurements, shippedQuality } from './shipped-quality.js';

const measurement = (changes: Partial<QualityMeasurement>): QualityMeasurement => ({
  model: 'acme/Model-8B',
  precision: 'int4',
  benchmark: 'MMLU',
  method: 'AWQ',
  measuredOn: 'model-8b-instruct',
  retainedPercent: 98,
  baselineScore: 70,
  alteredScore: 68.6,
  source: 'a paper',
  ...changes,
});

describe('quality of quantized models', () => {
  it('is unknown where nobody measured it', () => {
    const quality = createQualityTable([measurement({})]);
    expect(quality('acme/Model-8B', 'fp8')).toBeNull();
    expect(quality('acme/Model-70B', 'int4')).toBeNull();
    expect(quality('acme/Model-8B', 'int4', 'GSM8K')).toBeNull();
  });

  it('takes the best method of a benchmark and the lowest of the benchmarks', () => {
    const quality = createQualityTable([
      measurement({ method: 'RTN', retainedPercent: 93 }),
      measurement({ method: 'AWQ', retainedPercent: 97 }),
      measurement({ benchmark: 'ROUGE1', retainedPercent: 99.5 }),
    ]);
    expect(quality('acme/Model-8B', 'int4')).toMatchObject({ benchmark: 'MMLU', method: 'AWQ', retainedPercent: 97 });
    expect(quality('acme/Model-8B', 'int4', 'ROUGE1')?.retainedPercent).toBe(99.5);
  });

  it('says what it was measured on', () => {
    expect(createQualityTable([measurement({})])('acme/Model-8B', 'int4')?.basis).toBe('measured on model-8b-instruct');
  });
});

describe('shipped quality figures', () => {
  it('name models of the catalog, and a source each', () => {
    for (const { model, source, retainedPercent } of readQualityMeasurements()) {
      expect(findModel(model)?.name).toBe(model);
      expect(source).not.toBe('');
      expect(retainedPercent).toBeGreaterThan(80);
      expect(retainedPercent).toBeLessThan(105);
    }
  });

  it('agree with the scores they come from', () => {
    for (const { baselineScore, alteredScore, retainedPercent } of readQualityMeasurements()) {
      if (baselineScore === null || alteredScore === null) continue;
      expect(retainedPercent).toBeCloseTo((100 * alteredScore) / baselineScore, 1);
    }
  });

  it('know that fp8 costs Llama-3.1-8B 1.5 % on MMLU, and nothing of int4 for DeepSeek-V3', () => {
    const quality = shippedQuality();
    expect(quality('meta-llama/Meta-Llama-3.1-8B', 'fp8')).toMatchObject({ benchmark: 'MMLU', retainedPercent: 98.5 });
    expect(quality('deepseek-ai/DeepSeek-V3', 'int4')).toBeNull();
  });
});
