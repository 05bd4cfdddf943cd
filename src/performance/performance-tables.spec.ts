import { describe, expect, it } from 'vitest';
import { InputError } from '../platform/index.js';
import { readCoefficients, readEfficiency, readPower } from './performance-tables.js';
import { FRICTIONLESS } from './hardware.fixture.js';

const COLUMNS =
  'accelerator_id,precision,serving_prefill_compute,serving_decode_bandwidth,serving_basis,serving_rows,' +
  'serving_error_percent,serving_ttft_error_percent,serving_source';
const SERVING = 'a100,bf16,0.6,0.9,measured,40,50,100,a lab';

const efficiencyOf = (...lines: string[]) => readEfficiency([COLUMNS, ...lines].join('\n'), 'efficiency.csv');
const powerOf = (...lines: string[]) =>
  readPower(
    ['accelerator_id,power_limit_watts,memory_bound_watts,compute_bound_watts,source', ...lines].join('\n'),
    'power.csv',
  );

describe('the table of efficiencies', () => {
  it('is looked up by accelerator and precision, and knows nothing of others', () => {
    const table = efficiencyOf(SERVING);
    expect(table('a100', 'bf16')).toEqual({
      acceleratorId: 'a100',
      precision: 'bf16',
      prefillCompute: 0.6,
      decodeBandwidth: 0.9,
      servingBasis: 'measured',
      rows: 40,
      errorPercent: 50,
      ttftErrorPercent: 100,
      source: 'a lab',
    });
    expect(table('a100', 'fp8')).toBeNull();
    expect(table('h100', 'bf16')).toBeNull();
  });

  it.each([
    ['an empty figure', `${SERVING.replace('0.6', '')}`, 'serving_prefill_compute: the cell is empty'],
    ['an empty error', `${SERVING.replace('50,100', ',100')}`, 'serving_error_percent: the cell is empty'],
    ['more than the datasheet', `${SERVING.replace('0.9', '1.1')}`, 'serving_decode_bandwidth'],
    ['a word for a number', `${SERVING.replace('0.9', 'most')}`, 'serving_decode_bandwidth'],
    ['a precision that there is not', `${SERVING.replace('bf16', 'fp6')}`, 'precision'],
    ['no source', `${SERVING.replace('a lab', '')}`, 'serving_source: the cell is empty'],
  ])('refuses %s and names the line', (_, line, problem) => {
    const read = () => efficiencyOf(`${SERVING.replace('bf16', 'fp8')}`, line);
    expect(read).toThrow(InputError);
    expect(read).toThrow(/^efficiency\.csv, line 3: /);
    expect(read).toThrow(problem);
  });

  it('refuses a second line for the same accelerator and precision, a column too many, and a torn table', () => {
    expect(() => efficiencyOf(SERVING, SERVING)).toThrow('line 3: a100 bf16 has a line');
    expect(() => readEfficiency(`${COLUMNS},colour\n${SERVING},red`, 'x.csv')).toThrow('colour');
    expect(() => efficiencyOf(SERVING.replace(',a lab', ''))).toThrow(InputError);
  });
});

describe('the table of power', () => {
  it('is looked up by accelerator, and may lack the watts of arithmetic', () => {
    const table = powerOf('a100,400,300,380,a lab', 'h100,700,500,,a lab');
    expect(table('a100')).toMatchObject({ powerLimitWatts: 400, memoryBoundWatts: 300, computeBoundWatts: 380 });
    expect(table('h100')).toMatchObject({ computeBoundWatts: null, source: 'a lab' });
    expect(table('t4')).toBeNull();
  });

  it('refuses watts of nothing', () => {
    expect(() => powerOf('a100,400,,380,a lab')).toThrow('power.csv, line 2: memory_bound_watts: the cell is empty');
    expect(() => powerOf('a100,400,0,380,a lab')).toThrow(InputError);
  });
});

describe('the shared coefficients', () => {
  const file = { source: 'a lab', serving: FRICTIONLESS };

  it('are read as they are', () => {
    expect(readCoefficients(JSON.stringify(file), 'c.json')).toMatchObject({ serving: FRICTIONLESS });
  });

  it('are refused when one is missing, impossible or unknown, or the file is torn', () => {
    const { promptSlowdown, ...incomplete } = FRICTIONLESS;
    const withServing = (serving: object) => JSON.stringify({ ...file, serving });
    expect(() => readCoefficients(withServing(incomplete), 'c.json')).toThrow(InputError);
    expect(() => readCoefficients(withServing({ ...FRICTIONLESS, promptSlowdown: 0.5 }), 'c.json')).toThrow(InputError);
    expect(() => readCoefficients(withServing({ ...FRICTIONLESS, luck: promptSlowdown }), 'c.json')).toThrow('luck');
    expect(() => readCoefficients('{', 'c.json')).toThrow('c.json is not JSON');
  });
});
