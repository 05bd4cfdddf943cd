import fc from 'fast-check';
import type HighsModule from 'highs';
import { describe, expect, it } from 'vitest';
import type { MixProblem } from './mix-problem.js';
import { solveMix } from './solve-mix.js';

const highs = await ((await import('highs')) as unknown as { default: typeof HighsModule.default }).default();

/** Up to three types and four buckets, with loads so small that counts stay below five. */
const problems = fc.integer({ min: 1, max: 3 }).chain((types) =>
  fc.record({
    types: fc.array(
      fc.record({
        name: fc.constant('type'),
        cost: fc.integer({ min: 1, max: 40 }).map((tenths) => tenths / 10),
        owned: fc.constantFrom(0, 0, 0, 1),
        most: fc.constantFrom(Infinity, Infinity, 2),
      }),
      { minLength: types, maxLength: types },
    ),
    loads: fc.array(
      fc.array(
        fc.oneof(
          { weight: 1, arbitrary: fc.constant(Infinity) },
          { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }).map((tenths) => tenths / 10) },
        ),
        {
          minLength: types,
          maxLength: types,
        },
      ),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

/** Whether so many instances can share the load: a linear program of its own, for another solver. */
function canServe({ types, loads }: MixProblem, counts: readonly number[]): boolean {
  const terms = loads.map((row, bucket) =>
    row.flatMap((load, type) => (Number.isFinite(load) ? [{ name: `x${bucket}_${type}`, load, type }] : [])),
  );
  if (terms.some((row) => row.length === 0)) return false;
  const served = terms.map((row) => `${row.map(({ name }) => name).join(' + ')} = 1`);
  const kept = types.flatMap((_, type) => {
    const own = terms.flat().filter((term) => term.type === type);
    return own.length === 0 ? [] : [`${own.map(({ name, load }) => `${load} ${name}`).join(' + ')} <= ${counts[type]}`];
  });
  const { Status } = highs.solve(`Minimize\n obj: 0 x0_0\nSubject To\n${[...served, ...kept].join('\n')}\nEnd`, {
    output_flag: false,
  });
  return Status === 'Optimal' || Status === 'Empty';
}

/** All numbers of instances, one by one. */
function cheapestByTrial(problem: MixProblem): number | null {
  let best: number | null = null;
  const tryFrom = (type: number, counts: readonly number[], cost: number) => {
    if (best !== null && cost >= best) return;
    const next = problem.types[type];
    if (next === undefined) {
      if (canServe(problem, counts)) best = cost;
      return;
    }
    for (let bought = 0; bought <= 5 && next.owned + bought <= next.most; bought += 1) {
      tryFrom(type + 1, [...counts, next.owned + bought], cost + bought * next.cost);
    }
  };
  tryFrom(0, [], 0);
  return best;
}

describe('the mix found', () => {
  it('is the cheapest of all numbers of instances, and proven so', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const found = solveMix(problem);
        const cheapest = cheapestByTrial(problem);
        if (cheapest === null) {
          expect(found.counts).toBeNull();
          return;
        }
        expect(found.cost).toBeCloseTo(cheapest, 6);
        expect(found.lowerBound).toBeCloseTo(cheapest, 5);
        expect(found.lowerBound).toBeLessThanOrEqual(found.cost);
      }),
      { numRuns: 60 },
    );
  });

  it('serves everything within its numbers of instances and their limits', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { counts, shares } = solveMix(problem);
        if (counts === null) return;
        shares.forEach((row) => expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9));
        problem.types.forEach(({ most }, type) => {
          const load = shares.reduce((sum, row, bucket) => {
            const share = row[type] ?? 0;
            return share > 0 ? sum + share * (problem.loads[bucket]?.[type] ?? 0) : sum;
          }, 0);
          expect(load).toBeLessThanOrEqual((counts[type] ?? 0) + 1e-7);
          expect(counts[type]).toBeLessThanOrEqual(most);
        });
      }),
    );
  });

  it('costs no less when prices or the rate rise, and the same whatever the order of types and buckets', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 1, max: 2, noNaN: true }), (problem, factor) => {
        const { cost, counts } = solveMix(problem);
        const types = problem.types.map((type) => ({ ...type, cost: type.cost * factor }));
        const loads = problem.loads.map((row) => row.map((load) => load * factor));
        const reversed = solveMix({
          types: [...problem.types].reverse(),
          loads: problem.loads.map((row) => [...row].reverse()).reverse(),
        });
        expect(reversed.cost).toBeCloseTo(cost, 6);
        const more = solveMix({ ...problem, loads });
        if (more.counts !== null) expect(more.cost).toBeGreaterThanOrEqual(cost - 1e-6);
        if (counts !== null) expect(solveMix({ ...problem, types }).cost).toBeCloseTo(cost * factor, 5);
      }),
    );
  });
});
