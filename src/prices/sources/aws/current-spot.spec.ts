import { describe, expect, it } from 'vitest';
import { CurrentSpot, type SpotEntry } from './current-spot.js';
import { Skipped } from './skipped.js';

const NOW = new Date('2026-08-01T12:00:00Z');

function current(entries: readonly SpotEntry[], region = 'us-east-1') {
  const skipped = new Skipped();
  const zoneIds = new Map([
    ['us-east-1a', 'use1-az4'],
    ['us-east-1b', 'use1-az6'],
  ]);
  const question = { region, instanceTypes: new Set(['p5.48xlarge']), zoneIds, now: NOW, source: 'aws-spot-prices' };
  const spot = new CurrentSpot(question, skipped);
  for (const entry of entries) spot.add(entry);
  return { prices: spot.prices(), skipped: skipped.counts };
}

function entry(more: Partial<SpotEntry> = {}): SpotEntry {
  return {
    InstanceType: 'p5.48xlarge',
    AvailabilityZone: 'us-east-1a',
    ProductDescription: 'Linux/UNIX',
    SpotPrice: '21.413200',
    Timestamp: new Date('2026-08-01T11:00:00Z'),
    ...more,
  };
}

describe('the spot price of a machine in a zone', () => {
  it('names the zone by its id: its name is another one in another account', () =>
    expect(current([entry(), entry({ AvailabilityZone: 'us-east-1b', SpotPrice: '20.1' })]).prices).toMatchObject([
      {
        zone: 'use1-az4',
        perHour: '21.413200',
        currency: 'USD',
        purchaseOption: 'spot',
        asOf: '2026-08-01T12:00:00.000Z',
      },
      { zone: 'use1-az6', perHour: '20.1' },
    ]));

  it('is the last one of its history, whichever comes first', () => {
    const earlier = entry({ SpotPrice: '30', Timestamp: new Date('2026-08-01T10:00:00Z') });
    for (const entries of [
      [earlier, entry()],
      [entry(), earlier],
    ])
      expect(current(entries).prices.map(({ perHour }) => perHour)).toEqual(['21.413200']);
  });

  it('is one price where the history has both names of plain Linux, and then the one within a VPC', () => {
    const vpc = entry({ ProductDescription: 'Linux/UNIX (Amazon VPC)', SpotPrice: '22' });
    for (const entries of [
      [vpc, entry()],
      [entry(), vpc],
    ])
      expect(current(entries).prices.map(({ perHour }) => perHour)).toEqual(['22']);
  });

  it('is not that of Windows, of another machine, or of a local zone', () =>
    expect(
      current([
        entry({ ProductDescription: 'Windows' }),
        entry({ InstanceType: 'm5.large' }),
        entry({ AvailabilityZone: 'us-east-1-bos-1a' }),
      ]),
    ).toEqual({
      prices: [],
      skipped: {
        'other operating system than plain Linux': 1,
        'machine without accelerators': 1,
        'in a local zone': 1,
      },
    }));

  it('above on demand is stated as it is, and of China in yuan', () =>
    expect(current([entry({ SpotPrice: '99.9999' })], 'cn-north-1').prices).toMatchObject([
      { perHour: '99.9999', currency: 'CNY' },
    ]));

  it('that is missing, or that comes with two ids of a zone, is not stated', () => {
    expect(current([entry({ SpotPrice: undefined })]).skipped).toEqual({ 'without a price': 1 });
    expect(current([entry({ AvailabilityZoneId: 'use1-az9' })]).skipped).toEqual({ 'zone with two ids': 1 });
  });
});
