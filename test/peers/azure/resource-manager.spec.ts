import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ResourceSkusSource } from '../../../src/prices/sources/azure/resource-skus.source.js';
import { SpotEvictionsSource } from '../../../src/prices/sources/azure/spot-evictions.source.js';
import { startPrism, type Prism } from '../prism.js';
import { armAccess } from './arm-clients.js';
import { startArmEmulator, type ArmEmulator } from './arm-emulator.js';
import { evictionWorld, RESTRICTED, RESTRICTED_IN_ZONE_2, skuWorld, UNLISTED } from './arm-world.js';
import { pollContext } from './clients.js';
import { MACHINES } from './retail-world.js';
import { startTlsFront, useClientSecret, type TlsFront } from './tls-front.js';

const DESCRIPTION = fileURLToPath(new URL('../openapi/azure-resource-manager.json', import.meta.url));
const SUBSCRIPTION = '99999999-8888-4777-8666-555555555555';

let emulator: ArmEmulator;
let prism: Prism;
let front: TlsFront;
let credentials: { remove(): void };

/** Azure's clients → TLS → the validator → the emulator. */
beforeAll(async () => {
  emulator = await startArmEmulator();
  prism = await startPrism(DESCRIPTION, `http://127.0.0.1:${emulator.port}`);
  front = await startTlsFront(prism.url);
  emulator.publicUrl = front.url;
  emulator.skus = skuWorld();
  emulator.evictions = evictionWorld();
  emulator.pageRows = 30;
  credentials = useClientSecret('a-secret');
});
afterEach(() => {
  emulator.asked.length = 0;
});
afterAll(async () => {
  credentials.remove();
  await front.close();
  await prism.stop();
  await emulator.close();
});

describe('the list of SKUs, with Azure’s client, behind a validator of what is asked and answered', () => {
  it('says of every machine of the catalog whether it can be had, page by page', async () => {
    const source = new ResourceSkusSource(armAccess(front), SUBSCRIPTION, ['eastus2']);
    expect(await source.readiness()).toEqual({ ready: true });
    const pages: number[] = [];
    const result = await source.poll('eastus2', pollContext({ progress: (done) => void pages.push(done) }));

    // All machines but one, and three more rows, thirty to a page.
    expect(pages).toHaveLength(Math.ceil((MACHINES.length - 1 + 3) / 30));
    const inRegion = result.availability.filter(({ zone }) => zone === null);
    expect(inRegion).toHaveLength(MACHINES.length);
    expect(inRegion.filter(({ available }) => !available)).toEqual([
      {
        region: 'eastus2',
        zone: null,
        instanceType: RESTRICTED,
        available: false,
        why: 'Azure does not offer it to this subscription here (NotAvailableForSubscription)',
        source: 'azure-resource-skus',
      },
      {
        region: 'eastus2',
        zone: null,
        instanceType: UNLISTED,
        available: false,
        why: 'Azure does not list it here for this subscription',
        source: 'azure-resource-skus',
      },
    ]);
    expect(
      result.availability
        .filter(({ zone, available }) => zone !== null && !available)
        .map(({ instanceType, zone }) => `${instanceType} ${zone ?? ''}`)
        .sort(),
    ).toEqual([`${RESTRICTED_IN_ZONE_2} eastus2-2`, `${RESTRICTED} eastus2-1`, `${RESTRICTED} eastus2-2`].sort());
    expect(result).toMatchObject({ prices: [], covers: [], unknownTypes: ['Standard_ND999_future_v9 in eastus2'] });
  });

  it('is asked for one region, in the version of the client, with a token from the sign-in service', async () => {
    await new ResourceSkusSource(armAccess(front), SUBSCRIPTION, []).poll('eastus2', pollContext());
    const [first] = emulator.asked;
    expect(first?.url.pathname).toBe(`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/skus`);
    expect(first?.url.searchParams.get('$filter')).toBe("location eq 'eastus2'");
    expect(first?.authorization).toMatch(/^Bearer ./);
  });

  it('counts GPUs that differ from the catalog and believes the catalog', async () => {
    const source = new ResourceSkusSource(armAccess(front), SUBSCRIPTION, []);
    const { availability, skipped } = await source.poll('eastus2', pollContext());
    expect(skipped['number of GPUs that differs from the catalog, which is believed']).toBe(2);
    expect(availability).toContainEqual(
      expect.objectContaining({ instanceType: 'Standard_ND96isr_H100_v5', zone: null, available: true }),
    );
  });

  it('that names no machine is no list', async () => {
    const source = new ResourceSkusSource(armAccess(front), SUBSCRIPTION, []);
    await expect(source.poll('francesouth', pollContext())).rejects.toThrow('lists no machine at all in francesouth');
  });
});

describe('eviction rates, with Azure’s client, behind the same validator', () => {
  it('are read for every machine and region, page by page, one sign-in for all', async () => {
    const before = front.tokens();
    const source = new SpotEvictionsSource(armAccess(front));
    expect(await source.readiness()).toEqual({ ready: true });
    const result = await source.poll(null, pollContext());
    expect(result.interruptions).toHaveLength(2 * MACHINES.length);
    expect(result.interruptions[0]).toMatchObject({
      region: 'eastus2',
      instanceType: MACHINES[0]?.name,
      rate: {
        low: 0,
        meanHoursBetween: expect.closeTo(19.4957, 4) as number,
        basis: 'published',
        asOf: '2026-08-01T06:00:00.000Z',
      },
    });
    expect(result.interruptions.find(({ rate }) => rate.high === null)).toMatchObject({
      instanceType: MACHINES[4]?.name,
      rate: { meanHoursBetween: null },
    });
    expect(result.skipped).toEqual({ 'machine that the catalog lacks': 1, 'eviction rate that is no range': 1 });
    expect(emulator.asked).toHaveLength(Math.ceil((2 * MACHINES.length + 2) / 30));
    expect(front.tokens() - before).toBe(1);
  });

  it('are asked for over the whole tenant, in an order that lasts, with the column that pages need', async () => {
    await new SpotEvictionsSource(armAccess(front)).poll(null, pollContext());
    const { query, options, subscriptions } = JSON.parse(emulator.asked[1]?.body ?? '{}') as {
      query: string;
      options: object;
      subscriptions?: unknown;
    };
    expect(query).toContain('| project id,');
    expect(query).toContain('| order by skuName asc, location asc');
    expect(options).toEqual({ $skipToken: '30', $top: 1000, resultFormat: 'objectArray' });
    expect(subscriptions).toBeUndefined();
  });
});

it('the validator catches an emulator that breaks the published description', async () => {
  const whole = emulator.skus;
  emulator.skus = [{ ...whole[0], capabilities: [{ name: 'GPUs', value: 8 }] }];
  const source = new ResourceSkusSource(armAccess(front), SUBSCRIPTION, []);
  await expect(source.poll('eastus2', pollContext())).rejects.toMatchObject({ failure: 'status', status: 500 });
  emulator.skus = whole;
});
