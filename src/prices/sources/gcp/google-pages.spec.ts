import { expect, it } from 'vitest';
import { googlePages, type GooglePage } from './google-pages.js';

async function walk(ask: (token: string | undefined) => GooglePage<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of googlePages('A list', async (token) => ask(token))) items.push(item);
  return items;
}

it('a list is walked to where there is no token any more', async () => {
  const pages: Record<string, GooglePage<string>> = {
    first: { items: 'a', nextPageToken: 'x' },
    x: { items: '', nextPageToken: 'y' },
    y: { items: 'b', nextPageToken: '' },
  };
  expect(await walk((token) => pages[token ?? 'first'] ?? { items: 'lost', nextPageToken: null })).toEqual([
    'a',
    '',
    'b',
  ]);
});

it('a token that comes back, also later, ends the walk', async () => {
  const next: Record<string, string> = { first: 'x', x: 'y', y: 'x' };
  await expect(walk((token) => ({ items: '', nextPageToken: next[token ?? 'first'] ?? null }))).rejects.toMatchObject({
    failure: 'unexpected',
    message: 'A list gave the same page token twice.',
  });
});

it('a list without end ends', async () => {
  let page = 0;
  await expect(walk(() => ({ items: '', nextPageToken: String((page += 1)) }))).rejects.toThrow('more than 2000 pages');
  expect(page).toBe(2000);
});
