import type { Cloud } from '../catalog/index.js';

export const PURCHASE_OPTIONS = [
  'on_demand',
  'spot',
  'reserved',
  'savings_plan',
  'committed_use',
  'capacity_block',
  'calendar',
  'flex_start',
  'low_priority',
] as const;
export type PurchaseOption = (typeof PURCHASE_OPTIONS)[number];

/** One way to rent one instance type in one place. Money is a decimal string in USD. */
export interface Offer {
  /** Readable key, unique among the offers in force: `aws:us-east-1:p5.48xlarge:spot`. */
  readonly id: string;
  readonly cloud: Cloud;
  readonly region: string;
  readonly zone: string | null;
  readonly instanceType: string;
  readonly acceleratorId: string;
  /** The family name, e.g. `H100`. */
  readonly acceleratorName: string;
  readonly acceleratorCount: number;
  /** All accelerators of the instance together. */
  readonly acceleratorMemoryGiB: number | null;
  readonly purchaseOption: PurchaseOption;
  readonly termYears: 1 | 3 | null;
  readonly payment: 'no_upfront' | 'partial_upfront' | 'all_upfront' | null;
  readonly offeringClass: 'standard' | 'convertible' | null;
  readonly operatingSystem: 'linux';
  /** Amortised over the term where there is one. */
  readonly usdPerHour: string;
  readonly upfrontUsd: string | null;
  readonly recurringUsdPerHour: string | null;
  readonly currency: 'USD';
  /** ISO 8601 date, or instant, at which the source stated the price. */
  readonly asOf: string;
  readonly source: string;
  /** Share of such instances reclaimed in a month, as published: [low, high); high null when open-ended. */
  readonly interruptionPerMonth: { readonly low: number; readonly high: number | null } | null;
  /** Whether the source said there is capacity; null when it did not say. */
  readonly available: boolean | null;
}
