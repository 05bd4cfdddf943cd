import type { Cloud } from '../catalog/index.js';
import type { PurchaseOption } from './offer.js';
import type { LeftOutReason } from './suspicion.js';

const MS_PER_DAY = 86_400_000;

/** How many offers of a cloud are in force, and when their sources stated them. */
export interface CloudSummary {
  readonly cloud: Cloud;
  readonly offers: number;
  readonly byPurchaseOption: Readonly<Partial<Record<PurchaseOption, number>>>;
  /** ISO 8601; null without offers. */
  readonly oldestAsOf: string | null;
  readonly newestAsOf: string | null;
  /** Whole days from the date to now; null without offers. */
  readonly oldestAgeDays: number | null;
  readonly newestAgeDays: number | null;
}

export interface PriceSummary {
  readonly offers: number;
  readonly clouds: readonly CloudSummary[];
  readonly leftOut: number;
  readonly leftOutByReason: Readonly<Partial<Record<LeftOutReason, number>>>;
}

/** Whole days from an ISO 8601 date (or month, or year: its first day) to an instant; 0 for a date to come. */
export function ageInDays(asOf: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(asOf)) / MS_PER_DAY));
}

/** How many offers of a cloud there are, and when their sources stated the first and the last of them. */
export type DatedCount = Omit<CloudSummary, 'oldestAgeDays' | 'newestAgeDays'>;

/** What is in force, how old it is, and what was left out. */
export function summarisePrices(
  clouds: readonly DatedCount[],
  leftOut: readonly { readonly reason: LeftOutReason }[],
  now: Date,
): PriceSummary {
  const leftOutByReason: Partial<Record<LeftOutReason, number>> = {};
  for (const { reason } of leftOut) leftOutByReason[reason] = (leftOutByReason[reason] ?? 0) + 1;
  return {
    offers: clouds.reduce((sum, { offers }) => sum + offers, 0),
    clouds: summariseClouds(clouds, now),
    leftOut: leftOut.length,
    leftOutByReason,
  };
}

/** One summary per cloud, those without offers included. */
export function summariseClouds(clouds: readonly DatedCount[], now: Date): CloudSummary[] {
  return clouds.map(({ cloud, offers, byPurchaseOption, oldestAsOf, newestAsOf }) => ({
    cloud,
    offers,
    byPurchaseOption,
    oldestAsOf,
    newestAsOf,
    oldestAgeDays: oldestAsOf === null ? null : ageInDays(oldestAsOf, now),
    newestAgeDays: newestAsOf === null ? null : ageInDays(newestAsOf, now),
  }));
}
