import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAzureSources } from '../../../src/prices/sources/azure/index.js';
import { ResourceSkusSource } from '../../../src/prices/sources/azure/resource-skus.source.js';
import { SpotEvictionsSource } from '../../../src/prices/sources/azure/spot-evictions.source.js';
import type { PollContext, PollResult, PriceSource } from '../../../src/prices/sources/price-source.js';
import { armAccess } from './arm-clients.js';
import { startArmEmulator, type ArmEmulator } from './arm-emulator.js';
import { evictionWorld, skuWorld } from './arm-world.js';
import { pollContext } from './clients.js';
import { FAULTS, type Fault } from './faults.js';
import { json, type Answer } from './loopback.js';
import { EXPIRED_SECRET, startTlsFront, useClientSecret, type TlsFront } from './tls-front.js';

let emulator: ArmEmulator;
let front: TlsFront;
let credentials: { remove(): void };

/** Azure's clients → TLS → the emulator, which breaks the agreement here. */
beforeEach(async () => {
  emulator = await startArmEmulator();
  front = await startTlsFront(`http://127.0.0.1:${emulator.port}`);
  emulator.publicUrl = front.url;
  emulator.skus = skuWorld();
  emulator.evictions = evictionWorld();
  credentials = useClientSecret('a-secret');
});
afterEach(async () => {
  credentials.remove();
  await front.close();
  await emulator.close();
});

const SOURCES = {
  skus: () => new ResourceSkusSource(armAccess(front), 'a-subscription', ['eastus2']),
  evictions: () => new SpotEvictionsSource(armAccess(front)),
} satisfies Record<string, () => PriceSource>;
const NAMES = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

function poll(name: keyof typeof SOURCES, more: Partial<PollContext> = {}): Promise<PollResult> {
  return SOURCES[name]().poll(name === 'skus' ? 'eastus2' : null, pollContext(more));
}

/** What is answered once more than clients ask. */
function always(answer: Answer): void {
  emulator.next.push(...Array.from({ length: 3 }, () => answer));
}

describe.each(NAMES)('of the source of %s', (name) => {
  it.each(Object.keys(FAULTS) as Fault[])('%s passes: asked again, all is there', async (fault) => {
    const whole = await poll(name);
    emulator.next.push(FAULTS[fault]);
    expect(await poll(name)).toEqual(whole);
  });

  it.each([
    ['throttled', 'throttled'],
    ['server error', 'status'],
    ['html', 'unreadable'],
    ['cut off JSON', 'unreadable'],
    ['connection cut in the body', 'cut_off'],
    ['wrong encoding', 'unreadable'],
  ] as const)('%s, as often as it is asked, is an error: %s', async (fault, failure) => {
    always(FAULTS[fault]);
    await expect(poll(name)).rejects.toMatchObject({ name: 'OutboundError', failure });
    expect(emulator.asked).toHaveLength(3);
  });

  it.each([401, 403])('a refusal with status %d is not tried again', async (status) => {
    emulator.next.push((_request, response) => json(response, status, { error: { code: 'AuthorizationFailed' } }));
    await expect(poll(name)).rejects.toMatchObject({ failure: 'not_authorised', status });
    expect(emulator.asked).toHaveLength(1);
  });

  it('a redirect is not followed: the token would travel along', async () => {
    emulator.next.push(
      (_request, response) => void response.writeHead(307, { location: 'https://127.0.0.1:1/' }).end(),
    );
    await expect(poll(name)).rejects.toMatchObject({ failure: 'status', status: 307 });
    expect(emulator.asked).toHaveLength(1);
  });

  it('an answer of another shape is an error', async () => {
    emulator.next.push((_request, response) => json(response, 200, { value: 'none', data: 'none', totalRecords: 1 }));
    await expect(poll(name)).rejects.toMatchObject({ name: 'OutboundError', failure: 'unexpected' });
  });

  it.each<[string, Answer]>([
    ['silence', () => undefined],
    [
      'a wait that Azure asks for',
      (_request, response) => void response.writeHead(429, { 'retry-after': '120' }).end(),
    ],
  ])('%s is ended by whoever polls', async (_name, answer) => {
    const stop = new AbortController();
    always((request, response) => {
      answer(request, response);
      setTimeout(() => stop.abort(), 50);
    });
    await expect(poll(name, { signal: stop.signal })).rejects.toMatchObject({ failure: 'cancelled' });
    expect(emulator.asked).toHaveLength(1);
  });

  it('a secret that has expired is an error that says so, and nothing is asked', async () => {
    credentials.remove();
    credentials = useClientSecret(EXPIRED_SECRET);
    const error = await poll(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'OutboundError', failure: 'not_authorised' });
    expect((error as Error).message).toContain("AADSTS7000222: The provided client secret keys for app 'an-app'");
    expect((error as Error).message).not.toContain(EXPIRED_SECRET);
    expect(emulator.asked).toEqual([]);
  });

  it('a secret that has expired makes it not ready, with what credentials would add', async () => {
    credentials.remove();
    credentials = useClientSecret(EXPIRED_SECRET);
    const readiness = await SOURCES[name]().readiness();
    expect(readiness).toMatchObject({ ready: false });
    expect(readiness).toMatchObject({ needs: expect.stringMatching(/Reader role.*they add.*AADSTS7000222/) as string });
  });

  it('no credentials at all make it not ready', async () => {
    credentials.remove();
    credentials = useClientSecret('');
    expect(await SOURCES[name]().readiness()).toMatchObject({ ready: false });
  });

  it('a refusal of the sign-in service is not asked for again at once', async () => {
    credentials.remove();
    credentials = useClientSecret(EXPIRED_SECRET);
    const source = SOURCES[name]();
    await source.readiness();
    await source.readiness();
    expect(front.tokens()).toBe(1);
  });
});

