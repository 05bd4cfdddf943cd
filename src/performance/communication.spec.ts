import { describe, expect, it } from 'vitest';
import { allReduceSeconds, interNodeLink, intraNodeLink, sendSeconds } from './communication.js';
import { accelerator } from './hardware.fixture.js';

describe('communication', () => {
  it('reaches four fifths of the published rate of a link', () => {
    expect(intraNodeLink(accelerator({ interconnectGBps: 450 }), 1e-5)).toEqual({
      latencySeconds: 1e-5,
      bytesPerSecond: 360e9,
    });
    expect(interNodeLink(50e9).bytesPerSecond).toBe(40e9);
  });

  it('takes the slowest link that servers have where none is published', () => {
    expect(intraNodeLink(accelerator({ interconnectGBps: null }), 0).bytesPerSecond).toBe(12.8e9);
  });

  it('moves a buffer nearly twice in an all-reduce, and not at all among one', () => {
    const link = { latencySeconds: 0.001, bytesPerSecond: 100 };
    expect(allReduceSeconds(link, 1, 1000)).toBe(0);
    expect(allReduceSeconds(link, 8, 0)).toBe(0);
    expect(allReduceSeconds(link, 2, 1000)).toBeCloseTo(0.001 + 10, 12);
    expect(allReduceSeconds(link, 8, 1000)).toBeCloseTo(0.001 + 2 * (7 / 8) * 10, 12);
    expect(sendSeconds(link, 1000)).toBeCloseTo(10.001, 12);
  });
});
