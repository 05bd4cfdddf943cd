import type {
  PollResult,
  PriceSource,
  StatedAvailability,
  StatedPrice,
} from '../../src/prices/sources/price-source.js';

/** A source that tests feed to the publisher themselves. */
export const SOURCE: PriceSource = {
  id: 'test-list',
  cloud: 'aws',
  title: 'A list for tests',
  purchaseOptions: ['on_demand', 'spot'],
  rank: 1,
  everyMinutes: 10,
  readiness: () => Promise.resolve({ ready: true }),
  regions: () => Promise.resolve(null),
  poll: () => Promise.reject(new Error('Nobody is asked here.')),
};
/** What it states of an AWS machine on demand, unless said otherwise. */
export function stated(
  region: string,
  instanceType: string,
  perHour: string,
  more: Partial<StatedPrice> = {},
): StatedPrice {
  return {
    cloud: 'aws',
    region,
    zone: null,
    instanceType,
    purchaseOption: 'on_demand',
    termYears: null,
    payment: null,
    offeringClass: null,
    currency: 'USD',
    perHour,
    upfront: null,
    recurringPerHour: null,
    asOf: '2026-11-01T00:00:00.000Z',
    source: SOURCE.id,
    ...more,
  };
}

/** What a poll of it brings home. */
export function result(prices: readonly StatedPrice[], more: Partial<PollResult> = {}): PollResult {
  const nothing = { covers: [], availability: [], interruptions: [], unknownTypes: [], skipped: {} };
  return { ...nothing, prices, unchanged: false, mark: null, ...more };
}

/** What it says of a machine. */
export function availability(
  region: string,
  instanceType: string,
  available: boolean,
  zone: string | null = null,
): StatedAvailability {
  return { region, zone, instanceType, available, why: null, source: SOURCE.id };
}
