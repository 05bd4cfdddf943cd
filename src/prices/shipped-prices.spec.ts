import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { readAccelerators, readInstanceTypes, readRegions } from '../catalog/index.js';
import type { Offer } from './offer.js';
import { readLeftOut, readShippedOffers } from './shipped-prices.js';

const { offers, stopped } = readShippedOffers(readInstanceTypes(), readAccelerators());
const byId = new Map(offers.map((offer) => [offer.id, offer]));

function offerCalled(id: string): Offer {
  const offer = byId.get(id);
  if (offer === undefined) throw new Error(`no offer ${id}`);
  return offer;
}

describe('the shipped snapshot', () => {
  it('passes the checks again when it is read', () => {
    expect(stopped).toEqual([]);
  });

  it('has each offer once, with a source, a date and a price above zero', () => {
    expect(byId.size).toBe(offers.length);
    for (const offer of offers) {
      expect(offer.source.length).toBeGreaterThan(10);
      expect(Number.isNaN(Date.parse(offer.asOf))).toBe(false);
      expect(new Decimal(offer.usdPerHour).greaterThan(0)).toBe(true);
    }
  });

  it('has offers in regions of the catalog only', () => {
    const regions = new Set(readRegions().map(({ cloud, name }) => `${cloud}:${name}`));
    expect(offers.filter(({ cloud, region }) => !regions.has(`${cloud}:${region}`))).toEqual([]);
  });

  it('states what the sources state', () => {
    expect(offerCalled('gcp:us-central1:a3-highgpu-8g:on_demand')).toMatchObject({
      usdPerHour: '88.49',
      acceleratorName: 'H100',
      acceleratorCount: 8,
      acceleratorMemoryGiB: 640,
      asOf: '2026-07-30',
    });
    expect(offerCalled('gcp:us-central1:a2-highgpu-1g:on_demand').usdPerHour).toBe('3.673385');
    expect(offerCalled('aws:us-east-1:inf1.2xlarge:reserved:1y:no_upfront:standard')).toMatchObject({
      usdPerHour: '0.228',
      upfrontUsd: '0',
      recurringUsdPerHour: '0.228',
    });
  });

  it('amortises the upfront payment of a commitment', () => {
    // 42,066 USD for a year of 8,760 hours.
    const whole = offerCalled('azure:eastus:Standard_NC48ads_A100_v4:reserved:1y:all_upfront');
    expect(whole.upfrontUsd).toBe('42066');
    expect(new Decimal(42066).div(8760).toFixed(6)).toBe(new Decimal(whole.usdPerHour).toFixed(6));
    for (const offer of offers) {
      if (offer.termYears === null) continue;
      const hours = offer.termYears * 8760;
      const amortised = new Decimal(offer.upfrontUsd ?? '0').div(hours).plus(offer.recurringUsdPerHour ?? '0');
      expect(amortised.minus(offer.usdPerHour).abs().lessThan('0.000001')).toBe(true);
    }
  });

  it('has interruption for spot only, measured where a trace was taken', () => {
    expect(offers.filter((offer) => offer.purchaseOption !== 'spot' && offer.interruptionPerMonth !== null)).toEqual(
      [],
    );
    const measured = offerCalled('gcp:us-central1:a3-highgpu-8g:spot').interruptionPerMonth;
    expect(measured).toMatchObject({ basis: 'measured', asOf: '2025-10-11' });
    // 118 losses in 2,810 looks of ten minutes: hazard −6 ln(1 − 118/2810) = 0.2574 per hour, 3.885 hours on average.
    expect(measured?.meanHoursBetween).toBeCloseTo(3.885, 2);
    expect(offerCalled('aws:us-east-1:inf1.24xlarge:spot').interruptionPerMonth).toMatchObject({
      basis: 'published',
      low: 0.2,
      high: null,
    });
    expect(offerCalled('azure:eastus2:Standard_NCC40ads_H100_v5:spot').interruptionPerMonth).toBeNull();
  });

  it('knows where Google lists a price but has no machine', () => {
    expect(offerCalled('gcp:us-central1:a2-highgpu-1g:spot').available).toBe(true);
    expect(offerCalled('gcp:asia-northeast2:a2-highgpu-1g:spot').available).toBe(false);
    expect(offerCalled('aws:us-east-1:inf1.2xlarge:on_demand').available).toBeNull();
  });

  it('keeps the known traps out', () => {
    const windows = readLeftOut().filter(({ instanceType }) => instanceType === 'Standard_NCC40ads_H100_v5');
    expect(windows).toMatchObject([{ usdPerHour: '8.82', reason: 'known_wrong' }]);
    expect(offerCalled('azure:eastus2:Standard_NCC40ads_H100_v5:on_demand').usdPerHour).toBe('6.98');
    expect(byId.has('gcp:us-central1:a3-highgpu-1g:on_demand')).toBe(false);
    expect(byId.has('gcp:us-central2:tpu-v4-8:spot')).toBe(false);
  });

  it('says of everything left out why, from where and as of when', () => {
    for (const price of readLeftOut()) {
      expect(price.why).toMatch(/\d/);
      expect(price.source.length).toBeGreaterThan(10);
      expect(Number.isNaN(Date.parse(price.asOf))).toBe(false);
    }
  });
});
