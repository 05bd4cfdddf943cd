import { describe, expect, it } from 'vitest';
import { azureMachines } from './machine.fixture.js';
import { MachineNames } from './machine-names.js';
import type { RetailRow } from './retail-page.js';
import { retailRow } from './retail-row.fixture.js';
import { statementOf } from './retail-statement.js';

const NOW = new Date('2026-08-01T06:00:00Z');
const names = new MachineNames(azureMachines());

function statement(differs: Partial<RetailRow>) {
  return statementOf(retailRow(differs), names, 'eastus2', NOW);
}

describe('what a row states', () => {
  it('on demand is its price an hour, with currency, source and instant', () =>
    expect(statement({})).toEqual({
      prices: [
        {
          cloud: 'azure',
          region: 'eastus2',
          zone: null,
          instanceType: 'Standard_NC40ads_H100_v5',
          purchaseOption: 'on_demand',
          termYears: null,
          payment: null,
          offeringClass: null,
          currency: 'USD',
          perHour: '6.98',
          upfront: null,
          recurringPerHour: null,
          asOf: '2026-08-01T06:00:00.000Z',
          source: 'azure-retail-prices',
        },
      ],
      skipped: [],
      unknownType: null,
    }));

  it('of a reservation is the price of the whole term: 42066 for a year are 42066 ÷ 8760 an hour', () =>
    expect(
      statement({ type: 'Reservation', reservationTerm: '1 Year', retailPrice: '42066.0' }).prices[0],
    ).toMatchObject({
      purchaseOption: 'reserved',
      termYears: 1,
      payment: 'all_upfront',
      perHour: '4.8020547945',
      upfront: '42066',
      recurringPerHour: '0',
    }));

  it('of a reservation of three years is spread over 26280 hours: 96360 ÷ 26280 = 3.6666666667', () =>
    expect(
      statement({ type: 'Reservation', reservationTerm: '3 Years', retailPrice: '96360.0' }).prices[0],
    ).toMatchObject({ termYears: 3, perHour: '3.6666666667', upfront: '96360' }));

  it('of savings plans is by the hour, beside the price that they are a discount on', () => {
    const savingsPlan = [
      { unitPrice: '4.7464', term: '1 Year' },
      { unitPrice: '3.141', term: '3 Years' },
    ];
    expect(statement({ savingsPlan }).prices).toMatchObject([
      { purchaseOption: 'on_demand', perHour: '6.98' },
      { purchaseOption: 'savings_plan', termYears: 1, payment: 'no_upfront', perHour: '4.7464', upfront: '0' },
      { purchaseOption: 'savings_plan', termYears: 3, recurringPerHour: '3.141', perHour: '3.141' },
    ]);
  });

  it('of a savings plan of another term, or without a price, is nothing but the reason', () => {
    const savingsPlan = [
      { unitPrice: '4.7464', term: '5 Years' },
      { unitPrice: null, term: '1 Year' },
    ];
    const { prices, skipped } = statement({ savingsPlan });
    expect(prices).toHaveLength(1);
    expect(skipped).toEqual(['savings plan of another term than one or three years', 'savings plan without a price']);
  });

  it('of spot is never on demand, and has no savings plans', () => {
    const spot = { skuName: 'NC40ads H100 v5 Spot', meterName: 'NC40ads H100 v5 Spot', retailPrice: '3.49' };
    const { prices } = statement({ ...spot, savingsPlan: [{ unitPrice: '1', term: '1 Year' }] });
    expect(prices).toMatchObject([{ purchaseOption: 'spot', perHour: '3.49' }]);
  });

  it('of NCC40ads H100 v5 at 8.82, whose product ends in "Win", is Windows and left out; Linux at 6.98 stands', () => {
    const confidential = { armSkuName: 'Standard_NCC40ads_H100_v5', skuName: 'NCC40ads H100 v5' };
    const windows = { productName: 'Virtual Machines NCCadsH100v5 Series Win', retailPrice: '8.82' };
    expect(statement({ ...confidential, ...windows })).toEqual({ prices: [], skipped: ['Windows'], unknownType: null });
    expect(
      statement({ ...confidential, productName: 'Virtual Machines NCCadsH100v5 Series Linux' }).prices,
    ).toMatchObject([{ instanceType: 'Standard_NCC40ads_H100_v5', purchaseOption: 'on_demand', perHour: '6.98' }]);
  });

  it('is the same for a name with spaces, several of them, or spaces behind', () => {
    for (const armSkuName of ['Standard_NC8as T4 v3', 'Standard_NC8as  T4 v3', 'Standard_NC8as_T4_v3 ']) {
      expect(statement({ armSkuName }).prices).toMatchObject([{ instanceType: 'Standard_NC8as_T4_v3' }]);
    }
  });

  it('is in the currency of the row, whatever was asked for', () =>
    expect(statement({ currencyCode: 'EUR', retailPrice: '5.9' }).prices).toMatchObject([
      { currency: 'EUR', perHour: '5.9' },
    ]));

  it.each([
    ['0.0', '0'],
    ['-6.98', '-6.98'],
    ['1E-05', '0.00001'],
    ['0.12345678901234567890', '0.1234567890123456789'],
  ])('%s is stated as it is, to the last digit: judging it is the business of others', (retailPrice, perHour) =>
    expect(statement({ retailPrice }).prices).toMatchObject([{ perHour }]),
  );

  it.each<[string, string, Partial<RetailRow>]>([
    ['price', 'without a price', { retailPrice: null }],
    ['price that is a number', 'without a price', { retailPrice: 'on request' }],
    ['currency', 'without a price', { currencyCode: null }],
    ['machine', 'without the name of a machine', { armSkuName: ' ' }],
    ['accelerator', 'machine without accelerators', { armSkuName: 'Standard_D2s_v5' }],
  ])('without a %s is nothing', (_name, why, differs) =>
    expect(statement(differs)).toEqual({ prices: [], skipped: [why], unknownType: null }),
  );

  it('of a machine with accelerators that the catalog lacks is its name', () =>
    expect(statement({ armSkuName: 'Standard_ND40s v2' })).toEqual({
      prices: [],
      skipped: ['machine that the catalog lacks'],
      unknownType: 'Standard_ND40s_v2',
    }));
});
