import type { RetailRow } from './retail-page.js';

/** What a row of the price list is a price of; or why it is none of ours. */
export type Meter =
  | { readonly kind: 'on_demand' | 'spot' }
  | { readonly kind: 'reserved'; readonly termYears: 1 | 3 }
  | { readonly kind: 'skipped'; readonly why: string };

/** The three names of a row, each between single spaces: any of them can be the only one that says what the row is. */
function names({ productName, skuName, meterName }: RetailRow): string {
  return [productName, skuName, meterName].map((name) => ` ${name ?? ''} `.replace(/\s+/g, ' ')).join('|');
}

/**
 * What shows that a row is no price of a Linux machine, by its names: "Virtual Machines NCCadsH100v5 Series Win" is
 * Windows as well. Batch alone sold Low Priority, so nobody else can buy at that price.
 */
const BY_NAME: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: / Win(dows)? /i, why: 'Windows' },
  { pattern: / Cloud ?Services\b/i, why: 'Cloud Services' },
  { pattern: / Dedicated Host\b/i, why: 'Dedicated Host' },
  { pattern: / Low Priority /i, why: 'Low Priority (of Azure Batch)' },
  { pattern: /\bExpired\b/i, why: 'expired' },
];
const SPOT = / Spot /i;

const TERMS: Readonly<Record<string, 1 | 3>> = { '1 Year': 1, '3 Years': 3 };

/** One or three years; null for any other term. */
export function termOf(stated: string | null | undefined): 1 | 3 | null {
  return TERMS[(stated ?? '').trim()] ?? null;
}

/**
 * What a row is. It goes by what the row says, never by what was asked for.
 *
 * @param region the region that was asked for
 * @param now instant of the poll: what begins later is not yet in force, what ended earlier no longer
 */
export function meterOf(row: RetailRow, region: string, now: Date): Meter {
  const why = notOurs(row, region) ?? notInForce(row, now);
  if (why !== null) return { kind: 'skipped', why };
  const isSpot = SPOT.test(names(row));
  if (row.type !== 'Reservation') return { kind: isSpot ? 'spot' : 'on_demand' };
  const termYears = termOf(row.reservationTerm);
  if (termYears === null) return { kind: 'skipped', why: 'reservation of another term than one or three years' };
  return isSpot ? { kind: 'skipped', why: 'reservation of spot' } : { kind: 'reserved', termYears };
}

function notOurs(row: RetailRow, region: string): string | null {
  if (row.serviceName !== 'Virtual Machines') return 'another service';
  if (row.armRegionName?.toLowerCase() !== region) return 'another region';
  if (row.type === 'DevTestConsumption') return 'for development and tests alone';
  if (row.type !== 'Consumption' && row.type !== 'Reservation') return 'another type of price';
  if (row.isPrimaryMeterRegion === false) return 'not the primary meter';
  const named = BY_NAME.find(({ pattern }) => pattern.test(names(row)));
  if (named !== undefined) return named.why;
  // The whole term of a reservation has this unit as well.
  if (!/^1 Hour$/i.test((row.unitOfMeasure ?? '').trim())) return 'another unit than the hour';
  if (Number(row.tierMinimumUnits ?? 0) > 0) return 'discount for volume';
  return null;
}

function notInForce({ effectiveStartDate, effectiveEndDate }: RetailRow, now: Date): string | null {
  if (Date.parse(effectiveStartDate ?? '') > now.getTime()) return 'not yet in force';
  if (Date.parse(effectiveEndDate ?? '') <= now.getTime()) return 'expired';
  return null;
}
