import { describe, expect, it } from 'vitest';
import { findModel, readAccelerators } from '../catalog/index.js';
import { readInferenceMeasurements } from './shipped-measurements.js';

describe('shipped measurements of inference', () => {
  const measurements = readInferenceMeasurements();

  it('name models and accelerators of the catalog where it has them', () => {
    const known = new Set(readAccelerators().map(({ id }) => id));
    for (const { model, accelerator } of measurements) {
      if (model !== null) expect(findModel(model)?.name).toBe(model);
      if (accelerator !== null) expect(known).toContain(accelerator);
    }
  });

  it('have an id each', () => {
    expect(new Set(measurements.map(({ id }) => id)).size).toBe(measurements.length);
    expect(measurements.length).toBeGreaterThanOrEqual(150);
  });

  it('give what NVIDIA published of Llama 3.1 70B in fp8 on one H200', () => {
    expect(measurements.find(({ id }) => id === 'inf-01315')).toMatchObject({
      model: 'meta-llama/Meta-Llama-3.1-70B',
      accelerator: 'nvidia-h200-sxm-141gb',
      acceleratorCount: 1,
      outputTokensPerSecond: 3897.26,
      licence: 'Apache-2.0',
    });
  });
});
