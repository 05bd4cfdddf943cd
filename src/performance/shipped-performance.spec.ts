import { describe, expect, it } from 'vitest';
import { PRECISIONS, readAccelerators } from '../catalog/index.js';
import { computePrecision } from './compute-precision.js';
import { shippedEfficiency, shippedPower } from './shipped-performance.js';

const accelerators = readAccelerators();
const efficiency = shippedEfficiency();
const power = shippedPower();

function everyRow() {
  return accelerators.flatMap((accelerator) =>
    PRECISIONS.flatMap((precision) => {
      const row = efficiency(accelerator.id, precision);
      return row === null ? [] : [{ accelerator, precision, row }];
    }),
  );
}

describe('the shipped efficiencies', () => {
  it('cover the accelerators that clouds rent most, and only what the hardware can multiply', () => {
    const rows = everyRow();
    expect(rows.length).toBeGreaterThan(100);
    for (const { accelerator, precision } of rows) expect(computePrecision(accelerator, precision)).not.toBeNull();
    for (const id of ['nvidia-h100-sxm-80gb', 'nvidia-h200-sxm-141gb', 'nvidia-b200-sxm-180gb', 'nvidia-t4']) {
      expect(efficiency(id, 'bf16'), id).not.toBeNull();
    }
  });

  it('state rows where they were measured, and whom they are borrowed from where not', () => {
    for (const { accelerator, precision, row } of everyRow()) {
      const name = `${accelerator.id} ${precision}`;
      expect(row.rows > 0, name).toBe(row.servingBasis === 'measured');
      expect(row.source.startsWith('borrowed from '), name).toBe(row.servingBasis === 'extrapolated');
    }
  });

  it('state no interval narrower than ten per cent', () => {
    for (const { row } of everyRow()) {
      expect(row.errorPercent).toBeGreaterThanOrEqual(10);
    }
  });
});

describe('the shipped power', () => {
  it('stays within the limit of accelerators that the catalog knows', () => {
    const measured = accelerators.flatMap(({ id, powerLimitWatts }) => {
      const watts = power(id);
      return watts === null ? [] : [{ watts, powerLimitWatts }];
    });
    expect(measured.length).toBeGreaterThanOrEqual(5);
    for (const { watts, powerLimitWatts } of measured) {
      expect(watts.powerLimitWatts).toBe(powerLimitWatts);
      expect(watts.memoryBoundWatts).toBeLessThan(watts.powerLimitWatts);
      const computing = watts.computeBoundWatts ?? watts.powerLimitWatts;
      expect(computing).toBeLessThanOrEqual(watts.powerLimitWatts);
      expect(computing).toBeGreaterThan(watts.memoryBoundWatts);
    }
  });
});
