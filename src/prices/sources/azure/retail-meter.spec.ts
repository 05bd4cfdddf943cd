import { describe, expect, it } from 'vitest';
import { meterOf, termOf } from './retail-meter.js';
import type { RetailRow } from './retail-page.js';
import { retailRow } from './retail-row.fixture.js';

const NOW = new Date('2026-08-01T06:00:00Z');

function meter(differs: Partial<RetailRow>) {
  return meterOf(retailRow(differs), 'eastus2', NOW);
}

describe('a row of the price list', () => {
  it('without a word of spot is on demand, and with one is spot: never the other way round', () => {
    expect(meter({})).toEqual({ kind: 'on_demand' });
    expect(meter({ meterName: 'NC40ads H100 v5 Spot', skuName: 'NC40ads H100 v5 Spot' })).toEqual({ kind: 'spot' });
  });

  it.each([
    ['the meter alone', { meterName: 'NC40ads H100 v5 Spot' }],
    ['the SKU alone', { skuName: 'NC40ads H100 v5 Spot' }],
    ['the SKU, with spaces behind', { skuName: 'NC40ads H100 v5 Spot  ' }],
  ])('is spot where %s says so', (_name, differs) => expect(meter(differs)).toEqual({ kind: 'spot' }));

  it.each([
    ['1 Year', 1],
    ['3 Years', 3],
  ] as const)('is a reservation of %s', (reservationTerm, termYears) =>
    expect(meter({ type: 'Reservation', reservationTerm })).toEqual({ kind: 'reserved', termYears }),
  );

  it.each<[string, string, Partial<RetailRow>]>([
    ['is Windows', 'Windows', { productName: 'Virtual Machines NCadsH100v5 Series Windows' }],
    ['is Windows, cut to Win', 'Windows', { productName: 'Virtual Machines NCCadsH100v5 Series Win' }],
    ['is Windows, by its meter', 'Windows', { meterName: 'NCC40ads H100 v5 Win' }],
    ['is Windows spot', 'Windows', { productName: 'NCv3 Series Windows', skuName: 'NC6s v3 Spot' }],
    ['is of Cloud Services', 'Cloud Services', { productName: 'NCv3 Series Cloud Services' }],
    ['is of Cloud Services, in one word', 'Cloud Services', { productName: 'NCv3 Series CloudServices' }],
    ['is a host', 'Dedicated Host', { productName: 'NVSv3 Series Dedicated Host' }],
    ['is of low priority', 'Low Priority (of Azure Batch)', { skuName: 'NC6s v3 Low Priority' }],
    [
      'is of low priority, with spaces between',
      'Low Priority (of Azure Batch)',
      { skuName: 'NC6s v3  Low   Priority ' },
    ],
    ['has expired by its name', 'expired', { meterName: 'NC6s v3 - Expired' }],
    ['has expired by its date', 'expired', { effectiveEndDate: '2026-07-31T23:59:59Z' }],
    ['ends at this instant', 'expired', { effectiveEndDate: '2026-08-01T06:00:00Z' }],
    ['begins tomorrow', 'not yet in force', { effectiveStartDate: '2026-08-02T00:00:00Z' }],
    ['is for tests', 'for development and tests alone', { type: 'DevTestConsumption' }],
    ['is of a type nobody knows', 'another type of price', { type: 'Auction' }],
    ['has no type', 'another type of price', { type: null }],
    ['is not the primary meter', 'not the primary meter', { isPrimaryMeterRegion: false }],
    ['is of another service', 'another service', { serviceName: 'Virtual Machines Licenses' }],
    ['is of another region', 'another region', { armRegionName: 'westus' }],
    ['is by the month', 'another unit than the hour', { unitOfMeasure: '1/Month' }],
    ['is for many hours', 'another unit than the hour', { unitOfMeasure: '100 Hours' }],
    ['asks for volume', 'discount for volume', { tierMinimumUnits: '10000.0' }],
    [
      'reserves five years',
      'reservation of another term than one or three years',
      { type: 'Reservation', reservationTerm: '5 Years' },
    ],
    [
      'reserves spot',
      'reservation of spot',
      { type: 'Reservation', reservationTerm: '1 Year', skuName: 'NC6s v3 Spot' },
    ],
  ])('that %s is none of ours', (_name, why, differs) => expect(meter(differs)).toEqual({ kind: 'skipped', why }));

  it.each<[string, Partial<RetailRow>]>([
    ['begins at this instant', { effectiveStartDate: '2026-08-01T06:00:00Z' }],
    ['states no date', { effectiveStartDate: null }],
    ['ends later', { effectiveEndDate: '2026-08-01T06:00:01Z' }],
    ['states no tier', { tierMinimumUnits: null }],
    ['does not say whether it is primary', { isPrimaryMeterRegion: null }],
    ['writes its region in capitals', { armRegionName: 'EastUS2' }],
    ['has a name in which Win is a part of a word', { productName: 'Virtual Machines Winter Series' }],
  ])('that %s is a price', (_name, differs) => expect(meter(differs)).toEqual({ kind: 'on_demand' }));
});

describe('a term', () => {
  it.each([undefined, null, '', '5 Years', '1 Month', '3 Year'])('is not known from %j', (stated) =>
    expect(termOf(stated)).toBeNull(),
  );
});
