import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { readInstanceTypes } from '../../../catalog/index.js';
import { InputError, Outbound, type OutboundError } from '../../../platform/index.js';
import type { PollContext } from '../price-source.js';
import { PriceListSource } from './price-list.source.js';
import { priceList, product } from './price-list.fixture.js';

const INDEX = '/offers/v1.0/aws/AmazonEC2/current/region_index.json';
const CHINA_INDEX = '/offers/v1.0/cn/AmazonEC2/current/region_index.json';
const VERSION_1 = '/offers/v1.0/aws/AmazonEC2/20260731203522/us-east-1/index.json';
const VERSION_2 = '/offers/v1.0/aws/AmazonEC2/20260801203522/us-east-1/index.json';

const LIST = priceList({
  products: [product({ sku: 'A' })],
  onDemand: [{ sku: 'A', parts: [['Hrs', '32.7726000000']] }],
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server of files; a file may answer differently each time, and goes on with its last answer. */
async function serve(files: Record<string, Answer | Answer[]>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answers = [files[path] ?? notFound].flat();
    const times = asked.filter((one) => one === path).length;
    (answers[Math.min(times, answers.length) - 1] ?? notFound)(response, request);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const text =
  (body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(200, headers).end(body);
const notFound: Answer = (response) => response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
const index = (files: Record<string, string>): Answer =>
  text(
    JSON.stringify({
      formatVersion: 'v1.0',
      regions: Object.fromEntries(
        Object.entries(files).map(([regionCode, currentVersionUrl]) => [regionCode, { regionCode, currentVersionUrl }]),
      ),
    }),
  );

function source(url: string): PriceListSource {
  const outbound = new Outbound({ name: 'Prices', perSecond: null, concurrency: 2, attempts: 3, firstWaitMs: 1 });
  const settings = { priceListEndpoint: url, chinaPriceListEndpoint: url };
  return new PriceListSource(settings, outbound, { firstWaitMs: 1, budgetMs: 50 });
}

function context(more: Partial<PollContext> = {}): PollContext {
  const machines = readInstanceTypes().filter(({ cloud }) => cloud === 'aws');
  return {
    instanceTypes: new Map(machines.map((machine) => [machine.name, machine])),
    now: new Date('2026-08-01T12:00:00Z'),
    signal: new AbortController().signal,
    since: null,
    progress: () => undefined,
    ...more,
  };
}

const failure = (promise: Promise<unknown>): Promise<OutboundError> =>
  promise.then(
    () => {
      throw new Error('It was read.');
    },
    (error: unknown) => error as OutboundError,
  );

describe('the files of the price list', () => {
  it('are found through their index, read, and reported on while they arrive', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: text(LIST) });
    const seen: [number, number | null, string][] = [];
    const progress: PollContext['progress'] = (...said) => seen.push(said);
    const result = await source(url).poll('us-east-1', context({ progress }));
    expect(result.prices).toMatchObject([{ instanceType: 'p4d.24xlarge', perHour: '32.7726000000', currency: 'USD' }]);
    expect(result.covers).toEqual(['on_demand', 'reserved']);
    expect(seen.at(-1)).toEqual([Buffer.byteLength(LIST), null, 'bytes']);
  });

  it('are polled for every region of the index, and for both of China', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1, 'us-gov-west-1': VERSION_1 }) });
    expect(await source(url).regions(context())).toEqual([
      'us-east-1',
      'us-gov-west-1',
      'cn-north-1',
      'cn-northwest-1',
    ]);
  });

  it('of China have an index of their own, and prices in yuan', async () => {
    const file = '/offers/v1.0/cn/AmazonEC2/20260731203522/cn-north-1/index.json';
    const list = priceList({
      products: [product({ sku: 'A', attributes: { regionCode: 'cn-north-1' } })],
      onDemand: [{ sku: 'A', parts: [['Hrs', '221.5200000000', 'CNY']] }],
    });
    const { url } = await serve({ [CHINA_INDEX]: index({ 'cn-north-1': file }), [file]: text(list) });
    const { prices } = await source(url).poll('cn-north-1', context());
    expect(prices).toMatchObject([{ region: 'cn-north-1', currency: 'CNY', perHour: '221.5200000000' }]);
  });

  it('are not downloaded again while the version is the one that was read', async () => {
    const { url, asked } = await serve({
      [INDEX]: [
        index({ 'us-east-1': VERSION_1 }),
        index({ 'us-east-1': VERSION_1 }),
        index({ 'us-east-1': VERSION_2 }),
      ],
      [VERSION_1]: text(LIST),
      [VERSION_2]: text(LIST),
    });
    const { mark: since } = await source(url).poll('us-east-1', context());
    const second = await source(url).poll('us-east-1', context({ since }));
    expect(second).toMatchObject({ unchanged: true, prices: [], covers: ['on_demand', 'reserved'], mark: since });
    const third = await source(url).poll('us-east-1', context({ since }));
    expect(third.prices).toHaveLength(1);
    expect(asked.filter((path) => path !== INDEX)).toEqual([VERSION_1, VERSION_2]);
  });

  it('are read again when the catalog knows new machines, though the file is the same', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: text(LIST) });
    const known = context();
    const fewer = new Map([...known.instanceTypes].filter(([name]) => name !== 'p4d.24xlarge'));
    const { mark: since } = await source(url).poll('us-east-1', context({ instanceTypes: fewer }));
    expect((await source(url).poll('us-east-1', context({ since }))).prices).toHaveLength(1);
  });

  it('without a version in their name are asked for by their content', async () => {
    const file = '/mirror/us-east-1/index.json';
    const byContent: Answer = (response, { headers }) =>
      headers['if-none-match'] === '"abc"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"abc"' }).end(LIST);
    const { url, asked } = await serve({ [INDEX]: index({ 'us-east-1': file }), [file]: byContent });
    const { mark: since } = await source(url).poll('us-east-1', context());
    expect((await source(url).poll('us-east-1', context({ since }))).unchanged).toBe(true);
    expect(asked.filter((path) => path === file)).toHaveLength(2);
  });

  it('that are named before they are there are waited for', async () => {
    const { url, asked } = await serve({
      [INDEX]: index({ 'us-east-1': VERSION_1 }),
      [VERSION_1]: [notFound, notFound, text(LIST)],
    });
    expect((await source(url).poll('us-east-1', context())).prices).toHaveLength(1);
    expect(asked.filter((path) => path === VERSION_1)).toHaveLength(3);
  });

  it('that never come are given up', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }) });
    expect(await failure(source(url).poll('us-east-1', context()))).toMatchObject({ failure: 'status', status: 404 });
  });

  it('may be packed', async () => {
    const packed: Answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(LIST));
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: packed });
    expect((await source(url).poll('us-east-1', context())).prices).toHaveLength(1);
  });
});

