import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundError } from '../../../src/platform/index.js';
import { CapacityBlocksSource } from '../../../src/prices/sources/aws/capacity-blocks.source.js';
import { InstanceTypesSource } from '../../../src/prices/sources/aws/instance-types.source.js';
import { PricingApiSource } from '../../../src/prices/sources/aws/pricing-api.source.js';
import { SavingsPlansSource } from '../../../src/prices/sources/aws/savings-plans.source.js';
import { SpotPricesSource } from '../../../src/prices/sources/aws/spot-prices.source.js';
import type { PriceSource } from '../../../src/prices/sources/price-source.js';
import { json, type Answer } from '../azure/loopback.js';
import { pollContext, quickAccess, settings, useCredentials } from './clients.js';
import { ACCESS_KEY, startAwsEmulator, type AwsEmulator } from './emulator.js';
import { refused } from './emulator-refusal.js';
import { ec2Answer } from './xml.js';
import { WORLD } from './world.js';

const ENOUGH_BYTES = 65 * 2 ** 20;

let emulator: AwsEmulator;
let credentials: { remove(): void };

beforeAll(async () => {
  credentials = useCredentials(ACCESS_KEY);
  emulator = await startAwsEmulator(WORLD);
});
beforeEach(() => emulator.failAlways(null));
afterAll(async () => {
  credentials.remove();
  await emulator.close();
});

const access = () => quickAccess(settings(emulator.url));

/** A source of each protocol, how many prices it states where all goes well, and whether it speaks XML. */
const SOURCES = {
  'the Pricing API': { source: () => new PricingApiSource(access()), prices: 5, isEc2: false },
  'Savings Plans': { source: () => new SavingsPlansSource(access()), prices: 4, isEc2: false },
  EC2: { source: () => new SpotPricesSource(access()), prices: 3, isEc2: true },
} satisfies Record<string, { source: () => PriceSource; prices: number; isEc2: boolean }>;

function send(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

const cutConnection: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '5000' });
  response.write('{"PriceList": [', () => response.destroy());
};

async function failure(poll: Promise<unknown>): Promise<OutboundError> {
  const error = await poll.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'OutboundError' });
  return error as OutboundError;
}