describe('the pages of the list of SKUs', () => {
  it.each([
    ['another host', 'https://example.org/subscriptions/a/providers/Microsoft.Compute/skus'],
    ['another port of this host', 'https://127.0.0.1:1/subscriptions/a/providers/Microsoft.Compute/skus'],
  ])('are an error where they lead to %s: the token stays here', async (_name, nextLink) => {
    emulator.next.push((_request, response) => json(response, 200, { value: skuWorld(), nextLink }));
    await expect(poll('skus')).rejects.toThrow('links to another host');
  });

  it('are an error where they lead in a circle', async () => {
    const nextLink = `${front.url}/subscriptions/a/providers/Microsoft.Compute/skus?api-version=2021-07-01`;
    for (let asked = 0; asked < 5; asked += 1) {
      emulator.next.push((_request, response) => json(response, 200, { value: skuWorld(), nextLink }));
    }
    await expect(poll('skus')).rejects.toThrow('have no end');
    expect(emulator.asked.length).toBeLessThanOrEqual(3);
  });
});

describe('the pages of eviction rates', () => {
  const row = { id: '1', skuName: 'standard_nc40ads_h100_v5', location: 'eastus2', spotEvictionRate: '0-5' };
  const head = { count: 1, resultTruncated: 'false' };

  it('are an error where they are fewer than announced', async () => {
    emulator.next.push((_request, response) => json(response, 200, { ...head, totalRecords: 2, data: [row] }));
    await expect(poll('evictions')).rejects.toThrow('gave 1 of 2 rows');
  });

  it('are an error where there is none', async () => {
    emulator.next.push((_request, response) => json(response, 200, { ...head, count: 0, totalRecords: 0, data: [] }));
    await expect(poll('evictions')).rejects.toThrow('gave no row at all');
  });

  it('are an error where they lead in a circle', async () => {
    for (let asked = 0; asked < 5; asked += 1) {
      emulator.next.push((_request, response) =>
        json(response, 200, { ...head, totalRecords: 9, data: [row], $skipToken: 'again' }),
      );
    }
    await expect(poll('evictions')).rejects.toThrow('gives pages without an end');
    expect(emulator.asked).toHaveLength(2);
  });

  it('are an error where a row has another shape', async () => {
    const data = [{ ...row, spotEvictionRate: 5 }];
    emulator.next.push((_request, response) => json(response, 200, { ...head, totalRecords: 1, data }));
    await expect(poll('evictions')).rejects.toMatchObject({ failure: 'unexpected' });
  });
});

describe('as the product makes it', () => {
  function sources(caFile: string | null): PriceSource[] {
    return createAzureSources({
      regions: ['eastus2'],
      pricesEndpoint: null,
      currency: null,
      managementEndpoint: front.url,
      authorityHost: front.url,
      subscriptionId: 'a-subscription',
      caFile,
    });
  }

  it('a certificate of one’s own is trusted where its file is named, by sign-in and by both clients', async () => {
    const [, , skus, evictions] = sources(front.caFile);
    expect(await skus?.readiness()).toEqual({ ready: true });
    expect((await skus?.poll('eastus2', pollContext()))?.availability).not.toEqual([]);
    expect((await evictions?.poll(null, pollContext()))?.interruptions).not.toEqual([]);
    expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined();
  });

  it('a certificate that nobody vouches for is not trusted: nothing is signed in to, and nothing asked', async () => {
    const [, , skus] = sources(null);
    expect(await skus?.readiness()).toMatchObject({ ready: false });
    await expect(skus?.poll('eastus2', pollContext())).rejects.toMatchObject({ failure: 'unreachable' });
    expect(front.tokens()).toBe(0);
    expect(emulator.asked).toEqual([]);
  });
});