describe('a file that breaks off', () => {
  const half = LIST.slice(0, LIST.length / 2);

  it('is read again from its first byte', async () => {
    const broken: Answer = (response) => {
      response.writeHead(200, { 'content-length': String(LIST.length) });
      response.write(half, () => response.destroy());
    };
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: [broken, text(LIST)] });
    expect((await source(url).poll('us-east-1', context())).prices).toHaveLength(1);
  });

  it('also where the connection ends as if that were all', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: [text(half), text(LIST)] });
    expect((await source(url).poll('us-east-1', context())).prices).toHaveLength(1);
  });

  it('every time states nothing', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: text(half) });
    expect(await failure(source(url).poll('us-east-1', context()))).toMatchObject({
      failure: 'unreadable',
      message: expect.stringContaining('cut off') as unknown,
    });
  });
});

describe('what is no price list', () => {
  it('is a page of HTML with status 200', async () => {
    const { url } = await serve({
      [INDEX]: index({ 'us-east-1': VERSION_1 }),
      [VERSION_1]: text('<html>Maintenance</html>'),
    });
    expect((await failure(source(url).poll('us-east-1', context()))).message).toBe(
      'The AWS price list is HTML or XML.',
    );
  });

  it('is a region that the index does not know, or a file on another server', async () => {
    const { url } = await serve({ [INDEX]: index({ 'us-east-1': 'https://elsewhere.example/index.json' }) });
    expect((await failure(source(url).poll('eu-west-1', context()))).message).toContain('has no file for eu-west-1');
    expect((await failure(source(url).poll('us-east-1', context()))).message).toContain('on another server');
  });

  it('is asked for over plain HTTP on this machine only', () =>
    expect(() => source('http://mirror.example')).toThrow(InputError));
});

it('a poll that is called off ends while it reads', async () => {
  const stop = new AbortController();
  const slow: Answer = (response) => {
    response.writeHead(200);
    response.write(LIST.slice(0, 200), () => stop.abort());
  };
  const { url } = await serve({ [INDEX]: index({ 'us-east-1': VERSION_1 }), [VERSION_1]: slow });
  expect((await failure(source(url).poll('us-east-1', context({ signal: stop.signal })))).failure).toBe('cancelled');
});
