import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startGoogleEmulator, type GoogleEmulator } from '../peers/gcp/emulator.js';
import { WORLD } from '../peers/gcp/world.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

interface Run {
  readonly id: string;
  readonly finishedAt: string | null;
  readonly steps: readonly {
    source: string;
    state: string;
    published: number;
    quarantined: number;
    failure: string | null;
  }[];
}
interface Source {
  readonly id: string;
  readonly state: string;
  readonly lastGoodAt: string | null;
  readonly offersInForce: number;
  readonly regions: readonly { failures: number; lastFailure: string | null }[];
}

/** The whole way: Google's own SDK against an emulator on loopback, the gate, both stores, the API. */
describe('a poll', () => {
  let google: GoogleEmulator;
  let app: TestApp;

  const poll = async (): Promise<Run> => {
    const begun = await app.post<Run>('/v1/prices/polls', { source: ['gcp-billing-catalog'] });
    expect(begun.status, JSON.stringify(begun.body)).toBe(202);
    for (;;) {
      const { body } = await app.get<Run>(`/v1/prices/polls/${begun.body.id}`);
      if (body.finishedAt !== null) return body;
      await sleep(50);
    }
  };
  const price = async (region: string, instanceType: string, purchase: string) => {
    const query = `region=${region}&instanceType=${instanceType}&purchase=${purchase}`;
    const { body } = await app.get<{ offers: { usdPerHour: string; publisher: string }[] }>(`/v1/prices?${query}`);
    return body.offers?.map(({ usdPerHour }) => usdPerHour) ?? [];
  };
  const source = async (): Promise<Source> => {
    const { body } = await app.get<Source[]>('/v1/prices/sources');
    const found = body.find(({ id }) => id === 'gcp-billing-catalog');
    if (found === undefined) throw new Error('The source is not listed.');
    return found;
  };

  beforeAll(async () => {
    google = await startGoogleEmulator(WORLD);
    app = await startTestApp({
      PENNYWATT_GCP_API_KEY: API_KEY,
      PENNYWATT_GCP_BILLING_ENDPOINT: google.url,
      PENNYWATT_GCP_COMPUTE_ENDPOINT: google.url,
      PENNYWATT_GCP_TPU_ENDPOINT: google.url,
      // Nobody answers for the metadata of a machine in the cloud here.
      GCE_METADATA_HOST: '127.0.0.1:9',
    });
  });
  afterAll(async () => {
    await app.close();
    await google.close();
  });

  it('puts what was stated in force, in the place of the snapshot', async () => {
    const run = await poll();
    expect(run.steps).toMatchObject([{ source: 'gcp-billing-catalog', state: 'good' }]);
    expect(run.steps[0]?.published).toBeGreaterThan(10);
    // 12 × 0.031611 + 85 × 0.004237 + 2.933908
    expect(await price('us-central1', 'a2-highgpu-1g', 'on_demand')).toEqual(['3.673385']);
    expect(await source()).toMatchObject({ state: 'good' });
    expect((await source()).offersInForce).toBe(run.steps[0]?.published);
  });

  it('keeps what it does not find any more of a whole list until that is confirmed', async () => {
    // The emulator states a handful of machines: nearly all of the snapshot is missing from it.
    const { body } = await app.get<{ total: number }>('/v1/prices/quarantine?reason=vanished&limit=1');
    expect(body.total).toBeGreaterThan(100);
    expect(await price('europe-west4', 'a2-highgpu-1g', 'on_demand')).toHaveLength(1);
  });

  it('adds to the history what changed, and nothing when it is done again', async () => {
    const history = async () =>
      (
        await app.get<{ series: { days: unknown[]; maxUsdPerHour: string }[] }>(
          '/v1/prices/history?offer=gcp:us-central1:a2-highgpu-1g:on_demand',
        )
      ).body.series;
    const before = await history();
    expect(before).toHaveLength(1);
    await poll();
    expect((await history())[0]?.days).toHaveLength(1);
  });

  it.each([
    ['HTML in place of JSON', '<html>maintenance</html>', 200],
    ['JSON that is cut off', '{"skus": [{"name": "x"', 200],
    ['an error of the server', '{}', 500],
    ['credentials that have expired', '{"error":{"code":401,"message":"expired","status":"UNAUTHENTICATED"}}', 401],
  ])('that meets %s leaves the last good prices in force, and says so', async (_name, body, status) => {
    const good = await source();
    google.failAlways((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
    try {
      const run = await poll();
      expect(run.steps[0]?.state).toBe('failed');
      expect(run.steps[0]?.failure).toBeTruthy();
    } finally {
      google.failAlways(null);
    }
    const after = await source();
    expect(after).toMatchObject({ state: 'failing', lastGoodAt: good.lastGoodAt, offersInForce: good.offersInForce });
    expect(await price('us-central1', 'a2-highgpu-1g', 'on_demand')).toEqual(['3.673385']);
    await poll();
    expect((await source()).state).toBe('good');
  });

  it('that is asked for something that no source has says what there is', async () => {
    const answer = await app.post<{ detail: string }>('/v1/prices/polls', { source: ['gcp-biling'] });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain('gcp-billing-catalog');
    expect((await app.get('/v1/prices/polls/7')).status).toBe(400);
    expect((await app.get('/v1/prices/polls/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it('tells who wants to know: events of quarantine and failed polls are kept', async () => {
    const { body } = await app.get<{ events: { kind: string }[] }>('/v1/prices/events?limit=1000');
    const kinds = new Set(body.events.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['published', 'vanished', 'poll_failed']));
  });
});
