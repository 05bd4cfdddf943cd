import type { Cloud } from '../catalog/index.js';
import type { Converted } from './currencies/converted.js';
import type { Negotiated } from './discounts/negotiated.js';

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

/**
 * Kinds of a commitment that differ in what may be done with it. `standard` and `convertible` are reservations of AWS;
 * `compute` and `ec2_instance` its savings plans: for any machine anywhere, or for one family in one region.
 */
export const OFFERING_CLASSES = ['standard', 'convertible', 'compute', 'ec2_instance'] as const;
export type OfferingClass = (typeof OFFERING_CLASSES)[number];

/** How often spot capacity of a type is taken back in a place. */
export interface InterruptionRate {
  /** Share of such instances reclaimed in a month (730 hours): [low, high); high null when open-ended. */
  readonly low: number;
  readonly high: number | null;
  /**
   * Mean hours from start to interruption: measured, where at least one interruption was seen, or what the worse end of
   * a range means that a cloud publishes by the hour, for within a month such a range is next to certainty.
   */
  readonly meanHoursBetween?: number | null;
  /** `measured`: counted in availability traces; `published`: the cloud's own bucket. */
  readonly basis?: 'measured' | 'published';
  readonly source?: string;
  /** ISO 8601 date of the last observation, or of the publication. */
  readonly asOf?: string;
}

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
  readonly offeringClass: OfferingClass | null;
  readonly operatingSystem: 'linux';
  /** Amortised over the term where there is one. */
  readonly usdPerHour: string;
  /** The list price and what came off it, where `usdPerHour` is what somebody has negotiated; absent at the list price. */
  readonly negotiated?: Negotiated | undefined;
  readonly upfrontUsd: string | null;
  readonly recurringUsdPerHour: string | null;
  /** Of the amounts above. */
  readonly currency: 'USD';
  /** As the source states it, and the rate of exchange; absent where the source states USD. */
  readonly converted?: Converted | undefined;
  /**
   * ISO 8601 date, or instant, at which the source stated the price. A month (`2024-12`) or a year (`2025`) where the
   * source's day is not known: then the earliest one possible.
   */
  readonly asOf: string;
  readonly source: string;
  /** Of spot capacity; null when neither measured nor published. */
  readonly interruptionPerMonth: InterruptionRate | null;
  /**
   * Whether such machines can be had in the region: false where a source says that they are not offered there, although
   * a price is listed. Null when no source says.
   */
  readonly available: boolean | null;
}

/** Who put an offer in force that no source published: the shipped snapshot, or the operator's own price list. */
export const SNAPSHOT_PUBLISHER = 'snapshot';
export const IMPORT_PUBLISHER = 'import';

/** An offer as it is in force. */
export interface OfferInForce extends Offer {
  /** The id of the source that stated it, `snapshot`, or `import`. */
  readonly publisher: string;
  /** ISO 8601 instant of the last poll or load that stated it. */
  readonly confirmedAt: string;
}
