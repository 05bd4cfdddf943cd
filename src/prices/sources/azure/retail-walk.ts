import { OutboundError } from '../../../platform/index.js';
import type { RetailPage, RetailRow } from './retail-page.js';

/** All virtual machines of the largest region take 16 pages; what goes on past this is no price list. */
const MOST_PAGES = 40;

/**
 * All rows from the first page to the last, by the links as they come: putting one's own page size or order into them
 * makes this service count backwards, or refuse. A link to another host is refused, as is one that was followed before.
 *
 * @param readPage called for each page; its errors end the walk
 * @throws OutboundError where the walk does not come to an end: what was read until then is not a price list
 */
export async function walkPages(first: URL, readPage: (url: URL) => Promise<RetailPage>): Promise<RetailRow[]> {
  const rows: RetailRow[] = [];
  const seen = new Set<string>();
  let url: URL | null = first;
  while (url !== null) {
    if (seen.has(url.href)) throw doubtful('leads back to a page that was read already');
    if (seen.size === MOST_PAGES) throw doubtful(`goes on after ${MOST_PAGES} pages`);
    seen.add(url.href);
    const page: RetailPage = await readPage(url);
    rows.push(...page.rows);
    url = page.next === null ? null : linked(page.next, first);
  }
  return rows;
}

/** The address of the next page. It comes from outside, and whoever writes it must not choose what this host calls. */
function linked(link: string, first: URL): URL {
  if (!URL.canParse(link)) throw doubtful('has a link to the next page that is no address');
  const url = new URL(link);
  if (url.origin !== first.origin || url.username !== '') {
    throw doubtful(`links to another host, ${url.host}, which is not followed`);
  }
  return url;
}

function doubtful(what: string): OutboundError {
  return new OutboundError('unexpected', `The price list of Azure Retail Prices ${what}. Nothing of it is used.`);
}
