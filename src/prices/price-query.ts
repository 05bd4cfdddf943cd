import { Decimal } from 'decimal.js';
import type { Cloud } from '../catalog/index.js';
import type { PurchaseOption } from './offer.js';
import type { PricedOffer } from './price-figures.js';

export const PRICE_SORTS = ['price', 'accelerator', 'tflop', 'memory'] as const;
export type PriceSort = (typeof PRICE_SORTS)[number];

/** What offers must match; a null list admits all. Memory in GB as datasheets count it (an "80 GB" GPU has 80). */
export interface PriceFilter {
  readonly clouds: readonly Cloud[] | null;
  readonly regions: readonly string[] | null;
  readonly acceleratorIds: readonly string[] | null;
  readonly purchaseOptions: readonly PurchaseOption[] | null;
  readonly instanceTypes: readonly string[] | null;
  /** All accelerators of the instance together. */
  readonly minMemoryGB: number | null;
  readonly minMemoryGBPerAccelerator: number | null;
  /** Leaves out offers whose region is known not to have the machine. */
  readonly availableOnly: boolean;
}

export const EVERY_PRICE: PriceFilter = {
  clouds: null,
  regions: null,
  acceleratorIds: null,
  purchaseOptions: null,
  instanceTypes: null,
  minMemoryGB: null,
  minMemoryGBPerAccelerator: null,
  availableOnly: false,
};

const FIGURE: Readonly<Record<PriceSort, (offer: PricedOffer) => string | null>> = {
  price: (offer) => offer.usdPerHour,
  accelerator: (offer) => offer.usdPerAcceleratorHour,
  tflop: (offer) => offer.usdPerTflopHour,
  memory: (offer) => offer.usdPerAcceleratorMemoryGBHour,
};

/** The offers that match, cheapest first by the figure asked for; offers that lack the figure come last. */
export function queryPrices(offers: readonly PricedOffer[], filter: PriceFilter, sort: PriceSort): PricedOffer[] {
  return sortPrices(offers.filter(matcher(filter)), sort);
}

function matcher(filter: PriceFilter): (offer: PricedOffer) => boolean {
  const oneOf = (list: readonly string[] | null) => (list === null ? null : new Set(list));
  const clouds = oneOf(filter.clouds);
  const regions = oneOf(filter.regions);
  const accelerators = oneOf(filter.acceleratorIds);
  const options = oneOf(filter.purchaseOptions);
  const types = oneOf(filter.instanceTypes);
  return (offer) =>
    (clouds?.has(offer.cloud) ?? true) &&
    (regions?.has(offer.region) ?? true) &&
    (accelerators?.has(offer.acceleratorId) ?? true) &&
    (options?.has(offer.purchaseOption) ?? true) &&
    (types?.has(offer.instanceType) ?? true) &&
    reaches(offer.acceleratorMemoryGiB, filter.minMemoryGB) &&
    reaches(memoryPerAccelerator(offer), filter.minMemoryGBPerAccelerator) &&
    (!filter.availableOnly || offer.available !== false);
}

/** Memory that is not known does not reach any minimum. */
function reaches(memory: number | null, least: number | null): boolean {
  return least === null || (memory !== null && memory >= least);
}

function memoryPerAccelerator(offer: PricedOffer): number | null {
  return offer.acceleratorMemoryGiB === null ? null : offer.acceleratorMemoryGiB / offer.acceleratorCount;
}

/** A new array, sorted; equal figures stay in the order of their ids. */
function sortPrices(offers: readonly PricedOffer[], sort: PriceSort): PricedOffer[] {
  const figure = FIGURE[sort];
  return offers
    .map((offer) => {
      const text = figure(offer);
      return { offer, amount: text === null ? null : new Decimal(text) };
    })
    .sort((a, b) => compareAmounts(a.amount, b.amount) || (a.offer.id < b.offer.id ? -1 : 1))
    .map(({ offer }) => offer);
}

function compareAmounts(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return a.comparedTo(b);
}
