import { describe, expect, it } from 'vitest';
import { tokenPages, type TokenPage } from './token-pages.js';

async function walk(pages: readonly TokenPage<number>[], limits?: Parameters<typeof tokenPages>[2]) {
  const asked: (string | undefined)[] = [];
  const found: number[] = [];
  const ask = async (token: string | undefined) => {
    asked.push(token);
    return pages[asked.length - 1] ?? { items: [], nextToken: `more ${asked.length}` };
  };
  for await (const items of tokenPages('The list', ask, limits)) found.push(...items);
  return { asked, found };
}

describe('a walk over pages', () => {
  it('ends where there is no token any more, not where a page is empty or half full', async () => {
    const pages = [
      { items: [1], nextToken: 'a' },
      { items: [], nextToken: 'b' },
      { items: [], nextToken: 'c' },
      { items: [2, 3], nextToken: '' },
    ];
    expect(await walk(pages)).toEqual({ asked: [undefined, 'a', 'b', 'c'], found: [1, 2, 3] });
  });

  it('ends with an error where a token comes back: it would go on for ever', async () => {
    const pages = [
      { items: [1], nextToken: 'a' },
      { items: [2], nextToken: 'b' },
      { items: [1], nextToken: 'a' },
    ];
    await expect(walk(pages)).rejects.toMatchObject({
      failure: 'unexpected',
      message: 'The list gave the same page token twice.',
    });
  });

  it('of empty pages without end is given up after its time, or after so many pages', async () => {
    await expect(walk([], { mostPages: 1e9, budgetMs: 20 })).rejects.toMatchObject({ failure: 'timeout' });
    await expect(walk([], { mostPages: 5, budgetMs: 60_000 })).rejects.toThrow('more than 5 pages');
  });
});
