import type { RetailRow } from './retail-page.js';

/**
 * Leaves out rows that a later one of the same meter has replaced: after a change of price the list can hold both. Rows
 * that begin at the same time all stay, though they contradict each other: which of them is right is not for the reader
 * of a list to say.
 *
 * @param now instant of the poll: what begins later replaces nothing yet
 */
export function latestInForce(
  rows: readonly RetailRow[],
  now: Date,
): { readonly rows: readonly RetailRow[]; readonly replaced: number } {
  const latest = new Map<string, number>();
  for (const row of rows) {
    const began = beginOf(row);
    if (began > now.getTime()) continue;
    const key = meterKey(row);
    latest.set(key, Math.max(began, latest.get(key) ?? -Infinity));
  }
  const kept = rows.filter((row) => beginOf(row) >= (latest.get(meterKey(row)) ?? -Infinity));
  return { rows: kept, replaced: rows.length - kept.length };
}

/** A row without a date has always been in force. */
function beginOf({ effectiveStartDate }: RetailRow): number {
  const began = Date.parse(effectiveStartDate ?? '');
  return Number.isNaN(began) ? -Infinity : began;
}

/** A row without a meter is a meter of its own, so it is neither replaced nor replaces anything. */
function meterKey(row: RetailRow): string {
  const { meterId, skuId, productName, skuName, armSkuName, armRegionName, type, reservationTerm } = row;
  const { tierMinimumUnits, currencyCode } = row;
  const said = [skuId, productName, skuName, armSkuName, armRegionName, type, reservationTerm];
  return meterId ? JSON.stringify([meterId, ...said, tierMinimumUnits, currencyCode]) : JSON.stringify(row);
}
