import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, close, json, listen, type Answer } from './loopback.js';

export interface ArmEmulator {
  readonly port: number;
  /** Where clients are told to go on; behind a proxy this is the proxy. */
  publicUrl: string;
  skus: readonly object[];
  evictions: readonly EvictionRow[];
  pageRows: number;
  /** What is answered in place of the next pages, one by one. */
  readonly next: Answer[];
  readonly asked: Asked[];
  close(): Promise<void>;
}

export interface EvictionRow {
  readonly skuName: string;
  readonly location: string;
  readonly spotEvictionRate: string;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | null;
  readonly body: string;
}

/** The token that the sign-in service below gives out. */
export const TOKEN = 'a-token-of-the-emulator';

/** Of the Azure Resource Manager on this machine: the list of SKUs, and Resource Graph for eviction rates. */
export async function startArmEmulator(): Promise<ArmEmulator> {
  const server = createServer((request, response) => void take(emulator, request, response));
  const port = await listen(server);
  const emulator: ArmEmulator = {
    port,
    publicUrl: `http://127.0.0.1:${port}`,
    skus: [],
    evictions: [],
    pageRows: 100,
    next: [],
    asked: [],
    close: () => close(server),
  };
  return emulator;
}

async function take(emulator: ArmEmulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://emulator');
  const body = await bodyOf(request);
  const authorization = request.headers.authorization ?? null;
  emulator.asked.push({ method: request.method ?? '', url, authorization, body });
  const instead = emulator.next.shift();
  if (instead !== undefined) instead(request, response);
  else if (authorization !== `Bearer ${TOKEN}`) refuse(response, 401, 'AuthenticationFailed');
  else if (url.pathname.endsWith('/providers/Microsoft.Compute/skus')) listSkus(emulator, url, response);
  else if (url.pathname === '/providers/Microsoft.ResourceGraph/resources') query(emulator, body, response);
  else refuse(response, 404, 'NotFound');
}

function refuse(response: ServerResponse, status: number, code: string): void {
  json(response, status, { error: { code, message: code } });
}

function listSkus(emulator: ArmEmulator, url: URL, response: ServerResponse): void {
  const [, location] = /^location eq '(\w+)'$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
  const here = emulator.skus.filter((sku) =>
    (sku as { locations: string[] }).locations.some((one) => one.toLowerCase() === location),
  );
  const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
  const next = new URL(`${emulator.publicUrl}${url.pathname}${url.search}`);
  next.searchParams.set('$skiptoken', String(skip + emulator.pageRows));
  json(response, 200, {
    value: here.slice(skip, skip + emulator.pageRows),
    ...(skip + emulator.pageRows < here.length && { nextLink: next.href }),
  });
}

interface Query {
  readonly query: string;
  readonly options?: { readonly $skipToken?: string; readonly $top?: number };
}

/** Pages as Resource Graph gives them: without the column `id` there is no token for the next one. */
function query(emulator: ArmEmulator, body: string, response: ServerResponse): void {
  const { query: text, options } = JSON.parse(body) as Query;
  const rows = emulator.evictions.map((row, index) => ({ id: `/evictions/${index}`, ...row }));
  const skip = Number(options?.$skipToken ?? 0);
  const size = Math.min(emulator.pageRows, options?.$top ?? 100);
  const data = rows.slice(skip, skip + size);
  const isTruncated = skip + size < rows.length;
  const canGoOn = isTruncated && /\| project id,/.test(text);
  json(response, 200, {
    totalRecords: rows.length,
    count: data.length,
    data,
    facets: [],
    resultTruncated: String(isTruncated && !canGoOn),
    ...(canGoOn && { $skipToken: String(skip + size) }),
  });
}
