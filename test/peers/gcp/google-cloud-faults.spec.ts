import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundError } from '../../../src/platform/index.js';
import { BillingCatalogSource } from '../../../src/prices/sources/gcp/billing-catalog.source.js';
import { MachineTypesSource } from '../../../src/prices/sources/gcp/machine-types.source.js';
import { TpuTypesSource } from '../../../src/prices/sources/gcp/tpu-types.source.js';
import { pollContext, quickOutbound, useCredentials } from './clients.js';
import { API_KEY, startGoogleEmulator, type Fault, type GoogleEmulator } from './emulator.js';
import { WORLD } from './world.js';

let emulator: GoogleEmulator;
let credentials: { remove(): void };

beforeAll(async () => {
  emulator = await startGoogleEmulator(WORLD);
  credentials = useCredentials(`${emulator.url}/token`);
});
beforeEach(() => emulator.failAlways(null));
afterAll(async () => {
  credentials.remove();
  await emulator.close();
});

function settings(apiKey: string | null = API_KEY) {
  const { url } = emulator;
  return { apiKey, projectId: 'a-project', billingEndpoint: url, computeEndpoint: url, tpuEndpoint: url };
}
const catalog = (apiKey?: string | null) => new BillingCatalogSource(settings(apiKey), quickOutbound());
const machines = () => new MachineTypesSource(settings(), quickOutbound());
const tpus = () => new TpuTypesSource(settings(), quickOutbound());

async function failure(poll: Promise<unknown>): Promise<OutboundError> {
  const error = await poll.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'OutboundError' });
  return error as OutboundError;
}