describe.each(Object.entries(SOURCES))('%s', (_name, { source, prices, isEc2 }) => {
  const poll = (signal?: AbortSignal) => source().poll('us-east-1', pollContext(signal ? { signal } : {}));

  it.each([
    ['throttling by the call bucket', refused(isEc2, 'RequestLimitExceeded', 'Request limit exceeded.', 503)],
    ['throttling with status 400', refused(isEc2, 'ThrottlingException', 'Rate exceeded')],
    ['429 with Retry-After', send(429, '', { 'retry-after': '0' })],
    ['500', refused(isEc2, 'InternalError', 'An internal error has occurred', 500)],
    ['502 with a page in HTML', send(502, '<html>Bad Gateway</html>')],
    ['HTML in place of an answer', send(200, '<!doctype html><html><title>Sign in</title></html>')],
    ['an answer that is cut off', send(200, isEc2 ? ec2Answer('X', {}).slice(0, -8) : '{"PriceList": ["{')],
    ['an empty answer', send(200, '')],
    ['another encoding than it says', send(200, '{}', { 'content-encoding': 'gzip' })],
    ['a connection cut half way', cutConnection],
  ] satisfies [string, Answer][])('is asked again after %s, and the poll is whole', async (_what, fault) => {
    emulator.fail(fault);
    expect((await poll()).prices).toHaveLength(prices);
  });

  it.each([
    ['HTML for good', send(200, '<html></html>'), 'unreadable', null],
    ['throttling for good', refused(isEc2, 'RequestLimitExceeded', 'Request limit exceeded.', 503), 'throttled', 503],
    ['500 for good', send(500, ''), 'status', 500],
    ['expired credentials', refused(isEc2, 'ExpiredTokenException', 'The token has expired.'), 'not_authorised', 400],
    ['missing permissions', refused(isEc2, 'UnauthorizedOperation', 'Not allowed.', 403), 'not_authorised', 403],
    ['a firewall that answers 403 in HTML', send(403, '<html>Forbidden</html>'), 'not_authorised', 403],
    ['a wrong parameter', refused(isEc2, 'InvalidParameterValue', 'Value (x) is not valid.'), 'status', 400],
    [
      'an answer larger than any page',
      send(200, gzipSync(Buffer.alloc(ENOUGH_BYTES, ' ')), { 'content-encoding': 'gzip' }),
      'too_large',
      null,
    ],
  ] satisfies [string, Answer, OutboundError['failure'], number | null][])(
    'ends the poll with an error after %s',
    async (_what, fault, kind, status) => {
      emulator.failAlways(fault);
      expect(await failure(poll())).toMatchObject({ failure: kind, status });
    },
  );

  it('repeats neither keys nor tokens in what it says', async () => {
    emulator.failAlways(refused(isEc2, 'SignatureDoesNotMatch', `No match.\nCredential=${ACCESS_KEY}/20260801`, 403));
    expect((await failure(poll())).message).not.toContain(ACCESS_KEY);
  });

  it('that says nothing is left when the poll ends', async () => {
    emulator.failAlways(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    expect((await failure(poll(stop.signal))).failure).toBe('cancelled');
  });

  it('is understood though our clock is an hour slow: the next request is signed with their time', async () => {
    const theirs = new Date(Date.now() + 3_600_000);
    const before = emulator.asked.length;
    emulator.fail((request, response) => {
      // As AWS does, it says what time it is with every refusal.
      response.setHeader('date', theirs.toUTCString());
      refused(isEc2, isEc2 ? 'RequestExpired' : 'RequestTimeTooSkewed', 'Request has expired.')(request, response);
    });
    expect((await poll()).prices).toHaveLength(prices);
    const [first, second] = emulator.asked.slice(before).map(({ signedAt }) => instantOf(signedAt));
    expect(Number(second) - Number(first)).toBeGreaterThan(3_500_000);
  });
});

/** `20260801T120000Z` in ms. */
function instantOf(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

describe('a token that comes back', () => {
  it('ends the walk of spot prices, of savings plans and of products', async () => {
    const tokens = { nextToken: 'SAME', NextToken: 'SAME' };
    emulator.failAlways((_request, response) => json(response, 200, { searchResults: [], PriceList: [], ...tokens }));
    expect((await failure(new PricingApiSource(access()).poll('us-east-1', pollContext()))).message).toContain('twice');
    expect((await failure(new SavingsPlansSource(access()).poll('us-east-1', pollContext()))).message).toContain(
      'twice',
    );
    const zones = { availabilityZoneInfo: [{ zoneId: 'use1-az4', zoneName: 'us-east-1a' }] };
    emulator.failAlways((_request, response) => {
      const list = { spotPriceHistorySet: [], nextToken: 'SAME' };
      response.writeHead(200).end(ec2Answer('Any', { ...zones, ...list }));
    });
    expect((await failure(new SpotPricesSource(access()).poll('us-east-1', pollContext()))).message).toContain('twice');
  });
});

describe('an empty list of what is never empty', () => {
  it('is not believed: zones, offerings, rates, products', async () => {
    emulator.failAlways((_request, response) => void response.writeHead(200).end(ec2Answer('Any', {})));
    const spot = await failure(new SpotPricesSource(access()).poll('us-east-1', pollContext()));
    expect(spot.message).toBe('Amazon EC2 lists no zone of us-east-1.');
    const types = await failure(new InstanceTypesSource(access()).poll('us-east-1', pollContext()));
    expect(types.message).toContain('lists no zone of us-east-1, or no machine in any');
    emulator.failAlways((_request, response) => json(response, 200, { searchResults: [], PriceList: [] }));
    const plans = await failure(new SavingsPlansSource(access()).poll('us-east-1', pollContext()));
    expect(plans.message).toBe('AWS Savings Plans has no rate in us-east-1.');
    const products = await failure(new PricingApiSource(access()).poll('us-east-1', pollContext()));
    expect(products.message).toBe('AWS Pricing lists no machine in us-east-1.');
  });
});

describe('a product of the Pricing API', () => {
  const listing = (...entries: string[]): void =>
    emulator.failAlways((_request, response) => json(response, 200, { PriceList: entries }));
  const poll = () => new PricingApiSource(access()).poll('us-east-1', pollContext());
  const known = JSON.stringify(WORLD.products[0]);

  it('may have fields that nobody knows', async () => {
    listing(known.replace('"product":{', '"colour":{"a":[1]},"product":{"weight":1,'));
    // Once for shared machines and once for bare metal.
    expect((await poll()).prices).toHaveLength(6);
  });

  it('that is cut off, or of another shape, ends the poll', async () => {
    listing(known.slice(0, 100));
    expect(await failure(poll())).toMatchObject({ failure: 'unreadable' });
    listing('{"product":{"attributes":[]},"terms":{}}');
    expect(await failure(poll())).toMatchObject({ failure: 'unexpected' });
  });
});

describe('a machine that cannot be booked in a region', () => {
  it('is passed over; any other refusal ends the poll', async () => {
    const answers =
      (code: string): Answer =>
      (request, response) => {
        const action = emulator.asked.at(-1)?.operation;
        if (action === 'DescribeCapacityBlockOfferings') return refused(true, code, 'Not here.')(request, response);
        const zones = { availabilityZoneInfo: [{ zoneId: 'use1-az4', zoneName: 'us-east-1a' }] };
        const types = { instanceTypeSet: [{ instanceType: 'p5.48xlarge' }] };
        response.writeHead(200).end(ec2Answer('Any', { ...zones, ...types }));
      };
    emulator.failAlways(answers('Unsupported'));
    const result = await new CapacityBlocksSource(access()).poll('us-east-1', pollContext());
    expect(result).toMatchObject({ prices: [], skipped: { 'machine that cannot be booked here': 1 } });
    emulator.failAlways(answers('UnauthorizedOperation'));
    expect((await failure(new CapacityBlocksSource(access()).poll('us-east-1', pollContext()))).failure).toBe(
      'not_authorised',
    );
  });
});

describe('credentials', () => {
  it('that nobody has are said to be missing, with what they would add', async () => {
    const none = useCredentials(null);
    try {
      const readiness = await new SpotPricesSource(access()).readiness();
      expect(readiness).toMatchObject({
        ready: false,
        needs: expect.stringContaining('they add the spot price') as unknown,
      });
      const error = await failure(new SpotPricesSource(access()).poll('us-east-1', pollContext()));
      expect(error.failure).toBe('not_authorised');
    } finally {
      none.remove();
    }
  });

  it('that were refused are looked up again, so that renewed ones are found without a restart', async () => {
    const old = useCredentials('AKIAEXPIRED');
    const source = new SpotPricesSource(access());
    try {
      expect(await source.readiness()).toEqual({ ready: true });
      expect((await failure(source.poll('us-east-1', pollContext()))).failure).toBe('not_authorised');
      process.env.AWS_ACCESS_KEY_ID = ACCESS_KEY;
      expect((await source.poll('us-east-1', pollContext())).prices).toHaveLength(3);
    } finally {
      old.remove();
    }
  });

  it('of GovCloud have no Pricing API and no Savings Plans, and the sources say so', async () => {
    const gov = quickAccess(settings(emulator.url, { partition: 'aws-us-gov' }));
    expect(await new PricingApiSource(gov).readiness()).toMatchObject({
      ready: false,
      needs: 'GovCloud has no Pricing API; its prices come from the price list.',
    });
    expect(await new SavingsPlansSource(gov).readiness()).toMatchObject({ ready: false });
    expect(await new SpotPricesSource(gov).readiness()).toEqual({ ready: true });
  });
});
