import type { Cloud } from '../../src/catalog/index.js';
import type { PurchaseOption } from '../../src/prices/index.js';

/** How the clouds call themselves. */
export const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { aws: 'AWS', gcp: 'Google Cloud', azure: 'Azure' };
export const CLOUD_ORDER: readonly Cloud[] = ['aws', 'gcp', 'azure'];

const PURCHASE_NAMES: Readonly<Record<PurchaseOption, string>> = {
  on_demand: 'On demand',
  spot: 'Spot',
  reserved: 'Reserved',
  savings_plan: 'Savings plan',
  committed_use: 'Committed use',
  capacity_block: 'Capacity block',
  calendar: 'Calendar reservation',
  flex_start: 'Flex start',
  low_priority: 'Low priority',
};

/** A purchase option in a finance person's words, with its term: `Reserved, 3 years`. */
export function purchaseName(option: PurchaseOption, termYears: number | null): string {
  const name = PURCHASE_NAMES[option];
  return termYears === null ? name : `${name}, ${termYears} ${termYears === 1 ? 'year' : 'years'}`;
}
