import { describe, expect, it } from 'vitest';
import { cloudSummaries, pricedOffer } from '../prices/price.fixture.js';
import { EXIT } from './context.js';
import { run } from './main.js';

const now = new Date('2026-08-10T00:00:00Z');
const h100 = pricedOffer();
const spot = pricedOffer({ purchaseOption: 'spot', usdPerHour: '50.609541' });

/** A terminal whose API answers every request with one body and remembers what it was asked. */
function terminal(body: unknown) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  const request = (_method: string, path: string) => {
    asked.push(path);
    return Promise.resolve({ status: 200, body });
  };
  const connect = () => Promise.resolve({ request, close: () => Promise.resolve() });
  return { out, err, asked, context: { connect, out: (l: string) => out.push(l), err: (l: string) => err.push(l) } };
}

function list(total: number) {
  const offers = [h100, spot];
  const paging = { offset: 0, limit: 100, sort: 'price', precision: 'bf16' };
  return { total, ...paging, clouds: cloudSummaries(offers, now), offers };
}

describe('pennywatt prices', () => {
  it.each(['matrix', 'left-out', 'sources', 'quarantine', 'rates', 'discounts'])(
    'refuses the filters of the look-up after %s, which would not be applied',
    async (command) => {
      const t = terminal({});
      expect(await run(['prices', command, '--min-memory-gb', '80'], t.context)).toBe(EXIT.badInput);
      expect(t.err.join('\n')).toContain("unknown option '--min-memory-gb'");
      expect(t.asked).toEqual([]);
    },
  );

  it('asks for what its options say', async () => {
    const t = terminal(list(2));
    const options = ['--cloud', 'aws,gcp', '--accelerator', 'A100 80GB', '--min-memory-gb', '80', '--sort', 'memory'];
    expect(await run(['prices', ...options, '--limit', '5'], t.context)).toBe(EXIT.done);
    const query = new URLSearchParams(t.asked[0]?.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({
      cloud: 'aws,gcp',
      accelerator: 'A100 80GB',
      minMemoryGB: '80',
      sort: 'memory',
      precision: 'bf16',
      limit: '5',
    });
  });

  it('prints a table, and under it on stderr how much was shown and how old it is', async () => {
    const t = terminal(list(40));
    await run(['prices'], t.context);
    expect(t.out[0]).toMatch(/cloud\s+region\s+instance type.*USD\/h.*as of/);
    expect(t.out[1]).toMatch(/gcp\s+us-central1\s+a3-highgpu-8g\s+8 × H100\s+640\s+on_demand\s+88\.49\s+11\.061/);
    expect(t.err).toEqual([
      '2 of 40 offers shown; --limit or --json shows more.',
      'gcp prices as of 2026-07-30 (11 days old).',
    ]);
  });

  it('prints an array of offers alone on stdout with --json', async () => {
    const t = terminal(list(2));
    await run(['prices', '--json'], t.context);
    expect(t.asked[0]).toContain('limit=100000');
    expect(JSON.parse(t.out.join('\n'))).toEqual([h100, spot]);
  });

  it('prints an empty array, and says so on stderr, when nothing matches', async () => {
    const t = terminal({ ...list(0), offers: [], clouds: [] });
    expect(await run(['prices', '--json'], t.context)).toBe(EXIT.done);
    expect(t.out).toEqual(['[]']);
    expect(t.err[0]).toContain('No offer in force matches');
  });
});

describe('pennywatt prices matrix and left-out', () => {
  const cells = [{ cloud: 'gcp', purchaseOption: 'on_demand', termYears: null, offer: h100 }];
  const rows = [
    { acceleratorId: h100.acceleratorId, acceleratorName: 'H100', cheapestUsdPerAcceleratorHour: '11.06125', cells },
  ];

  it('shows a column per way of renting', async () => {
    const t = terminal(rows);
    expect(await run(['prices', 'matrix'], t.context)).toBe(EXIT.done);
    expect(t.out[0]).toMatch(/^accelerator\s+gcp on_demand$/);
    expect(t.out[1]).toMatch(/^nvidia-h100-sxm-80gb\s+11\.061$/);
  });

  it('takes --json wherever it stands', async () => {
    for (const args of [
      ['prices', 'matrix', '--json'],
      ['prices', '--json', 'matrix'],
    ]) {
      const t = terminal(rows);
      await run(args, t.context);
      expect(JSON.parse(t.out.join('\n'))).toEqual(rows);
    }
  });

  it('prints why a price is left out', async () => {
    const { cloud, region, zone, instanceType, purchaseOption, termYears, payment, offeringClass, asOf, source } = spot;
    const fact = { cloud, region, zone, instanceType, purchaseOption, termYears, payment, offeringClass, asOf, source };
    const t = terminal([{ ...fact, usdPerHour: '0', reason: 'placeholder', why: 'The price is 0.' }]);
    await run(['prices', 'left-out', '--reason', 'placeholder'], t.context);
    expect(t.asked[0]).toBe('/v1/prices/left-out?reason=placeholder');
    expect(t.out[1]).toContain('placeholder: The price is 0.');
    expect(t.err).toEqual(['1 prices left out.']);
  });
});
