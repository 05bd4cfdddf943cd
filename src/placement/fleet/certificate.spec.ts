import { describe, expect, it } from 'vitest';
import { certify } from './certificate.js';
import { readChoiceProblem } from './fleet-file.js';

const option = [
  { p: 0, g: 8, c: 10 },
  { uses: [], c: 15 },
];
const problem = readChoiceProblem({ pools: [{ cap: 8 }], workloads: [option, option] }, 'fleet.json');

describe('the check of a plan', () => {
  it('works out cost and bound anew', () => {
    // At 0.5 a unit the quota costs 4 on top of 10, less than 15: twice 14, less the 4 that eight units are worth.
    expect(certify(problem, [0, 1], [0.5])).toEqual({ faults: [], cost: 25, lowerBound: 24 });
    expect(certify(problem, [0, 1], [0]).lowerBound).toBe(20);
    // Above 0.625 both stay away, and what nobody wants is paid for in the bound.
    expect(certify(problem, [0, 1], [1]).lowerBound).toBe(22);
  });

  it('sees a limit that is exceeded, an option that is not there, and a workload that is left out', () => {
    expect(certify(problem, [0, 0], [0]).faults).toEqual(['Pool 0 has 8 units, and 16 are taken.']);
    expect(certify(problem, [0, 2], [0]).faults).toEqual(['Workload 1 has 2 options, none of which is number 2.']);
    expect(certify(problem, [0], [0]).faults).toEqual(['Workload 1 has 2 options, none of which is number undefined.']);
    expect(certify(problem, [0, null], [0]).faults).toEqual(['Workload 1 is left out, and must not be.']);
  });

  it('believes no negative price, and none that is missing or no number', () => {
    for (const prices of [[-0.1], [], [Number.NaN], [Infinity]]) {
      expect(certify(problem, [0, 1], prices).lowerBound).toBe(-Infinity);
    }
  });

  it('does not count on an option that takes more than there is', () => {
    const impossible = [
      { p: 0, g: 9, c: 1 },
      { uses: [], c: 15 },
    ];
    const of = readChoiceProblem({ pools: [{ cap: 8 }], workloads: [impossible] }, 'fleet.json');
    expect(certify(of, [1], [0]).lowerBound).toBe(15);
  });
});
