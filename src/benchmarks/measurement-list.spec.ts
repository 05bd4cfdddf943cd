import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAccelerators } from '../catalog/index.js';
import { inOrder, matchingMeasurements, MEASUREMENT_SORTS, type MeasurementFilter } from './measurement-list.js';
import { measurement } from './measurement.fixture.js';
import { readShippedMeasurements } from './shipped-measurements.js';

const accelerators = readAccelerators();
const h100 = measurement({ id: 'a' });
const h200 = measurement({
  id: 'b',
  acceleratorId: 'nvidia-h200-sxm-141gb',
  tokensPerSecond: 9000,
  acceleratorCount: 3,
});
const gaudi = measurement({
  id: 'c',
  acceleratorId: null,
  acceleratorAsWritten: 'Intel Gaudi 2',
  joulesPerToken: null,
});
const gh200 = measurement({ id: 'd', acceleratorId: null, acceleratorAsWritten: 'NVIDIA GH200', joulesPerToken: 0.1 });
const all = [h100, h200, gaudi, gh200];
const ids = (filter: MeasurementFilter) => matchingMeasurements(all, filter, accelerators).map(({ id }) => id);

describe('the measurements that match', () => {
  it('go by what people call a model', () => {
    expect(ids({ model: 'llama-3.1-8b' })).toEqual(['a', 'b', 'c', 'd']);
    expect(ids({ model: 'Instruct' })).toEqual(['a', 'b', 'c', 'd']);
    expect(ids({ model: 'llama-3.1-70b' })).toEqual([]);
  });

  it('go by what people call an accelerator, of the catalog or not', () => {
    expect(ids({ accelerator: ['h100'] })).toEqual(['a']);
    expect(ids({ accelerator: ['H200', 'gaudi'] })).toEqual(['b', 'c']);
    expect(ids({ accelerator: ['gh200'] })).toEqual(['d']);
    expect(() => ids({ accelerator: ['abacus'] })).toThrow(/No accelerator is called "abacus"/);
  });

  it('go by precision, engine and source', () => {
    expect(ids({ precision: ['bf16'] })).toEqual([]);
    expect(ids({ engine: 'VLLM' })).toHaveLength(4);
    expect(ids({ source: 'imported' })).toEqual([]);
    expect(ids({ source: 'acme' })).toHaveLength(4);
    expect(ids({ source: 'mlperf' })).toEqual([]);
  });

  it('are fewer, and the same, under any further filter', () => {
    const shipped = readShippedMeasurements();
    const filters: fc.Arbitrary<MeasurementFilter> = fc.record(
      {
        model: fc.constantFrom('llama', 'Qwen/Qwen3-8B', 'bert'),
        accelerator: fc.constantFrom(['h100'], ['tpu-v5e', 'MI300X'], ['trainium']),
        engine: fc.constantFrom('vllm', 'TensorRT'),
        source: fc.constantFrom('published', 'mlperf', 'ml-energy'),
        kind: fc.constantFrom('inference' as const, 'training' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, filters, (first, second) => {
        const wide = matchingMeasurements(shipped, first, accelerators);
        const narrow = matchingMeasurements(wide, { ...second, ...first }, accelerators);
        expect(wide).toEqual(expect.arrayContaining(narrow));
      }),
      { numRuns: 30 },
    );
  });
});

describe('their order', () => {
  it('is from high to low per accelerator, what lacks the figure last', () => {
    // 9,000 ÷ 3 goes before 2,000 ÷ 1.
    expect(inOrder(all, 'tokens-per-second').map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd']);
    expect(inOrder(all, 'tokens-per-joule').map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c']);
  });

  it('loses none', () => {
    for (const sort of MEASUREMENT_SORTS) expect(new Set(inOrder(all, sort))).toEqual(new Set(all));
  });
});
