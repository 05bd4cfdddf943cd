import { describe, expect, it } from 'vitest';
import { readAccelerators } from './shipped-catalog.js';

const accelerators = readAccelerators();

function accelerator(id: string) {
  const found = accelerators.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no accelerator ${id}`);
  return found;
}

describe('the shipped accelerators', () => {
  it('have each a source on the web, and a name that says who makes them', () => {
    for (const { id, vendor, name, source } of accelerators) {
      expect(source, id).toMatch(/^https:\/\/\S+$/);
      expect(name.startsWith(vendor), id).toBe(true);
      expect(id.startsWith(vendor.toLowerCase()), id).toBe(true);
    }
  });

  it.each([
    // 16-bit matrix units: units × operations per unit and clock × clock in GHz ÷ 1000 = TFLOP/s.
    ['nvidia-v100-sxm-16gb', (80 * 1024 * 1.53) / 1000],
    ['nvidia-t4', (40 * 1024 * 1.59) / 1000],
    ['nvidia-a10', (72 * 1024 * 1.695) / 1000],
    ['nvidia-a10g', (80 * 512 * 1.71) / 1000],
    ['nvidia-a100-sxm-40gb', (108 * 2048 * 1.41) / 1000],
    ['nvidia-a100-sxm-80gb', (108 * 2048 * 1.41) / 1000],
    ['nvidia-a100-pcie-80gb', (108 * 2048 * 1.41) / 1000],
    ['nvidia-l4', (58 * 1024 * 2.04) / 1000],
    ['nvidia-l40s', (142 * 1024 * 2.49) / 1000],
    ['nvidia-h100-pcie-80gb', (114 * 4096 * 1.62) / 1000],
    ['nvidia-h100-sxm-80gb', (132 * 4096 * 1.83) / 1000],
    ['nvidia-h200-sxm-141gb', (132 * 4096 * 1.83) / 1000],
    ['nvidia-rtx-pro-6000-bse', (188 * 1024 * 2.43) / 1000],
    ['amd-mi300x', (304 * 2048 * 2.1) / 1000],
    ['google-tpu-v2', (2 * 1 * 128 * 128 * 2 * 0.7) / 1000],
    ['google-tpu-v3', (2 * 2 * 128 * 128 * 2 * 0.94) / 1000],
    ['google-tpu-v4', (2 * 4 * 128 * 128 * 2 * 1.05) / 1000],
    ['google-tpu-v5e', (1 * 4 * 128 * 128 * 2 * 1.5) / 1000],
    ['google-tpu-v5p', (2 * 4 * 128 * 128 * 2 * 1.75) / 1000],
  ])('%s: the dense 16-bit rate is what its units and clock give', (id, tflops) => {
    const printed = accelerator(id).peakTflops.bf16 ?? 0;
    expect(Math.abs(printed / tflops - 1)).toBeLessThan(0.025);
  });

  it.each([
    // What the datasheet prints is with sparsity: twice the dense rate.
    ['nvidia-l4', 'bf16', 242],
    ['nvidia-l4', 'fp8', 485],
    ['nvidia-l40s', 'fp8', 1466],
    ['nvidia-h100-sxm-80gb', 'bf16', 1979],
    ['nvidia-h100-sxm-80gb', 'fp8', 3958],
    ['nvidia-h100-pcie-80gb', 'bf16', 1513],
    ['nvidia-h100-nvl-94gb', 'bf16', 1671],
    ['nvidia-h100-nvl-94gb', 'fp8', 3341],
    ['nvidia-h200-sxm-141gb', 'fp8', 3958],
    // Eight on a board or 72 in a rack, in PFLOP/s.
    ['nvidia-b200-sxm-180gb', 'bf16', 36_000 / 8],
    ['nvidia-b200-sxm-180gb', 'fp8', 72_000 / 8],
    ['nvidia-b200-sxm-180gb', 'fp4', 144_000 / 8],
    ['nvidia-b300-sxm-270gb', 'bf16', 36_000 / 8],
    ['nvidia-gb200-186gb', 'bf16', 360_000 / 72],
    ['nvidia-gb200-186gb', 'fp4', 1_440_000 / 72],
    ['nvidia-gb300-279gb', 'fp8', 720_000 / 72],
  ] as const)('%s: the %s rate is half of the sparse %d', (id, precision, sparse) => {
    const dense = accelerator(id).peakTflops[precision] ?? 0;
    expect(Math.abs((dense * 2) / sparse - 1)).toBeLessThan(0.0025);
  });

  it.each([
    // Links × gigabits per second ÷ 8 in one direction; half of what is stated for both.
    ['google-tpu-v2', (4 * 496) / 8],
    ['google-tpu-v3', (4 * 656) / 8],
    ['google-tpu-v5e', 400 / 2],
    ['google-tpu-v5p', 1200 / 2],
    ['google-tpu-v6e', 800 / 2],
    ['nvidia-h100-sxm-80gb', 900 / 2],
    ['nvidia-b200-sxm-180gb', 1800 / 2],
    ['amd-mi300x', 7 * 64],
    ['aws-inferentia2', 192 / 2],
    ['aws-trainium1', 384 / 2],
    ['aws-trainium2', 1280 / 2],
    ['aws-trainium3', 2560 / 2],
    ['intel-gaudi', (7 * 100) / 8],
  ])('%s: its links carry %d GB/s in one direction', (id, gigabytesPerSecond) => {
    expect(accelerator(id).interconnectGBps).toBe(gigabytesPerSecond);
  });

  it.each([
    // An eighth of a board of eight, a 72nd of a rack, in TFLOP/s of 32-bit vector arithmetic.
    ['nvidia-b200-sxm-180gb', 600 / 8],
    ['nvidia-b300-sxm-270gb', 600 / 8],
    ['nvidia-gb200-186gb', 5760 / 72],
  ])('%s: the 32-bit rate is its share of what the board or rack has', (id, tflops) => {
    expect(accelerator(id).peakTflops.fp32).toBe(tflops);
  });

  it('never more than double their rate when the format halves: more would be sparsity', () => {
    const halves = [
      ['bf16', 'fp8'],
      ['bf16', 'int8'],
      ['int8', 'int4'],
    ] as const;
    for (const { id, peakTflops } of accelerators) {
      for (const [wide, narrow] of halves) {
        const ratio = (peakTflops[narrow] ?? 0) / (peakTflops[wide] ?? Infinity);
        // Trainium2 and Trainium3 have more units for 8 bit than for 16: 1299 to 667, 2517 to 671.
        expect(ratio, `${id} ${narrow}`).toBeLessThanOrEqual(id === 'aws-trainium3' ? 4 : 2.03);
      }
    }
  });

  it('leave out what nobody publishes, rather than saying 0', () => {
    const numbers = accelerators.flatMap(
      ({ memoryGiB, memoryBandwidthGBps, powerLimitWatts, idleWatts, peakTflops }) => [
        memoryGiB,
        memoryBandwidthGBps,
        powerLimitWatts,
        idleWatts,
        ...Object.values(peakTflops),
      ],
    );
    expect(numbers.filter((number) => number !== null && !(number > 0))).toEqual([]);
    expect(accelerator('nvidia-v100-sxm-16gb').peakTflops).toEqual({ fp32: 15.7, bf16: 125 });
    expect(accelerator('aws-trainium2').powerLimitWatts).toBeNull();
  });
});