function send(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
  return (_request, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}
const google = (code: number, status: string, message: string) => ({ error: { code, message, status } });

describe('what passes by itself is tried again, and the poll is whole', () => {
  it.each([
    ['429 with Retry-After', send(429, google(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'), { 'retry-after': '0' })],
    ['429 without', send(429, google(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'))],
    ['500', send(500, google(500, 'INTERNAL', 'Internal error encountered.'))],
    ['502 with a page in HTML', send(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' })],
    ['HTML in place of JSON', send(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' })],
    ['JSON that is cut off', send(200, '{"skus": [{"skuId": "039F-D0DA-4055", "descr')],
    ['a body in another encoding than it says', send(200, { skus: [] }, { 'content-encoding': 'gzip' })],
    [
      'a connection cut half way',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
        response.write('{"skus": [', () => response.destroy());
      },
    ],
  ] satisfies [string, Fault][])('%s', async (_what, fault) => {
    emulator.fail(fault);
    const { prices } = await catalog().poll(null, pollContext());
    expect(prices.find(({ instanceType }) => instanceType === 'a2-highgpu-1g')?.perHour).toBe('3.673385');
  });
});

describe('a poll ends with an error that says what is wrong', () => {
  it.each([
    ['HTML for good', send(200, '<html>'), 'unreadable', null],
    ['500 for good', send(500, google(500, 'INTERNAL', 'Internal error')), 'status', 500],
    ['no such service', send(404, google(404, 'NOT_FOUND', 'Service not found.')), 'status', 404],
    [
      'an expired or revoked token',
      send(401, google(401, 'UNAUTHENTICATED', 'Invalid credentials')),
      'not_authorised',
      401,
    ],
    ['a key without the API', send(403, google(403, 'PERMISSION_DENIED', 'API not enabled')), 'not_authorised', 403],
    ['an answer in another shape', send(200, { skus: 'none' }), 'unexpected', null],
    [
      'prices in another shape',
      send(200, { skus: [{ pricingInfo: [{ pricingExpression: { tieredRates: {} } }] }] }),
      'unexpected',
      null,
    ],
    ['nothing at all, which would read as "nothing is sold"', send(200, {}), 'unexpected', null],
  ] satisfies [string, Fault, string, number | null][])('%s', async (_what, fault, failed, status) => {
    emulator.failAlways(fault);
    const error = await failure(catalog().poll(null, pollContext()));
    expect([error.failure, error.status]).toEqual([failed, status]);
    expect(error.message).not.toContain(API_KEY);
  });

  it('a wait that is longer than is believed: at once, with what was asked for', async () => {
    emulator.failAlways(send(429, google(429, 'RESOURCE_EXHAUSTED', 'Quota'), { 'retry-after': '3600' }));
    const before = emulator.asked.length;
    const error = await failure(catalog().poll(null, pollContext()));
    expect([error.failure, error.retryAfterMs]).toEqual(['throttled', 3_600_000]);
    expect(emulator.asked.length - before).toBe(1);
  });

  it('an endpoint where nobody is', async () => {
    const gone = { ...settings(), billingEndpoint: 'http://127.0.0.1:1' };
    const error = await failure(new BillingCatalogSource(gone, quickOutbound()).poll(null, pollContext()));
    expect(error.failure).toBe('unreachable');
  });

  it('credentials that Google takes no more, asked for a token', async () => {
    const expired = { error: 'invalid_grant', error_description: 'The token has expired or been revoked.' };
    emulator.failAlways(send(400, expired));
    const error = await failure(catalog(null).poll(null, pollContext()));
    expect(error.failure).toBe('not_authorised');
    expect(error.message).toContain('expired');
  });

  it('no credentials at all', async () => {
    credentials.remove();
    process.env.METADATA_SERVER_DETECTION = 'none';
    const home = process.env.HOME;
    process.env.HOME = '/nowhere';
    try {
      const error = await failure(catalog(null).poll(null, pollContext()));
      expect(error.failure).toBe('not_authorised');
      expect(await catalog(null).readiness()).toMatchObject({ ready: false });
      expect(await catalog().readiness()).toEqual({ ready: true });
      expect(await machines().readiness()).toMatchObject({ ready: false });
    } finally {
      process.env.HOME = home;
      delete process.env.METADATA_SERVER_DETECTION;
      credentials = useCredentials(`${emulator.url}/token`);
    }
  });
});

describe('pages', () => {
  it('a token that comes back ends the walk', async () => {
    emulator.failAlways(send(200, { skus: WORLD.skus['6F81-5844-456A'], nextPageToken: 'again' }));
    const error = await failure(catalog().poll(null, pollContext()));
    expect(error.message).toBe('Google Cloud Billing gave the same page token twice.');
  });

  it('an empty page with a token is not the last one', async () => {
    emulator.fail(send(200, { skus: [], nextPageToken: '0' }));
    const { prices } = await catalog().poll(null, pollContext());
    expect(prices.length).toBeGreaterThan(0);
  });

  it('nor are twelve of them in a row, after which the iterator of the SDK would end without a word', async () => {
    const empty = Array.from({ length: 12 }, (_, at) =>
      send(200, { items: {}, nextPageToken: at === 11 ? '0' : `empty-${at}` }),
    );
    const list = machines();
    // The zones are asked first.
    emulator.fail(send(200, { items: WORLD.zones }), ...empty);
    const { availability } = await list.poll(null, pollContext());
    expect(
      availability.some(({ zone, instanceType }) => zone === 'us-central1-a' && instanceType === 'a3-highgpu-8g'),
    ).toBe(true);
  });

  it('a loop in the lists of Compute Engine ends as well', async () => {
    emulator.failAlways(send(200, { items: {}, nextPageToken: 'again' }));
    expect((await failure(machines().poll(null, pollContext()))).failure).toBe('unexpected');
  });
});

describe('a poll that is called off ends', () => {
  it.each([
    ['the catalog', catalog],
    ['Compute Engine', machines],
    ['the Cloud TPU API', tpus],
  ])('%s', async (_what, source) => {
    const stop = new AbortController();
    emulator.failAlways((request, response) => {
      // Tokens are given, then nothing more is said.
      if (request.method === 'POST') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', expires_in: 3600 }));
      } else stop.abort();
    });
    expect((await failure(source().poll(null, pollContext({ signal: stop.signal })))).failure).toBe('cancelled');
  });
});

it('a poll that is called off while it waits for a token ends as well', async () => {
  const stop = new AbortController();
  emulator.failAlways(() => stop.abort());
  const error = await failure(catalog(null).poll(null, pollContext({ signal: stop.signal })));
  expect(error.failure).toBe('cancelled');
});

describe('TPUs', () => {
  it('that no zone tells of, because none lets us in, are an error and not "nowhere"', async () => {
    emulator.failAlways((request, response) => {
      const body =
        request.method === 'POST'
          ? { access_token: 'x', token_type: 'Bearer', expires_in: 3600 }
          : request.url?.includes('acceleratorTypes') === true
            ? google(403, 'PERMISSION_DENIED', 'Cloud TPU API has not been used in this project')
            : { locations: [{ locationId: 'us-central1-a' }, { locationId: 'us-central1-b' }] };
      send('error' in body ? 403 : 200, body)(request, response);
    });
    const error = await failure(tpus().poll(null, pollContext()));
    expect([error.failure, error.status]).toEqual(['not_authorised', 403]);
  });
});
