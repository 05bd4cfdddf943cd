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

  it('takes in what is right of a list in which every second price is one that circulates wrongly', async () => {
    const result = await take(
      'gcp,us-central1,,a3-highgpu-8g,on_demand,,,33.60,2026-08-01,H100 at 4.20 each',
      'gcp,us-central1,,a3-highgpu-8g,on_demand,,,88.49,2026-08-01,Google',
      'gcp,us-central1,,a2-ultragpu-1g,on_demand,,,1.85,2026-08-01,below its own spot of 1.96',
      'gcp,us-central1,,a2-ultragpu-1g,on_demand,,,5.068798,2026-08-01,Google',
      'azure,eastus2,,Standard_NCC40ads_H100_v5,on_demand,,,8.82,2026-08-01,the Windows meter',
      'azure,eastus2,,Standard_NCC40ads_H100_v5,on_demand,,,6.98,2026-08-01,Microsoft',
      'aws,us-east-1,,p5.48xlarge,on_demand,,,0.0000000000,2026-08-01,the capacity-block twin',
      'aws,us-east-1,,p5.48xlarge,on_demand,,,55.04,2026-08-01,Amazon',
      'gcp,us-central1,,a2-highgpu-1g,on_demand,,,700,2026-08-01,a placeholder',
      'gcp,us-central1,,a2-highgpu-1g,on_demand,,,3.673385,2026-08-01,Google',
      'azure,eastus,,Standard_NC48ads_A100_v4,reserved,1,all_upfront,42066,2026-08-01,the whole term for an hour',
      'azure,eastus,,Standard_NC48ads_A100_v4,reserved,1,all_upfront,4.802055,2026-08-01,Microsoft',
      'gcp,us-central1,,a3-highgpu-1g,on_demand,,,11.06125,2026-08-01,not sold like that',
      'gcp,us-central1,,a3-highgpu-1g,spot,,,6.326193,2026-08-01,Google',
      'gcp,us-central1,,tpu-v5litepod-1,on_demand,,,0.54,2026-08-01,the price for three years',
      'gcp,us-central1,,tpu-v5litepod-1,spot,,,0.63,2026-08-01,Google',
    );
    expect(result).toMatchObject({ published: 8, rejected: [] });
    expect(result.quarantined.map(({ row }) => row)).toEqual([1, 3, 5, 7, 9, 11, 13, 15]);
  });

  it('believes neither of two columns that were swapped', async () => {
    const result = await take(
      'azure,eastus,,Standard_NC24ads_A100_v4,on_demand,,,0.444433,2026-08-01,Spot and Standard swapped',
      'azure,eastus,,Standard_NC24ads_A100_v4,spot,,,3.673,2026-08-01,Spot and Standard swapped',
      'azure,eastus,,Standard_NC48ads_A100_v4,on_demand,,,7.346,2026-08-01,Microsoft',
    );
    expect(result.published).toBe(1);
    expect(result.quarantined.map(({ row }) => row)).toEqual([1, 2]);
    expect(result.quarantined[1]?.reason).toMatch(/^spot_above_on_demand: .*perhaps they were swapped/);
  });

  it('is read as programs write it: byte-order mark, Windows line ends, quotes, columns in any order', async () => {
    const lines = [
      'source,as_of,usd_per_hour,payment,term_years,purchase_option,instance_type,zone,region,cloud',
      '"contract ""A"", signed",2026-08-01T10:00:00+02:00,0.5,No Upfront,1 year,Reserved,G6.XLARGE,,us-east-1,Aws',
      ',,,,,,,,,',
      'contract,2026-08-01,0.36,,,SPOT,g6.xlarge,us-east-1c,us-east-1,aws,,',
      '',
    ];
    const answer = await fetch(`${app.url}/v1/prices/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `\uFEFF${lines.join('\r\n')}`,
    });
    expect(await answer.json()).toEqual({ published: 2, quarantined: [], rejected: [] });
    expect(await priceOf('us-east-1', 'g6.xlarge', 'reserved')).toContain('0.5 contract "A", signed');
  });

  it('rejects the rows that cannot be read, by their numbers, and no other', async () => {
    const result = await take(
      'aws,us-east-1,,g6.xlarge,on_demand',
      'aws,us-east-1,,g6.xlarge,on_demand,,,0.8048,2026-02-30,contract',
      'aws,us-east-1,,g6.xlarge,on_demand,,,1e3,2026-08-01,contract',
      'aws,us-east-1,,g6.xlarge,on_demand,,,"1,200.5",2026-08-01,contract',
      ',,,,,,,,,',
      'aws,us-east-1,,g6.xlarge,on_demand,,,0.8048,2026-08-01,',
      'aws,us-east-1,a zone,g6.xlarge,spot,,,0.3,2026-08-01,contract',
      'aws,us-east-1,,g6.xlarge,on_demand,1,,0.8048,2026-08-01,contract',
      'oracle,us-east-1,,g6.xlarge,on_demand,,,0.8048,2026-08-01,contract',
      'aws,us-east-1,,g6.xlrge,on_demand,,,0.8048,2026-08-01,contract',
      'aws,us-east-1,,g6.xlarge,rented,,,0.8048,2026-08-01,contract',
      'aws,us-east-1,,g6.xlarge,on_demand,,,0.8048,2026-08-01,contract',
      `aws,us-east-1,,g6.xlarge,on_demand,,,0.8048,2026-08-01,${'x'.repeat(501)}`,
      'aws,us-east-1,,g6.xlarge,on_demand,,,-1,2026-08-01,contract',
    );
    expect(result.published).toBe(1);
    expect(result.rejected.map(({ row }) => row)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13]);
    expect(result.quarantined).toMatchObject([{ row: 14 }]);
    expect(result.rejected.find(({ row }) => row === 10)?.reason).toContain('Did you mean g6.xlarge');
    for (const { reason } of result.rejected) expect(reason).toMatch(/^unreadable: /);
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
