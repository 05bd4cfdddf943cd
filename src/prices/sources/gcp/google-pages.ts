import { OutboundError } from '../../../platform/index.js';

export interface GooglePage<Items> {
  readonly items: Items;
  /** Null or empty on the last page. */
  readonly nextPageToken: string | null;
}

/** Far more than any list of Google has: the price list has some 40, all machine types of all zones some 200. */
const MOST_PAGES = 2000;

/**
 * Walks all pages of a list: it ends where there is no token any more, not where a page is empty. A token that comes
 * back would go on for ever, so it ends the walk with an `OutboundError`.
 *
 * @param ask undefined: the first page
 */
export async function* googlePages<Items>(
  name: string,
  ask: (pageToken: string | undefined) => Promise<GooglePage<Items>>,
): AsyncGenerator<Items> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const { items, nextPageToken } = await ask(token);
    yield items;
    token = nextPageToken || undefined;
    if (token === undefined) return;
    if (seen.has(token)) throw new OutboundError('unexpected', `${name} gave the same page token twice.`);
    seen.add(token);
  } while (seen.size < MOST_PAGES);
  throw new OutboundError('unexpected', `${name} has more than ${MOST_PAGES} pages.`);
}
