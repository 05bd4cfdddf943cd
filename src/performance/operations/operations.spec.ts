import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../platform/index.js';
import { readOperationTables } from './operation-tables.js';
import { operationsOf } from './operations.js';
import { shippedOperations } from './shipped-operations.js';

const H100 = 'nvidia-h100-sxm-80gb';

describe('measured operations as shipped', () => {
  const tables = shippedOperations();
  const h100 = operationsOf(tables, H100, 'bf16', 'bf16');

  test('a large product on an H100 reaches most of its 989 TFLOP/s and never more', () => {
    const seconds = h100?.product(8192, 8192, 8192) ?? Number.NaN;
    const share = (2 * 8192 ** 3) / seconds / 989e12;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(1);
  });

  test('a cache of many requests is read at most as fast as memory delivers', () => {
    // 64 requests, 8 key-value heads of 128, 8,192 tokens, key and value in two bytes: 2.1 GB of 3.35 TB/s.
    const bytes = 64 * 8 * 128 * 8192 * 2 * 2;
    expect(h100?.generationAttention(64, 32, 8, 128, 8192)).toBeGreaterThanOrEqual((bytes / 3.35e12) * 0.99);
  });

  test('routed experts are found by their shape, and for a shape of nobody by the nearest', () => {
    const known = { hidden: 7168, inner: 2048, perToken: 8, experts: 256, tensor: 8, expertParallel: 1 };
    const fp8 = operationsOf(tables, 'nvidia-b200-sxm-180gb', 'fp8', 'fp8');
    const seconds = fp8?.experts(known, 64) ?? Number.NaN;
    expect(seconds).toBeGreaterThan(10e-6);
    expect(seconds).toBeLessThan(2e-3);
    const twice = fp8?.experts({ ...known, inner: 4096 }, 64) ?? Number.NaN;
    expect(twice / seconds).toBeGreaterThan(1.3);
  });

  test('accelerators whose kernels nobody measured, and formats that they lack, are not made up', () => {
    expect(operationsOf(tables, 'amd-mi300x-192gb', 'bf16', 'bf16')).toBeNull();
    expect(operationsOf(tables, 'nvidia-a100-sxm-80gb', 'fp8', 'fp8')).toBeNull();
  });

  test('every operation takes a positive time, and twice the rows never less than 0.7 of it', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 20000 }),
      n: fc.integer({ min: 32, max: 100000 }),
      k: fc.integer({ min: 32, max: 100000 }),
    });
    fc.assert(
      fc.property(sizes, ({ rows, n, k }) => {
        const one = h100?.product(rows, n, k) ?? Number.NaN;
        const two = h100?.product(2 * rows, n, k) ?? Number.NaN;
        // Kernels for more rows are now and then faster than those for fewer.
        return one > 0 && Number.isFinite(one) && two > 0.7 * one;
      }),
    );
  });
});

test('a line that cannot be read is named', () => {
  const read = (file: string) =>
    file === 'all-reduce.csv' ? 'accelerator_id,accelerators,us_b128,source\nx,2,fast,y\n' : 'a,b,us_m1,source\n';
  expect(() => readOperationTables(read)).toThrow(InputError);
  expect(() => readOperationTables(read)).toThrow('all-reduce.csv, line 2');
});
