import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findModel, readAccelerators } from '../catalog/index.js';
import { shippedFile } from '../platform/index.js';
import { isMlperf } from './measurement.js';
import { readShippedMeasurements } from './shipped-measurements.js';

describe('shipped measurements', () => {
  const measurements = readShippedMeasurements();

  it('name models and accelerators of the catalog where it has them', () => {
    const known = new Set(readAccelerators().map(({ id }) => id));
    for (const { model, acceleratorId } of measurements) {
      if (model !== null) expect(findModel(model)?.name).toBe(model);
      if (acceleratorId !== null) expect(known).toContain(acceleratorId);
    }
  });

  it('have an id each, and a rate, a time or a utilisation', () => {
    expect(new Set(measurements.map(({ id }) => id)).size).toBe(measurements.length);
    for (const { tokensPerSecond, otherRate, timeToTrainMinutes, tflopsPerAccelerator, mfuPercent } of measurements) {
      const figures = [tokensPerSecond, otherRate, timeToTrainMinutes, tflopsPerAccelerator, mfuPercent];
      expect(figures.some((figure) => figure !== null)).toBe(true);
    }
  });

  it('are at least 150 of inference and 80 of training', () => {
    expect(measurements.filter(({ kind }) => kind === 'inference').length).toBeGreaterThanOrEqual(150);
    expect(measurements.filter(({ kind }) => kind === 'training').length).toBeGreaterThanOrEqual(80);
  });

  it('give what NVIDIA published of Llama 3.1 70B in fp8 on one H200', () => {
    expect(measurements.find(({ id }) => id === 'inf-01315')).toMatchObject({
      kind: 'inference',
      model: 'meta-llama/Meta-Llama-3.1-70B',
      acceleratorId: 'nvidia-h200-sxm-141gb',
      acceleratorCount: 1,
      precision: 'fp8',
      tokensPerSecond: 3897.26,
      licence: 'Apache-2.0',
    });
  });

  it('cite MLCommons as it asks: submitter, suite with version and division, result, mark', () => {
    const results = measurements.filter(({ source }) => /mlcommons|inference_results|training_results/.test(source));
    for (const result of results.filter(({ submitter, suite }) => submitter !== null && suite !== null)) {
      expect(result.suite).toMatch(/^MLPerf™ (Inference v\d[.]\d (Closed|Open)|Training v\d[.]\d)$/);
      expect(isMlperf(result)).toBe(true);
      expect(result.resultId).not.toBeNull();
    }
  });

  it('come from collections that NOTICE lists, each with the same licence', () => {
    const notice = readFileSync(shippedFile('NOTICE'), 'utf8');
    for (const { source, licence } of measurements) {
      const [repository = ''] = source.split(' ');
      const line = notice.split('\n').find((each) => each.trim().split(/[ ,]/)[0] === repository);
      expect(line, repository).toBeDefined();
      const stated = licence?.startsWith('none')
        ? 'none stated'
        : licence?.replace('CC-BY-SA-4.0 (figures only)', 'CC BY-SA 4.0');
      expect(line).toContain(stated);
    }
  });

  it('tell the power of accelerators from that of the whole system', () => {
    for (const { powerWatts, powerScope, joulesPerToken } of measurements) {
      if (powerWatts !== null || joulesPerToken !== null) expect(powerScope).not.toBeNull();
    }
    const scopes = new Set(measurements.map(({ powerScope }) => powerScope));
    expect([...scopes].sort()).toEqual(['accelerators', 'system', null].sort());
  });
});
