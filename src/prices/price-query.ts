import type { Cloud } from '../catalog/index.js';
import type { PurchaseOption } from './offer.js';

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

/** Which of the offers that match are shown, and in which order. */
export interface PricePage {
  readonly sort: PriceSort;
  readonly offset: number;
  readonly limit: number;
}
