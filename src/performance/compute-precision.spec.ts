import { describe, expect, it } from 'vitest';
import { computePrecision, peakFlopsPerSecond } from './compute-precision.js';
import { accelerator } from './hardware.fixture.js';

describe('the format that weights are multiplied in', () => {
  it('is their own where the hardware has a rate for it', () => {
    expect(computePrecision(accelerator(), 'fp8')).toBe('fp8');
    expect(peakFlopsPerSecond(accelerator(), 'fp8')).toBe(200e12);
  });

  it('is 16 bit for int4 always, and for fp4 on hardware without a rate for it', () => {
    expect(peakFlopsPerSecond(accelerator(), 'int4')).toBe(100e12);
    expect(computePrecision(accelerator(), 'fp4')).toBe('bf16');
    const blackwell = accelerator({ peakTflops: { bf16: 100, fp4: 400 } });
    expect(peakFlopsPerSecond(blackwell, 'fp4')).toBe(400e12);
    expect(peakFlopsPerSecond(blackwell, 'int4')).toBe(100e12);
  });

  it('does not exist where the hardware has no rate, and nothing is unpacked', () => {
    const old = accelerator({ peakTflops: { fp32: 10 } });
    for (const precision of ['bf16', 'fp8', 'int8', 'int4', 'fp4'] as const) {
      expect(computePrecision(old, precision)).toBeNull();
      expect(peakFlopsPerSecond(old, precision)).toBeNull();
    }
    expect(computePrecision(accelerator({ peakTflops: { bf16: 100 } }), 'fp8')).toBeNull();
  });
});
