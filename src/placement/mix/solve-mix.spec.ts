import { describe, expect, it } from 'vitest';
import { readMix } from './mix-file.js';
import { solveMix } from './solve-mix.js';
import { PAPER_EXAMPLE } from './paper-example.fixture.js';

function mix(given: Record<string, unknown>) {
  return solveMix(readMix({ slice_factor: 1, ...given }, 'mix.json').problem);
}

describe('the cheapest mix', () => {
  it('the example of the Mélange paper: 4.68, as one bucket is split', () => {
    // On one A100 the buckets take 0.3 + 0.15 + 0.375 + 0.3 = 1.125 instances; on A10G 3 each. One of each: the A10G takes
    // a third of the third bucket (1 of its 3), and the A100 is left with 0.3 + 0.15 + 0.25 + 0.3 = 1.0, exactly full.
    const answer = mix(PAPER_EXAMPLE);
    expect(answer.counts).toEqual([1, 1]);
    expect(answer.cost).toBeCloseTo(4.68, 9);
    expect(answer.lowerBound).toBeCloseTo(4.68, 6);
    expect(answer.shares[2]?.[0]).toBeCloseTo(1 / 3, 6);
  });

  it('one bucket, one type: the load rounded up', () => {
    // 10 requests a second at 4 a second each are 2.5 instances, hence 3.
    const one = { gpu_info: { L4: { cost: 2, tputs: [[4]] } }, workload_distribution: [[1]] };
    expect(mix({ ...one, total_request_rate: 10 })).toMatchObject({ counts: [3], cost: 6 });
    expect(mix({ ...one, total_request_rate: 8 })).toMatchObject({ counts: [2], cost: 4 });
    expect(mix({ ...one, total_request_rate: 0 })).toMatchObject({ counts: [0], cost: 0, lowerBound: 0 });
  });

  it('a throughput of 0 keeps a bucket off a type, however cheap', () => {
    const answer = mix({
      gpu_info: { small: { cost: 1, tputs: [[10, 0]] }, large: { cost: 5, tputs: [[10, 10]] } },
      workload_distribution: [[0.5, 0.5]],
      total_request_rate: 20,
    });
    // Ten requests a second each: one small for the first bucket, one large for the second.
    expect(answer).toMatchObject({
      counts: [1, 1],
      cost: 6,
      shares: [
        [1, 0],
        [0, 1],
      ],
    });
  });

  it('a limit of a type sends the rest to the next', () => {
    const given = (max: number) => ({
      gpu_info: { cheap: { cost: 1, tputs: [[1]], max }, dear: { cost: 3, tputs: [[2]] } },
      workload_distribution: [[1]],
      total_request_rate: 6,
    });
    expect(mix(given(6))).toMatchObject({ counts: [6, 0], cost: 6 });
    // Two dear ones take four of the six, so that two of the three cheap ones do: 8 instead of 9.
    expect(mix(given(3))).toMatchObject({ counts: [2, 2], cost: 8 });
    expect(mix(given(1))).toMatchObject({ counts: [0, 3], cost: 9 });
  });

  it('owned instances are used first and cost nothing', () => {
    const answer = mix({
      gpu_info: { owned: { cost: 4, tputs: [[2]], owned: 2 }, rented: { cost: 1.5, tputs: [[1]] } },
      workload_distribution: [[1]],
      total_request_rate: 7,
    });
    // The two owned ones take 4 of 7; three rented ones for 4.5 are cheaper than two more for 8, or one and one for 5.5.
    expect(answer).toMatchObject({ counts: [2, 3], cost: 4.5 });
  });

  it('what nobody can serve, or not within the limits, has no counts', () => {
    const given = (tputs: number[][], max: number) => ({
      gpu_info: { one: { cost: 1, tputs, max } },
      workload_distribution: [[0.5, 0.5]],
      total_request_rate: 10,
    });
    expect(mix(given([[1, 0]], 100)).counts).toBeNull();
    expect(mix(given([[1, 1]], 9)).counts).toBeNull();
    expect(mix(given([[1, 1]], 10)).counts).toEqual([10]);
  });
});
