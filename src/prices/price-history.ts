import type { ClickHouse } from '../platform/index.js';
import type { Offer } from './offer.js';
import { plainDecimal } from './price-figures.js';

/** A row of `price_history`: an offer as it was from `observed_at` on; without a price where it was withdrawn. */
export interface HistoryRow {
  readonly offer_id: string;
  readonly cloud: string;
  readonly region: string;
  readonly zone: string | null;
  readonly instance_type: string;
  readonly accelerator_id: string;
  readonly accelerator_count: number;
  readonly purchase_option: string;
  readonly term_years: number | null;
  readonly payment: string | null;
  readonly offering_class: string | null;
  readonly usd_per_hour: string | null;
  readonly upfront_usd: string | null;
  readonly recurring_usd_per_hour: string | null;
  /** As it was stated, and the rate; null where it was stated in USD. */
  readonly stated_currency: string | null;
  readonly stated_per_hour: string | null;
  readonly usd_per_unit: string | null;
  readonly rate_date: string | null;
  readonly rate_source: string | null;
  readonly as_of: string;
  readonly source: string;
  readonly observed_at: string;
}

/** What a withdrawn offer has none of. */
const WITHOUT_PRICE = {
  usd_per_hour: null,
  upfront_usd: null,
  recurring_usd_per_hour: null,
  stated_currency: null,
  stated_per_hour: null,
  usd_per_unit: null,
  rate_date: null,
  rate_source: null,
};

/** The last row of each offer in these places; the table is sorted by cloud and region. */
const LATEST = `
  SELECT * FROM price_history
  WHERE cloud IN {clouds:Array(String)} AND region IN {regions:Array(String)}
    AND purchase_option IN {purchaseOptions:Array(String)}
  ORDER BY observed_at DESC LIMIT 1 BY offer_id`;

/**
 * Appends what has changed since the last time, and returns how many rows that were. Running it again adds nothing.
 *
 * @param withdrawn ids of offers that may have gone: those of them that are not among `offers` get a row without a price
 */
export async function recordPriceChanges(
  clickhouse: ClickHouse,
  offers: readonly Offer[],
  withdrawn: readonly Pick<Offer, 'id' | 'cloud' | 'region' | 'purchaseOption'>[],
  observedAt: Date,
): Promise<number> {
  const all = [...offers, ...withdrawn];
  if (all.length === 0) return 0;
  const touched = new Set(all.map(({ id }) => id));
  const latest = await clickhouse.query<HistoryRow>(LATEST, {
    clouds: [...new Set(all.map(({ cloud }) => cloud))],
    regions: [...new Set(all.map(({ region }) => region))],
    purchaseOptions: [...new Set(all.map(({ purchaseOption }) => purchaseOption))],
  });
  const changes = priceChanges(
    latest.filter(({ offer_id }) => touched.has(offer_id)),
    offers,
    observedAt,
  );
  await clickhouse.insert('price_history', changes);
  return changes.length;
}

/** One row per offer that is new or whose price differs, and one without a price per offer that is no longer there. */
export function priceChanges(
  latest: readonly HistoryRow[],
  offers: readonly Offer[],
  observedAt: Date,
): readonly HistoryRow[] {
  const observed_at = observedAt.toISOString().replace('T', ' ').replace('Z', '');
  const known = new Map(latest.map((row) => [row.offer_id, row]));
  const changed = offers
    .map((offer) => historyRow(offer, observed_at))
    .filter((row) => differs(known.get(row.offer_id), row));
  const here = new Set(offers.map(({ id }) => id));
  const withdrawn = latest
    .filter((row) => row.usd_per_hour !== null && !here.has(row.offer_id))
    .map((row) => ({ ...row, ...WITHOUT_PRICE, observed_at }));
  return [...changed, ...withdrawn];
}

/** The later statement of the same price is no change. */
function differs(before: HistoryRow | undefined, now: HistoryRow): boolean {
  return (
    before === undefined ||
    !sameAmount(before.usd_per_hour, now.usd_per_hour) ||
    !sameAmount(before.upfront_usd, now.upfront_usd) ||
    !sameAmount(before.recurring_usd_per_hour, now.recurring_usd_per_hour) ||
    before.stated_currency !== now.stated_currency ||
    !sameAmount(before.stated_per_hour, now.stated_per_hour)
  );
}

function sameAmount(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : plainDecimal(a) === plainDecimal(b);
}

function historyRow(offer: Offer, observedAt: string): HistoryRow {
  return {
    offer_id: offer.id,
    cloud: offer.cloud,
    region: offer.region,
    zone: offer.zone,
    instance_type: offer.instanceType,
    accelerator_id: offer.acceleratorId,
    accelerator_count: offer.acceleratorCount,
    purchase_option: offer.purchaseOption,
    term_years: offer.termYears,
    payment: offer.payment,
    offering_class: offer.offeringClass,
    usd_per_hour: offer.usdPerHour,
    upfront_usd: offer.upfrontUsd,
    recurring_usd_per_hour: offer.recurringUsdPerHour,
    stated_currency: offer.converted?.currency ?? null,
    stated_per_hour: offer.converted?.perHour ?? null,
    usd_per_unit: offer.converted?.usdPerUnit ?? null,
    rate_date: offer.converted?.rateDate ?? null,
    rate_source: offer.converted?.rateSource ?? null,
    as_of: offer.asOf,
    source: offer.source,
    observed_at: observedAt,
  };
}
