import { describe, expect, it } from 'vitest';
import { readAccelerators } from '../../catalog/index.js';
import { shippedSharedTraining, shippedTrainingRates } from './shipped.js';
import { trainingBasis } from './rates.js';
import { readSharedTraining, readTrainingRates } from './tables.js';
import { trainingRate } from '../hardware.fixture.js';

const HEAD = 'accelerator_id,precision,product_share,basis,runs,models,source';

describe('the table of training rates', () => {
  it('is read row by row', () => {
    const table = readTrainingRates(`${HEAD}\na,bf16,0.5,measured,3,one; two,a lab`, 'rates.csv');
    expect(table('a', 'bf16')).toEqual({
      acceleratorId: 'a',
      precision: 'bf16',
      productShare: 0.5,
      basis: 'measured',
      models: ['one', 'two'],
      source: 'a lab',
    });
    expect(table('a', 'fp8')).toBeNull();
  });

  it.each([
    ['a share above one', 'a,bf16,1.5,measured,3,one,a lab'],
    ['an empty cell', 'a,bf16,,measured,3,one,a lab'],
    ['no source', 'a,bf16,0.5,measured,3,one,'],
    ['a row twice', 'a,bf16,0.5,measured,3,one,a lab\na,bf16,0.6,measured,3,one,a lab'],
  ])('is refused with %s', (_what, rows) => {
    expect(() => readTrainingRates(`${HEAD}\n${rows}`, 'rates.csv')).toThrow(/rates\.csv, line [23]/);
  });

  it('ships for what clouds rent for training, and only for formats that the hardware multiplies', () => {
    const rates = shippedTrainingRates();
    for (const { id, peakTflops } of readAccelerators()) {
      for (const precision of ['bf16', 'fp8', 'fp4'] as const) {
        if (rates(id, precision) !== null) expect(peakTflops[precision], `${id} ${precision}`).toBeDefined();
      }
    }
    for (const id of ['nvidia-a100-sxm-80gb', 'nvidia-h100-sxm-80gb', 'google-tpu-v5p', 'aws-trainium1']) {
      expect(rates(id, 'bf16')?.basis, id).toBe('measured');
    }
    expect(rates('nvidia-t4', 'bf16')?.source).toMatch(/^borrowed from /);
    expect(rates('aws-inferentia2', 'bf16')).toBeNull();
  });
});

describe('what all share in training', () => {
  it('is refused where it is no JSON, or lacks a figure', () => {
    expect(() => readSharedTraining('{', 'training.json')).toThrow('training.json is not JSON');
    expect(() => readSharedTraining('{"source":"a lab"}', 'training.json')).toThrow('training.json cannot be used');
  });

  it('ships with intervals that widen with what is not known', () => {
    const { measured, interpolated, extrapolated } = shippedSharedTraining().bands;
    expect(interpolated.low).toBeLessThanOrEqual(measured.low);
    expect(extrapolated.low).toBeLessThanOrEqual(interpolated.low);
    expect(extrapolated.high).toBeGreaterThanOrEqual(interpolated.high);
  });
});

describe('the basis of a prediction', () => {
  it('is a run of the model on this accelerator, runs of others on it, or relatives', () => {
    const rate = trainingRate({ models: ['one'] });
    expect(trainingBasis(rate, 'one')).toBe('measured');
    expect(trainingBasis(rate, 'two')).toBe('interpolated');
    expect(trainingBasis({ ...rate, basis: 'extrapolated' }, 'one')).toBe('extrapolated');
  });
});
