import { describe, expect, it } from 'vitest';
import { accelerator } from './hardware.fixture.js';
import { watts, type MeasuredPower } from './power.js';

const MEASURED: MeasuredPower = {
  acceleratorId: 'test-accelerator',
  powerLimitWatts: 500,
  memoryBoundWatts: 300,
  computeBoundWatts: 450,
  source: 'made for a test',
};

describe('watts of an accelerator', () => {
  it('lie between what was measured for memory and for arithmetic, by the share of each', () => {
    const drawn = (computeShare: number) => watts(accelerator(), MEASURED, { computeShare, rooflineShare: 0.1 });
    expect(drawn(0)).toBe(300);
    expect(drawn(0.5)).toBe(375);
    expect(drawn(1)).toBe(450);
  });

  it('reach the limit where nobody measured arithmetic', () => {
    const served = { ...MEASURED, computeBoundWatts: null };
    expect(watts(accelerator(), served, { computeShare: 1, rooflineShare: 0.1 })).toBe(500);
    expect(watts(accelerator(), served, { computeShare: 0.25, rooflineShare: 0.1 })).toBe(350);
  });

  it('are in proportion on a slice, or under another limit', () => {
    const half = accelerator({ powerLimitWatts: 250 });
    expect(watts(half, MEASURED, { computeShare: 0, rooflineShare: 1 })).toBe(150);
  });

  it('lie between idle and the limit by the roofline where nothing was measured', () => {
    const drawn = (rooflineShare: number) => watts(accelerator(), null, { computeShare: 1, rooflineShare });
    expect(drawn(0)).toBe(100);
    expect(drawn(0.25)).toBe(200);
    expect(drawn(1)).toBe(500);
  });

  it('are not known where the datasheet says too little', () => {
    const load = { computeShare: 1, rooflineShare: 1 };
    expect(watts(accelerator({ idleWatts: null }), null, load)).toBeNull();
    expect(watts(accelerator({ powerLimitWatts: null }), null, load)).toBeNull();
    expect(watts(accelerator({ powerLimitWatts: null }), MEASURED, load)).toBeNull();
    expect(watts(accelerator({ idleWatts: null }), MEASURED, load)).toBe(450);
  });
});
