import { describe, expect, it } from 'vitest';
import { expectedMissing, stableUnion } from './stable-union.js';

/** Park and Miller's generator: the same losses every time the test runs. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function rows(count: number): { id: number }[] {
  return Array.from({ length: count }, (_, id) => ({ id }));
}

describe('the union of walks that lose rows', () => {
  it.each([0, 0.02, 0.1, 0.24])(
    'is whole, in its own order, at a loss of %d of all rows, a hundred times over',
    async (loss) => {
      for (let seed = 1; seed <= 100; seed += 1) {
        const next = chance(seed);
        const walk = async () =>
          rows(420)
            .filter(() => next() >= loss)
            .sort(() => next() - 0.5);
        const union = await stableUnion('A list', walk);
        expect(union.map(({ id }) => id).sort((a, b) => a - b)).toEqual(rows(420).map(({ id }) => id));
      }
    },
  );

  it('takes two walks where nothing is lost', async () => {
    let walks = 0;
    await stableUnion('A list', async () => {
      walks += 1;
      return rows(5);
    });
    expect(walks).toBe(2);
  });

  it('has a row once that a walk has twice, and both of two rows that differ in the price alone', async () => {
    const list = [
      { id: 1, price: '2' },
      { id: 1, price: '2' },
      { id: 1, price: '3' },
    ];
    expect(await stableUnion('A list', async () => list)).toEqual([
      { id: 1, price: '2' },
      { id: 1, price: '3' },
    ]);
  });

  it('of nothing is nothing', async () => {
    expect(await stableUnion('A list', async () => [])).toEqual([]);
  });

  it('fails where the walks never agree', async () => {
    let next = 0;
    const walk = async () => Array.from({ length: 10 }, () => ({ id: (next += 1) }));
    await expect(stableUnion('A list', walk)).rejects.toMatchObject({
      failure: 'unexpected',
      message: expect.stringContaining('after 20 walks') as string,
    });
  });

  it('fails as the walk fails', async () => {
    await expect(stableUnion('A list', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('the rows that every walk missed', () => {
  it('are rows times loss to the power of walks: 100 × 0.1³ = 0.1', () =>
    expect(expectedMissing(100, 270, 3)).toBeCloseTo(0.1, 10));

  it('are none where every walk saw all of them', () => expect(expectedMissing(100, 300, 3)).toBe(0));
});
