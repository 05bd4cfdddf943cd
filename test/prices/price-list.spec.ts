import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../platform/test-app.js';

const HEADER = 'cloud,region,zone,instance_type,purchase_option,term_years,payment,usd_per_hour,as_of,source';
const imported = z.object({
  published: z.number(),
  quarantined: z.array(z.object({ row: z.number(), reason: z.string() })),
  rejected: z.array(z.object({ row: z.number(), reason: z.string() })),
});

describe("an operator's own price list", () => {
  let app: TestApp;
  const take = async (...rows: string[]) => {
    const { status, body } = await app.post('/v1/prices/import', { csv: [HEADER, ...rows].join('\n') });
    expect(status, JSON.stringify(body)).toBe(200);
    return imported.parse(body);
  };
  const priceOf = async (region: string, type: string, purchase: string) => {
    const query = `region=${region}&instanceType=${type}&purchase=${purchase}`;
    const { body } = await app.get<{ offers: { usdPerHour: string; source: string }[] }>(`/v1/prices?${query}`);
    return body.offers.map(({ usdPerHour, source }) => `${usdPerHour} ${source}`);
  };
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  // Each of these circulates in a public tool or catalog; beside each stands a price that is right.
  it.each([
    ['gcp,us-central1,,a3-highgpu-8g,on_demand,,,33.6,2026-06-01,catalog', 'known_wrong', 'H100 at 4.20 each'],
    ['gcp,us-central1,,a2-ultragpu-1g,on_demand,,,1.85,2026-06-01,catalog', 'known_wrong', 'A100 80 GB below its spot'],
    ['gcp,us-central1,,a4-highgpu-8g,on_demand,,,64.44,2026-06-01,catalog', 'known_wrong', 'B200 at the flex rate'],
    ['azure,eastus2,,Standard_NCC40ads_H100_v5,on_demand,,,8.82,2026-06-01,x', 'known_wrong', 'Windows for Linux'],
    ['aws,us-east-1,,p5.48xlarge,on_demand,,,0.0000000000,2026-06-01,x', 'placeholder', 'the capacity block twin'],
    ['gcp,europe-west4,,a2-highgpu-1g,on_demand,,,0,2026-06-01,x', 'placeholder', 'zero for an A100'],
    ['gcp,us-central1,,g2-standard-4,on_demand,,,0,2026-06-01,x', 'placeholder', 'zero for an L4'],
    ['gcp,us-central1,,a3-highgpu-8g,spot,,,700,2026-06-01,x', 'placeholder', 'a placeholder'],
    ['aws,us-east-1,,p5.48xlarge,spot,,,99.5,2026-06-01,x', 'spot_above_on_demand', 'spot above on demand'],
    ['aws,us-east-1,,p4d.24xlarge,reserved,1,no_upfront,40.1,2026-06-01,x', 'commitment', 'no discount'],
    ['aws,us-east-1,,g6.xlarge,on_demand,,,0.2,2026-06-01,x', 'out_of_line', 'a quarter of what it was'],
    ['aws,us-east-1,,g6.xlarge,on_demand,,,1.2,2026-06-01,x', 'jump', 'half as much again'],
    ['aws,us-east-1,,g6.xlarge,on_demand,,,0.8048,2199-01-01,x', 'future', 'a clock gone wrong'],
  ])('%s waits: %s (%s)', async (row, reason) => {
    const result = await take(row);
    expect(result).toMatchObject({ published: 0, rejected: [] });
    expect(result.quarantined[0]?.row).toBe(1);
    expect(result.quarantined[0]?.reason).toMatch(new RegExp(`^${reason}.*: `));
  });

  it('puts good prices in force beside bad ones, and says the row of each', async () => {
    const result = await take(
      'aws,us-east-1,,g6.xlarge,on_demand,,,0.81,2026-11-01,our contract',
      'aws,us-east-1,,g6.xlarge,spot,,,0.95,2026-11-01,our contract',
      'aws,nowhere-1,,g6.xlarge,spot,,,0.3,2026-11-01,our contract',
      'AWS,us-east-2,,g6.xlarge,On-Demand,,,0.8,2026-11-01,our contract',
      'azure,eastus2,,NC40ads_H100_v5,on demand,,,6.9,2026-11-01,our contract',
      'aws,us-east-1,,g6.xlarge,reserved,,,0.5,2026-11-01,our contract',
      'aws,us-east-1,,g6.xlarge,on_demand,,,cheap,2026-11-01,our contract',
    );
    expect(result.published).toBe(3);
    expect(result.quarantined.map(({ row }) => row)).toEqual([2]);
    expect(result.quarantined[0]?.reason).toContain('0.95 USD an hour');
    expect(result.rejected.map(({ row }) => row)).toEqual([3, 6, 7]);
    expect(await priceOf('us-east-1', 'g6.xlarge', 'on_demand')).toEqual(['0.81 our contract']);
  });

  it('changes nothing when it is taken in again', async () => {
    const row = 'aws,us-west-2,,g6.2xlarge,on_demand,,,0.97,2026-11-01,our contract';
    const before = await take(row);
    const events = async () => (await app.get<{ total: number }>('/v1/prices/quarantine?status=all')).body.total;
    const waiting = await events();
    expect(await take(row)).toEqual(before);
    expect(await events()).toBe(waiting);
  });

  it('lets a price pass that an operator accepts, and keeps one out that is rejected', async () => {
    const rows = [
      'aws,us-east-1,,g6.4xlarge,on_demand,,,0.3,2026-11-02,a very good contract',
      'aws,us-east-1,,g6.8xlarge,on_demand,,,0.4,2026-11-02,a typing error',
    ];
    expect((await take(...rows)).published).toBe(0);
    const { body } = await app.get<{ prices: { id: string; offerId: string }[] }>(
      '/v1/prices/quarantine?source=import',
    );
    const idOf = (type: string) => body.prices.find(({ offerId }) => offerId.includes(type))?.id ?? '';
    const accepted = await app.post(`/v1/prices/quarantine/${idOf('g6.4xlarge')}/accept`, { note: 'signed in March' });
    expect(accepted.body).toMatchObject({ status: 'accepted', note: 'signed in March' });
    await app.post(`/v1/prices/quarantine/${idOf('g6.8xlarge')}/reject`, {});
    expect(await priceOf('us-east-1', 'g6.4xlarge', 'on_demand')).toEqual(['0.3 a very good contract']);
    // Stated again, the accepted one passes and the rejected one does not come up again.
    const again = await take(...rows);
    expect(again.published).toBe(1);
    const open = await app.get<{ prices: { offerId: string }[] }>('/v1/prices/quarantine');
    expect(open.body.prices.filter(({ offerId }) => offerId.includes('g6.8xlarge'))).toEqual([]);
    const twice = await app.post(`/v1/prices/quarantine/${idOf('g6.4xlarge')}/accept`, {});
    expect(twice.status).toBe(409);
    expect((await app.post('/v1/prices/quarantine/999999/accept', {})).status).toBe(404);
    const events = await app.get<{ events: { kind: string }[] }>('/v1/prices/events');
    expect(events.body.events.map(({ kind }) => kind)).toContain('accepted');
  });

  it.each([
    ['', 'empty'],
    [HEADER, 'no rows'],
    ['cloud,region\naws,us-east-1', 'lacks instance_type'],
    [`${HEADER},colour\n`, 'unknown "colour"'],
    [`${HEADER}\n"aws,us-east-1`, 'no valid CSV'],
    [`${HEADER}\n,,,,,,,,,\n`, 'no rows'],
    ['aws;us-east-1', 'separated by commas'],
  ])('refuses a file that cannot be read as a whole: %j', async (csv, words) => {
    const { status, body } = await app.post<{ detail: string }>('/v1/prices/import', { csv });
    expect(status).toBe(400);
    expect(body.detail).toContain(words);
  });

  it('says of each source how it is, and what credentials would add', async () => {
    const { body } = await app.get<{ id: string; state: string; needs: string | null }[]>('/v1/prices/sources');
    expect(body.length).toBeGreaterThan(0);
    for (const { state, needs } of body) expect(state === 'not_ready' ? needs : 'ready').toBeTruthy();
  });
});
