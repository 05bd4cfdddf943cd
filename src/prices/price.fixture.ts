import { talliesOf } from './in-force/cloud-tally.js';
import { columnsOf } from './in-force/columns-of.js';
import { OfferIndex } from './in-force/offer-index.js';
import { SNAPSHOT_PUBLISHER, type Offer, type OfferInForce } from './offer.js';
import { priceOffer, type PricedOffer } from './price-figures.js';
import { summariseClouds, type CloudSummary, type DatedCount } from './price-summary.js';
import { offerId, type PriceFact } from './suspicion.js';

/** A price for tests: eight H100 on demand in us-central1, unless told otherwise. */
export function priceFact(more: Partial<PriceFact> = {}): PriceFact {
  return {
    cloud: 'gcp',
    region: 'us-central1',
    zone: null,
    instanceType: 'a3-highgpu-8g',
    acceleratorCount: 8,
    purchaseOption: 'on_demand',
    termYears: null,
    payment: null,
    offeringClass: null,
    usdPerHour: '88.49',
    asOf: '2026-07-30',
    source: 'a price list',
    ...more,
  };
}

/** An offer for tests, with the price above. */
export function offer(more: Partial<Offer> = {}): Offer {
  const fact = priceFact(more);
  return {
    ...fact,
    id: offerId(fact),
    acceleratorId: 'nvidia-h100-sxm-80gb',
    acceleratorName: 'H100',
    acceleratorMemoryGiB: 640,
    operatingSystem: 'linux',
    upfrontUsd: null,
    recurringUsdPerHour: null,
    currency: 'USD',
    interruptionPerMonth: null,
    available: null,
    ...more,
  };
}

/** The offer above with its comparable prices, at the H100's dense 989 TFLOP/s of bf16. */
export function pricedOffer(more: Partial<Offer> = {}): PricedOffer {
  return priceOffer(offer(more), 989);
}

/** The offers as they are in force since the tenth of August. */
export function inForce(offers: readonly Offer[]): OfferInForce[] {
  return offers.map((one) => ({ ...one, publisher: SNAPSHOT_PUBLISHER, confirmedAt: '2026-08-10T00:00:00.000Z' }));
}

/** How many there are, by cloud. */
export function tallies(offers: readonly Offer[]): DatedCount[] {
  return talliesOf(new OfferIndex(columnsOf(inForce(offers))));
}

/** What a price list says of the clouds of its offers. */
export function cloudSummaries(offers: readonly Offer[], now: Date): CloudSummary[] {
  return summariseClouds(tallies(offers), now);
}
