import type { OfferInForce } from '../offer.js';
import { offerId } from '../suspicion.js';
import type { GateFact } from './gate.js';

/** A stated price of an L4 machine in us-east-1 on demand, unless said otherwise. */
export function fact(changed: Partial<GateFact> = {}): GateFact {
  const stated = {
    cloud: 'aws',
    region: 'us-east-1',
    zone: null,
    instanceType: 'g6.xlarge',
    acceleratorId: 'nvidia-l4',
    acceleratorCount: 1,
    purchaseOption: 'on_demand',
    termYears: null,
    payment: null,
    offeringClass: null,
    usdPerHour: '0.80',
    asOf: '2026-03-01',
    source: 'poll',
    ...changed,
  } as const;
  return { ...stated, id: offerId(stated) };
}

/** The same in force, stated by a source an hour ago unless said otherwise. */
export function inForce(changed: Partial<GateFact & OfferInForce> = {}): OfferInForce {
  const stated = fact(changed);
  return {
    ...stated,
    acceleratorName: 'L4',
    acceleratorMemoryGiB: 24,
    operatingSystem: 'linux',
    upfrontUsd: null,
    recurringUsdPerHour: null,
    currency: 'USD',
    interruptionPerMonth: null,
    available: null,
    publisher: 'aws-list',
    confirmedAt: '2026-03-01T11:00:00Z',
    ...changed,
  };
}
