import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { chance, close, json, listen, type Answer } from './loopback.js';

/** A row as the API sends it. */
export type RetailItem = Readonly<Record<string, unknown>>;

export interface RetailEmulator {
  readonly port: number;
  items: readonly RetailItem[];
  /** Where clients are told to go on; behind a proxy this is the proxy. */
  publicUrl: string;
  readonly pageRows: number;
  /** Share of the rows that stand elsewhere each time a page is asked for: that is how long walks lose rows. */
  unsettled: number;
  /** What is answered in place of the next pages, one by one. */
  readonly next: Answer[];
  /** Every address that was asked for. */
  readonly asked: URL[];
  close(): Promise<void>;
}

/**
 * The Retail Prices API on this machine, with its ways: values in filters tell capitals apart, pages have no order that
 * lasts from one to the next, a page size of one's own makes the links count backwards until they are refused.
 */
export async function startRetailEmulator(items: readonly RetailItem[], pageRows = 100): Promise<RetailEmulator> {
  const next = chance(20260801);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://emulator');
    emulator.asked.push(url);
    const instead = emulator.next.shift();
    if (instead === undefined) answer(emulator, url, response, next);
    else instead(request, response);
  });
  const port = await listen(server);
  const emulator: RetailEmulator = {
    port,
    items,
    publicUrl: `http://127.0.0.1:${port}/api/retail/prices`,
    pageRows,
    unsettled: 0,
    next: [],
    asked: [],
    close: () => close(server),
  };
  return emulator;
}

function answer(emulator: RetailEmulator, url: URL, response: ServerResponse, next: () => number): void {
  const asked = url.searchParams;
  const matches = filterOf(asked.get('$filter') ?? '');
  if (url.pathname !== '/api/retail/prices' || matches === null || /,/.test(asked.get('$orderby') ?? '')) {
    json(response, 400, { Error: { Code: 'BadRequest' } });
    return;
  }
  const top = asked.has('$top') ? Number(asked.get('$top')) : null;
  if (top !== null && top < 0) {
    json(response, 400, { Error: { Code: 'BadRequest', Message: 'Invalid $top' } });
    return;
  }
  const primary = asked.get('meterRegion') === "'primary'";
  const found = emulator.items.filter((item) => matches(item) && (!primary || item.isPrimaryMeterRegion !== false));
  const ordered = unsettle(found, emulator.unsettled, next);
  const skip = Number(asked.get('$skip') ?? 0);
  const page = ordered.slice(skip, skip + emulator.pageRows);
  const more = skip + emulator.pageRows < found.length;
  json(response, 200, {
    BillingCurrency: 'USD',
    CustomerEntityId: 'Default',
    CustomerEntityType: 'Retail',
    Items: page,
    NextPageLink: more ? linkTo(emulator, asked, skip + emulator.pageRows, top) : null,
    Count: page.length,
  });
}

/** As Azure writes its links: the parameters of the question, and its own count at the end. */
function linkTo(emulator: RetailEmulator, asked: URLSearchParams, skip: number, top: number | null): string {
  const kept = [...asked].filter(([name]) => name !== '$skip' && name !== '$top');
  const count = top === null ? [] : [['$top', String(top - emulator.pageRows)] as const];
  const words = [...kept, ...count, ['$skip', String(skip)] as const].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${emulator.publicUrl}?${words.join('&')}`;
}

/** `field eq 'value'` and `contains(field, 'value')`, joined by `and`; null for anything else. */
function filterOf(text: string): ((item: RetailItem) => boolean) | null {
  const tests: ((item: RetailItem) => boolean)[] = [];
  for (const term of text.split(' and ')) {
    const [, field, value] = /^(\w+) eq '([^']*)'$/.exec(term) ?? [];
    const [, within, part] = /^contains\((\w+), ?'([^']*)'\)$/.exec(term) ?? [];
    if (field !== undefined) tests.push((item) => item[field === 'priceType' ? 'type' : field] === value);
    else if (within !== undefined) tests.push((item) => String(item[within]).includes(part ?? ''));
    else return null;
  }
  return (item) => tests.every((test) => test(item));
}

/** The list with a share of its rows at other places. */
function unsettle(items: readonly RetailItem[], share: number, next: () => number): RetailItem[] {
  if (share === 0) return [...items];
  const places = new Map(items.map((item, index) => [item, next() < share ? next() * items.length : index]));
  return [...items].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

/** A page of one's own, as the API would send it. */
export function page(items: readonly RetailItem[], nextPageLink: string | null): Answer {
  return (_request: IncomingMessage, response: ServerResponse) =>
    json(response, 200, {
      BillingCurrency: 'USD',
      CustomerEntityId: 'Default',
      CustomerEntityType: 'Retail',
      Items: items,
      NextPageLink: nextPageLink,
      Count: items.length,
    });
}
