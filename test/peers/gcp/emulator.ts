import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Google has to say, as our tests want it. */
export interface GoogleWorld {
  /** By service, `6F81-5844-456A`. */
  readonly skus: Readonly<Record<string, readonly object[]>>;
  readonly zones: readonly object[];
  /** By scope, `zones/us-central1-a`. */
  readonly machineTypes: Readonly<Record<string, readonly object[]>>;
  readonly acceleratorTypes: Readonly<Record<string, readonly object[]>>;
  /** Zones that a partial list names as out of reach. */
  readonly unreachables: readonly string[];
  /** TPU types by zone; `null` answers 503, as us-east1-b does. */
  readonly tpuTypes: Readonly<Record<string, readonly string[] | null>>;
}

/** Answers one request in place of the emulator. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

export interface GoogleEmulator {
  readonly url: string;
  /** Of every request so far, path and query. */
  readonly asked: readonly string[];
  /** The next requests meet these, one each; those after them are answered well again. */
  fail(...faults: readonly Fault[]): void;
  /** Every request meets this. */
  failAlways(fault: Fault | null): void;
  close(): Promise<void>;
}

export const API_KEY = 'AIza-not-a-real-key';
const TOKEN = 'ya29.not-a-real-token';
/** As many as the tests need to see several pages. */
const MOST_SKUS_A_PAGE = 7;
const MOST_MACHINES_A_PAGE = 4;

type Answer = { readonly status: number; readonly body: object };

/** The Cloud Billing catalog, Compute Engine, the Cloud TPU API and an endpoint for tokens, on one loopback port. */
export async function startGoogleEmulator(world: GoogleWorld): Promise<GoogleEmulator> {
  const asked: string[] = [];
  const faults: Fault[] = [];
  let always: Fault | null = null;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const fault = always ?? (request.method === 'GET' ? faults.shift() : undefined);
    if (fault !== undefined) return fault(request, response);
    const url = new URL(request.url ?? '', 'http://localhost');
    const { status, body } = isKnown(request, url) ? answer(world, url) : refused();
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fail: (...some) => void faults.push(...some),
    failAlways: (fault) => {
      always = fault;
      faults.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isKnown({ method, headers }: IncomingMessage, { pathname }: URL): boolean {
  if (method === 'POST' && pathname === '/token') return true;
  const byKey = headers['x-goog-api-key'] === API_KEY && pathname.endsWith('/skus');
  return byKey || headers.authorization === `Bearer ${TOKEN}`;
}

function answer(world: GoogleWorld, { pathname, searchParams }: URL): Answer {
  const token = searchParams.get('pageToken');
  const [, service] = /^\/v1\/services\/([^/]+)\/skus$/.exec(pathname) ?? [];
  if (service !== undefined) {
    const size = Math.min(MOST_SKUS_A_PAGE, Number(searchParams.get('pageSize') ?? MOST_SKUS_A_PAGE));
    const { items, nextPageToken } = paged(world.skus[service] ?? [], size, token);
    return { status: 200, body: { skus: items, nextPageToken } };
  }
  const [, tpuZone] = /^\/v2\/projects\/[^/]+\/locations\/([^/]+)\/acceleratorTypes$/.exec(pathname) ?? [];
  if (tpuZone !== undefined) return tpus(world.tpuTypes[tpuZone], pathname);
  if (/^\/v1\/projects\/[^/]+\/locations$/.test(pathname)) {
    const locations = Object.keys(world.tpuTypes).map((zone) => ({ name: `${pathname}/${zone}`, locationId: zone }));
    return { status: 200, body: { locations } };
  }
  if (/\/zones$/.test(pathname)) return { status: 200, body: { kind: 'compute#zoneList', items: world.zones } };
  const partial = searchParams.get('returnPartialSuccess') === 'true';
  if (/\/aggregated\/machineTypes$/.test(pathname)) {
    return scopes('machineTypes', world.machineTypes, world, partial, token);
  }
  if (/\/aggregated\/acceleratorTypes$/.test(pathname)) {
    return scopes('acceleratorTypes', world.acceleratorTypes, world, partial, token);
  }
  if (pathname === '/token') {
    const issued = { access_token: TOKEN, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    return { status: 200, body: { ...issued, token_type: 'Bearer', expires_in: 3600 } };
  }
  return failed(404, 'NOT_FOUND', 'The requested URL was not found on this server.');
}

/** Every page names every scope: with what stands there on this page, or with a warning that nothing does. */
function scopes(
  name: string,
  byScope: Readonly<Record<string, readonly object[]>>,
  world: GoogleWorld,
  partial: boolean,
  token: string | null,
): Answer {
  if (world.unreachables.length > 0 && !partial) return failed(503, 'UNAVAILABLE', 'A zone cannot be reached.');
  const all = Object.entries(byScope).flatMap(([scope, items]) => items.map((item) => ({ scope, item })));
  const { items, nextPageToken } = paged(all, MOST_MACHINES_A_PAGE, token);
  const nothing = { code: 'NO_RESULTS_ON_PAGE', message: 'There are no results for this scope on this page.' };
  const body = Object.fromEntries(
    Object.keys(byScope).map((scope) => {
      const here = items.filter((one) => one.scope === scope).map(({ item }) => item);
      return [scope, here.length > 0 ? { [name]: here } : { warning: nothing }];
    }),
  );
  const unreachables = world.unreachables.length > 0 ? { unreachables: world.unreachables } : {};
  return { status: 200, body: { kind: 'compute#list', items: body, ...unreachables, ...maybeToken(nextPageToken) } };
}

function maybeToken(nextPageToken: string): object {
  return nextPageToken === '' ? {} : { nextPageToken };
}

function tpus(types: readonly string[] | null | undefined, path: string): Answer {
  if (types === undefined) return failed(404, 'NOT_FOUND', 'Location is not found.');
  if (types === null) return failed(503, 'UNAVAILABLE', '502:Bad Gateway');
  // A zone without any answers with nothing at all.
  if (types.length === 0) return { status: 200, body: {} };
  return { status: 200, body: { acceleratorTypes: types.map((type) => ({ name: `${path}/${type}`, type })) } };
}

function paged<Item>(all: readonly Item[], size: number, token: string | null) {
  const from = Number(token || 0);
  const items = all.slice(from, from + size);
  return { items, nextPageToken: from + size < all.length ? String(from + size) : '' };
}

function refused(): Answer {
  return failed(403, 'PERMISSION_DENIED', 'Method does not allow unregistered callers (callers without identity).');
}

function failed(code: number, status: string, message: string): Answer {
  return { status: code, body: { error: { code, message, status } } };
}
