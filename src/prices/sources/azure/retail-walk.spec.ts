import { describe, expect, it } from 'vitest';
import type { RetailPage } from './retail-page.js';
import { walkPages } from './retail-walk.js';

const FIRST = new URL('https://prices.azure.com/api/retail/prices?api-version=2023-01-01-preview');

function page(meterId: string, next: string | null): RetailPage {
  return { rows: [{ meterId }], next };
}

describe('a walk over the pages of a price list', () => {
  it('follows the links as they are, with the port that the public service writes into them', async () => {
    const asked: string[] = [];
    const second = 'https://prices.azure.com:443/api/retail/prices?$filter=x%20eq%20%27y%27&$skip=1000';
    const rows = await walkPages(FIRST, async (url) => {
      asked.push(url.href);
      return asked.length === 1 ? page('a', second) : page('b', null);
    });
    expect(rows.map(({ meterId }) => meterId)).toEqual(['a', 'b']);
    expect(asked[1]).toBe('https://prices.azure.com/api/retail/prices?$filter=x%20eq%20%27y%27&$skip=1000');
  });

  it.each([
    ['another host', 'https://example.org/api/retail/prices?$skip=1000'],
    ['the metadata service of this machine', 'http://169.254.169.254/metadata/instance'],
    ['the same host in clear', 'http://prices.azure.com/api/retail/prices?$skip=1000'],
    ['another port', 'https://prices.azure.com:8443/api/retail/prices?$skip=1000'],
    ['a user at the host', 'https://user@prices.azure.com/api/retail/prices?$skip=1000'],
    ['no address at all', 'next please'],
  ])('is refused where the link leads to %s', async (_name, link) => {
    let asked = 0;
    const walk = walkPages(FIRST, async () => {
      asked += 1;
      return page('a', link);
    });
    await expect(walk).rejects.toMatchObject({ failure: 'unexpected' });
    expect(asked).toBe(1);
  });

  it('is refused where the links lead in a circle', async () => {
    const second = `${FIRST.href}&$skip=1000`;
    const walk = walkPages(FIRST, async (url) => page('a', url.href === second ? FIRST.href : second));
    await expect(walk).rejects.toThrow('leads back to a page that was read already');
  });

  it('is refused where the pages have no end', async () => {
    let asked = 0;
    const walk = walkPages(FIRST, async () => page('a', `${FIRST.href}&$skip=${(asked += 1)}`));
    await expect(walk).rejects.toThrow('goes on after 40 pages');
    expect(asked).toBe(40);
  });
});
