import { describe, expect, it } from 'vitest';
import { measurement } from './measurement.fixture.js';
import { servingRows } from './serving-rows.js';

describe('serving runs as rows', () => {
  it('count the requests in flight of one replica', () => {
    // 8 accelerators in two replicas of 2 × 2, with 64 requests in flight together.
    const run = measurement({ acceleratorCount: 8, tensorParallel: 2, pipelineParallel: 2, concurrency: 64 });
    expect(servingRows([run])).toMatchObject([{ tensor_parallel: 2, pipeline_parallel: 2, concurrency: 32 }]);
  });

  it('leave out what no prediction can be held against', () => {
    for (const gap of [
      'model',
      'acceleratorId',
      'precision',
      'engine',
      'inputTokens',
      'ttftMs',
      'tpotMs',
      'concurrency',
    ]) {
      expect(servingRows([{ ...measurement({}), [gap]: null }]), gap).toEqual([]);
    }
    expect(servingRows([measurement({ kind: 'training' }), measurement({ kind: 'operation' })])).toEqual([]);
  });
});
