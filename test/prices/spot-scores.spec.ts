import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { remote } from '../../src/cli/remote.js';
import type { SpotScores } from '../../src/prices/index.js';
import { SpotScoresService } from '../../src/prices/spot-scores/spot-scores.service.js';
import { useCredentials } from '../peers/aws/clients.js';
import { refused } from '../peers/aws/emulator-refusal.js';
import { ACCESS_KEY, startAwsEmulator, type AwsEmulator } from '../peers/aws/emulator.js';
import { WORLD } from '../peers/aws/world.js';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const FLEET = ['p5.48xlarge', 'p5.4xlarge', 'p5e.48xlarge', 'p5en.48xlarge'];

/** The whole way: AWS's own SDK against an emulator on loopback, the API, the command line. */
describe('spot scores', () => {
  let credentials: { remove(): void };
  let emulator: AwsEmulator;
  let app: TestApp;

  beforeAll(async () => {
    credentials = useCredentials(ACCESS_KEY);
    emulator = await startAwsEmulator(WORLD);
    app = await startTestApp({ PENNYWATT_AWS_EC2_ENDPOINT: emulator.url });
  });
  afterAll(async () => {
    await app.close();
    await emulator.close();
    credentials.remove();
  });

  const ask = (query: string) => app.get<SpotScores & { detail: string }>(`/v1/prices/spot-scores?${query}`);
  const asked = () => emulator.asked.filter(({ operation }) => operation === 'GetSpotPlacementScores').length;
  const terminal = async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const connect = () => Promise.resolve(remote(app.url));
    const code = await run(args, { connect, out: (line) => out.push(line), err: (line) => err.push(line) });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

  it('have the likeliest place first, with what was asked and when', async () => {
    const { status, body } = await ask('accelerator=H100,H200&instances=4');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cloud: 'aws',
      state: 'scored',
      why: null,
      instances: 4,
      within: 'region',
      scores: [
        { region: 'eu-west-1', zone: null, score: 9 },
        { region: 'us-east-1', zone: null, score: 3 },
      ],
    });
    expect(body.instanceTypes).toEqual([...FLEET].sort());
    expect(body.ageSeconds).toBeLessThan(60);
  });

  it('are asked for once in ten minutes, however often somebody wants to know, and anew for another fleet', async () => {
    const before = asked();
    await Promise.all([ask('accelerator=H100,H200&instances=4'), ask('accelerator=H200,H100&instances=4')]);
    expect(asked()).toBe(before);
    await Promise.all([ask('accelerator=L4&within=zone'), ask('accelerator=L4&within=zone')]);
    // Five places, two a page.
    expect(asked()).toBe(before + 3);
  });

  it('that are old stay, with their age, while the cloud does not answer', async () => {
    emulator.failAlways(refused(true, 'UnauthorizedOperation', 'You are not authorized.', 403));
    try {
      const { status, body } = await ask('accelerator=H100,H200&instances=5');
      expect(status).toBe(200);
      expect(body).toMatchObject({ state: 'failed', asOf: null, ageSeconds: null, scores: [] });
      expect(body.why).toContain('UnauthorizedOperation');
      // An hour later those of the first test are too old to be taken for new.
      const later = new Date(Date.now() + 3_600_000);
      const query = { accelerator: ['H100', 'H200'], instances: 4, within: 'region' as const };
      const old = await app.app.get(SpotScoresService).find(query, later);
      expect(old).toMatchObject({ state: 'failed', scores: [{ score: 9 }, { score: 3 }] });
      expect(old.ageSeconds).toBeGreaterThanOrEqual(3600);
    } finally {
      emulator.failAlways(null);
    }
  });

  it.each([
    [
      'of fewer than three types of machines are none',
      'accelerator=H100',
      /scores only fleets .* p5\.48xlarge.*H100,H200/,
    ],
    ['of nothing are none', '', /accelerator/],
    ['of no machine are none', 'accelerator=L4&instances=0', /instances/],
    [
      'of more regions than AWS takes are none',
      `accelerator=L4&region=${Array(11).fill('us-east-1').join(',')}`,
      /at most 10/,
    ],
  ])('%s', async (_, query, sentence) => {
    const { status, body } = await ask(query);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(sentence);
  });

  it('are told on the command line', async () => {
    const scored = await terminal('prices', 'spot-scores', '--accelerator', 'H100,H200', '--within', 'zone');
    expect(scored.code).toBe(0);
    expect(scored.out).toMatch(/^score\s+region\s+zone\n\s+7\s+eu-west-1\s+euw1-az2\n\s+2\s+us-east-1\s+use1-az6\n/);
    expect(scored.out).toMatch(/For 1 of p5\.48xlarge, .* in one zone, \d+ s ago\.$/);
    expect((await terminal('prices', 'spot-scores')).code).toBe(2);
  });
});

describe('spot scores without credentials', () => {
  it('say what is missing, and are no fault', async () => {
    const none = useCredentials(null);
    const app = await startTestApp();
    try {
      const { status, body } = await app.get<SpotScores>('/v1/prices/spot-scores?accelerator=L4');
      expect(status).toBe(200);
      expect(body).toMatchObject({ state: 'not_ready', scores: [], asOf: null });
      expect(body.why).toContain('ec2:GetSpotPlacementScores');
    } finally {
      await app.close();
      none.remove();
    }
  });
});
