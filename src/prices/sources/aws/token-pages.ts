import { OutboundError } from '../../../platform/index.js';

export interface TokenPage<Item> {
  readonly items: readonly Item[];
  /** Undefined or empty on the last page. */
  readonly nextToken: string | undefined;
}

export interface WalkLimits {
  readonly mostPages: number;
  /** Longest time of a walk, in ms. */
  readonly budgetMs: number;
}

const LIMITS: WalkLimits = { mostPages: 2000, budgetMs: 600_000 };

/**
 * Walks all pages of a list of AWS. It ends where there is no token any more: a page without entries but with a token is
 * normal there, and some lists go on with such pages for minutes. A token that comes back, and a walk that takes too long,
 * end it with an `OutboundError`: what was read so far is no list.
 *
 * @param ask undefined: the first page
 */
export async function* tokenPages<Item>(
  name: string,
  ask: (token: string | undefined) => Promise<TokenPage<Item>>,
  { mostPages, budgetMs }: WalkLimits = LIMITS,
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  const began = performance.now();
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await ask(token);
    yield page.items;
    token = page.nextToken || undefined;
    if (token === undefined) return;
    if (seen.has(token)) throw new OutboundError('unexpected', `${name} gave the same page token twice.`);
    seen.add(token);
    if (performance.now() - began > budgetMs) {
      throw new OutboundError(
        'timeout',
        `${name} had not come to the end of its list after ${budgetMs / 1000} seconds.`,
      );
    }
  }
  throw new OutboundError('unexpected', `${name} has more than ${mostPages} pages.`);
}
