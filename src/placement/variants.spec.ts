import { describe, expect, it } from 'vitest';
import type { QualityFigure, QualityTable } from '../benchmarks/index.js';
import type { Precision } from '../catalog/index.js';
import { lossless, variantsOf } from './variants.js';
import { model } from './world.fixture.js';

const MODEL = model(8);

function figure(retainedPercent: number, benchmark = 'MMLU'): QualityFigure {
  return { retainedPercent, benchmark, method: 'made up', basis: 'measured on test-8b', source: 'a paper' };
}

/** fp8 keeps 99 %, or 97 % on the harder benchmark; int4 keeps 95 %; nobody measured int8 and fp4. */
const quality: QualityTable = (name, precision, benchmark) => {
  if (name !== MODEL.name) return null;
  if (precision === 'fp8') return benchmark === 'GPQA' ? figure(97, 'GPQA') : figure(99);
  return precision === 'int4' && benchmark !== 'GPQA' ? figure(95) : null;
};

type Wishes = Parameters<typeof variantsOf>[0];

function accepted(wishes: Wishes, native: Precision = 'bf16'): [Precision, string][] {
  const variants = variantsOf(wishes, { ...MODEL, nativePrecision: native }, quality);
  return variants.accepted.map(({ precision, basis }) => [precision, basis]);
}

function whyNot(wishes: Wishes, precision: Precision): string | undefined {
  return variantsOf(wishes, MODEL, quality).rejected.find((one) => one.precision === precision)?.why;
}

describe('the published weights', () => {
  it('are all that is accepted unless the workload says more', () => {
    expect(accepted({ precisions: 'native' })).toEqual([['bf16', 'native']]);
    expect(whyNot({ precisions: 'native' }, 'fp8')).toBe('it is not among the accepted precisions');
  });

  it('are not accepted where others are named', () => {
    expect(accepted({ precisions: ['fp8'] })).toEqual([['fp8', 'measured']]);
    expect(whyNot({ precisions: ['fp8'] }, 'bf16')).toBe('it is not among the accepted precisions');
  });
});

describe('measured precisions', () => {
  it('are accepted with their figure, the least altered first', () => {
    expect(accepted({ precisions: 'measured' })).toEqual([
      ['bf16', 'native'],
      ['fp8', 'measured'],
      ['int4', 'measured'],
    ]);
    const { accepted: list } = variantsOf({ precisions: 'measured' }, MODEL, quality);
    expect(list.map(({ figure: known }) => known?.retainedPercent ?? null)).toEqual([null, 99, 95]);
  });

  it('do not include what nobody measured', () => {
    expect(whyNot({ precisions: 'measured' }, 'fp4')).toBe('its quality has not been measured for this model');
  });

  it('belong to one model: those of another count for nothing', () => {
    const other = { ...MODEL, name: 'another' };
    expect(variantsOf({ precisions: 'measured' }, other, quality).accepted.map(({ precision }) => precision)).toEqual([
      'bf16',
    ]);
  });
});

describe('the quality floor', () => {
  it('refuses what keeps less, with both figures, and admits what keeps just that', () => {
    const floor = (minRetainedPercent: number): Wishes => ({
      precisions: 'measured',
      qualityFloor: { minRetainedPercent },
    });
    expect(accepted(floor(99))).toEqual([
      ['bf16', 'native'],
      ['fp8', 'measured'],
    ]);
    expect(whyNot(floor(99), 'int4')).toBe('it keeps 95 % of the score on MMLU, the floor is 99 %');
    expect(accepted(floor(99.1))).toEqual([['bf16', 'native']]);
  });

  it('holds for precisions given by name, once they are measured', () => {
    const wishes: Wishes = { precisions: ['bf16', 'int4', 'fp4'], qualityFloor: { minRetainedPercent: 96 } };
    expect(accepted(wishes)).toEqual([
      ['bf16', 'native'],
      ['fp4', 'accepted_by_name'],
    ]);
    expect(whyNot(wishes, 'int4')).toBe('it keeps 95 % of the score on MMLU, the floor is 96 %');
  });

  it('counts the benchmark that it names alone', () => {
    const wishes: Wishes = {
      precisions: 'measured',
      qualityFloor: { minRetainedPercent: 98, benchmark: 'GPQA' },
    };
    expect(accepted(wishes)).toEqual([['bf16', 'native']]);
    expect(whyNot(wishes, 'fp8')).toBe('it keeps 97 % of the score on GPQA, the floor is 98 %');
    expect(whyNot(wishes, 'int4')).toBe('its quality has not been measured on GPQA for this model');
  });
});

describe('a precision that nobody measured', () => {
  it('is accepted by name, and says so', () => {
    expect(accepted({ precisions: ['int8'] })).toEqual([['int8', 'accepted_by_name']]);
    const [variant] = variantsOf({ precisions: ['int8'] }, MODEL, quality).accepted;
    expect(variant?.figure).toBeNull();
  });
});

describe('more bits than the published weights have', () => {
  it('lose nothing, whatever the floor, but are taken only by name', () => {
    const floor = { qualityFloor: { minRetainedPercent: 100 } };
    expect(accepted({ precisions: ['fp32', 'bf16'], ...floor })).toEqual([
      ['bf16', 'native'],
      ['fp32', 'wider'],
    ]);
    expect(accepted({ precisions: ['bf16'], ...floor }, 'fp8')).toEqual([['bf16', 'wider']]);
    expect(accepted({ precisions: 'measured' }).map(([precision]) => precision)).not.toContain('fp32');
  });

  it('need be floats: eight bits of one format do not hold those of the other', () => {
    const fp8: typeof MODEL = { ...MODEL, nativePrecision: 'fp8' };
    const int4: typeof MODEL = { ...MODEL, nativePrecision: 'int4' };
    expect(lossless(fp8, 'bf16')).toBe(true);
    expect(lossless(fp8, 'fp8')).toBe(true);
    expect(lossless(fp8, 'int8')).toBe(false);
    expect(lossless(int4, 'fp8')).toBe(false);
    expect(lossless(MODEL, 'fp8')).toBe(false);
  });
});
