import { describe, expect, it } from 'vitest';
import { certify } from './certificate.js';
import { readChoiceProblem } from './fleet-file.js';
import { shortages } from './shortages.js';
import { countingOnly, solveFleet } from './solve-fleet.js';

const limits = { seconds: 2, mostSeconds: 8, gapPercent: 0, acceptablePercent: 0.5 };

function problemOf(content: unknown) {
  return readChoiceProblem(content, 'fleet.json');
}

describe('a fleet within shared limits', () => {
  it('gives the quota to whoever would pay most without it', async () => {
    // Both want the eight units for 10; elsewhere the first pays 15, the second 12. So the first has them: 10 + 12.
    const problem = problemOf({
      pools: [{ cap: 8 }, { cap: 100 }],
      workloads: [
        [
          { p: 0, g: 8, c: 10 },
          { p: 1, g: 8, c: 15 },
        ],
        [
          { p: 0, g: 8, c: 10 },
          { p: 1, g: 8, c: 12 },
        ],
      ],
    });
    const solution = await solveFleet(problem, limits);
    expect(solution).toMatchObject({ choices: [0, 1], cost: 22, unplaced: [] });
    expect(solution.lowerBound).toBeCloseTo(22, 6);
  });

  it('uses up owned hours before it pays', async () => {
    // The commitment has 4 units, each workload takes 2 of it or pays 3: two are free, the third pays.
    const option = [
      { p: 0, g: 2, c: 0 },
      { uses: [], c: 3 },
    ];
    const solution = await solveFleet(problemOf({ pools: [{ cap: 4 }], workloads: [option, option, option] }), limits);
    expect(solution.cost).toBe(3);
    expect(solution.lowerBound).toBeCloseTo(3, 6);
  });

  it('an option may take from several pools: a quota and a budget', async () => {
    // The budget of 10 has room for one of the two at 6; the other runs on spot, which has quota for one.
    const workload = [
      { uses: [{ p: 0, g: 6 }], c: 6 },
      {
        uses: [
          { p: 0, g: 4 },
          { p: 1, g: 1 },
        ],
        c: 9,
      },
    ];
    const solution = await solveFleet(
      problemOf({ pools: [{ cap: 10 }, { cap: 1 }], workloads: [workload, workload] }),
      limits,
    );
    expect(solution.cost).toBe(15);
    expect([...solution.choices].sort()).toEqual([0, 1]);
  });

  it('leaves out what may be left out where that is cheaper, the lowest priority first', async () => {
    const workload = [{ p: 0, g: 1, c: 5 }];
    const problem = problemOf({ pools: [{ cap: 1 }], workloads: [workload, workload], penalties: [20, 50] });
    expect(await solveFleet(problem, limits)).toMatchObject({ choices: [null, 0], cost: 25, unplaced: [] });
  });

  it('proves that not everything can be placed, and says what is short', async () => {
    // Five units for three workloads of two: one is left over.
    const workload = [{ p: 0, g: 2, c: 1 }];
    const problem = problemOf({ pools: [{ cap: 5 }], workloads: [workload, workload, workload] });
    const solution = await solveFleet(problem, limits);
    expect(solution.leastUnplaced).toBe(1);
    expect(solution.unplaced).toHaveLength(1);
    expect(solution).toMatchObject({ lowerBound: null, cost: 2 });
    // Without any solver: at the prices found, the workloads are worth more than the pool holds.
    expect(certify(countingOnly(problem), solution.choices, solution.prices).lowerBound).toBeGreaterThan(0);
    expect(shortages(problem, solution.choices, solution.unplaced)).toEqual([
      { workload: solution.unplaced[0], option: 0, lacking: [{ pool: 0, needed: 2, free: 1, capacity: 5 }] },
    ]);
  });

  it('a workload without options cannot be placed; the others are', async () => {
    const problem = problemOf({ pools: [{ cap: 1 }], workloads: [[], [{ p: 0, g: 1, c: 4 }]] });
    expect(await solveFleet(problem, limits)).toMatchObject({
      choices: [null, 0],
      unplaced: [0],
      leastUnplaced: 1,
      cost: 4,
    });
  });

  it('no workloads cost nothing', async () => {
    const solution = await solveFleet(problemOf({ pools: [{ cap: 1 }], workloads: [] }), limits);
    expect(solution).toMatchObject({ choices: [], cost: 0, lowerBound: 0, unplaced: [] });
  });
});
