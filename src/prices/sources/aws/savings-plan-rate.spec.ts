import { describe, expect, it } from 'vitest';
import { savingsPlanPrice, type SavingsPlanRate } from './savings-plan-rate.js';

const NOW = new Date('2026-08-01T12:00:00Z');
const YEAR_SECONDS = 31_536_000;

function rate(
  more: Partial<SavingsPlanRate> = {},
  offering: SavingsPlanRate['savingsPlanOffering'] = {},
): SavingsPlanRate {
  return {
    savingsPlanOffering: {
      paymentOption: 'No Upfront',
      planType: 'EC2Instance',
      durationSeconds: YEAR_SECONDS,
      currency: 'USD',
      ...offering,
    },
    rate: '19.5796780000',
    unit: 'Hrs',
    usageType: 'USE2-BoxUsage:p4d.24xlarge',
    operation: 'RunInstances',
    properties: properties({}),
    ...more,
  };
}

function properties(more: Record<string, string>) {
  const all = {
    region: 'us-east-2',
    instanceType: 'p4d.24xlarge',
    productDescription: 'Linux/UNIX',
    tenancy: 'shared',
  };
  return Object.entries({ ...all, ...more }).map(([name, value]) => ({ name, value }));
}

const price = (one: SavingsPlanRate) =>
  savingsPlanPrice(one, {
    region: 'us-east-2',
    instanceTypes: new Set(['p4d.24xlarge', 'g4dn.metal']),
    now: NOW,
    source: 'aws-savings-plans',
  });

describe('the rate of a savings plan', () => {
  it('that asks nothing upfront is paid by the hour', () =>
    expect(price(rate())).toEqual({
      cloud: 'aws',
      region: 'us-east-2',
      zone: null,
      instanceType: 'p4d.24xlarge',
      purchaseOption: 'savings_plan',
      termYears: 1,
      payment: 'no_upfront',
      offeringClass: 'ec2_instance',
      currency: 'USD',
      perHour: '19.5796780000',
      upfront: '0',
      recurringPerHour: '19.5796780000',
      asOf: '2026-08-01T12:00:00.000Z',
      source: 'aws-savings-plans',
    }));

  it('that asks all of it upfront is paid for all hours of the term: 10 × 26,280', () =>
    expect(
      price(
        rate({ rate: '10' }, { paymentOption: 'All Upfront', planType: 'Compute', durationSeconds: 3 * YEAR_SECONDS }),
      ),
    ).toMatchObject({
      termYears: 3,
      offeringClass: 'compute',
      perHour: '10',
      upfront: '262800',
      recurringPerHour: '0',
    }));

  it('that asks a part upfront does not say how large that is: the buyer decides', () =>
    expect(price(rate({}, { paymentOption: 'Partial Upfront' }))).toMatchObject({
      perHour: '19.5796780000',
      upfront: null,
      recurringPerHour: null,
    }));

  it('of bare metal is that of dedicated usage', () => {
    const metal = { properties: properties({ instanceType: 'g4dn.metal', tenancy: 'dedicated' }) };
    expect(price(rate({ ...metal, usageType: 'USE2-DedicatedUsage:g4dn.metal' }))).toMatchObject({
      instanceType: 'g4dn.metal',
    });
    expect(price(rate({ ...metal, usageType: 'USE2-HostBoxUsage:g4dn.metal' }))).toBe(
      'other usage than a running machine',
    );
  });

  it.each([
    ['another machine', { properties: properties({ instanceType: 'm5.large' }) }, 'machine without accelerators'],
    ['another region', { properties: properties({ region: 'us-east-1' }) }, 'in another region'],
    [
      'Windows',
      { properties: properties({ productDescription: 'Windows' }) },
      'other operating system than plain Linux',
    ],
    ['unused capacity', { usageType: 'USE2-UnusedBox:p4d.24xlarge' }, 'other usage than a running machine'],
    ['another operation', { operation: 'RunInstances:0002' }, 'other usage than a running machine'],
    ['another unit', { unit: 'Request' }, 'without a price by the hour'],
    ['no amount', { rate: undefined }, 'without a price by the hour'],
  ])('of %s is not read', (_name, more, why) => expect(price(rate(more))).toBe(why));

  it('of a plan for machine learning services, or of half a year, is not read', () => {
    expect(price(rate({}, { planType: 'SageMaker' }))).toBe('plan on other terms than those we know');
    expect(price(rate({}, { durationSeconds: YEAR_SECONDS / 2 }))).toBe('plan on other terms than those we know');
  });
});
