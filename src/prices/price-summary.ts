import { CLOUDS, type Cloud } from '../catalog/index.js';
import type { Offer, PurchaseOption } from './offer.js';
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

/** What is in force, how old it is, and what was left out. */
export function summarisePrices(
  offers: readonly Offer[],
  leftOut: readonly { readonly reason: LeftOutReason }[],
  now: Date,
): PriceSummary {
  return {
    offers: offers.length,
    clouds: summariseClouds(offers, now),
    leftOut: leftOut.length,
    leftOutByReason: countBy(leftOut, ({ reason }) => reason),
  };
}

/** One summary per cloud, those without offers included. */
export function summariseClouds(offers: readonly Offer[], now: Date): CloudSummary[] {
  return CLOUDS.map((cloud) =>
    summariseCloud(
      cloud,
      offers.filter((offer) => offer.cloud === cloud),
      now,
    ),
  );
}

function summariseCloud(cloud: Cloud, offers: readonly Offer[], now: Date): CloudSummary {
  // ISO 8601 dates sort as text, shortened ones before the days that they hold.
  const dates = offers.map(({ asOf }) => asOf).sort();
  const oldestAsOf = dates.at(0) ?? null;
  const newestAsOf = dates.at(-1) ?? null;
  return {
    cloud,
    offers: offers.length,
    byPurchaseOption: countBy(offers, ({ purchaseOption }) => purchaseOption),
    oldestAsOf,
    newestAsOf,
    oldestAgeDays: oldestAsOf === null ? null : ageInDays(oldestAsOf, now),
    newestAgeDays: newestAsOf === null ? null : ageInDays(newestAsOf, now),
  };
}

function countBy<Item, Key extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const item of items) {
    const key = keyOf(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
