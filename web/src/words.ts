import type { Cloud } from '../../src/catalog/index.js';
import type { LeftOutPrice, PurchaseOption } from '../../src/prices/index.js';

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

/** Why prices are left out: a heading and what it means. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOutPrice['reason'], readonly [heading: string, meaning: string]>> = {
  estimate: ['Estimates', 'Computed from a rounded saving, not a price that anybody saw.'],
  not_in_catalog: [
    'Undocumented machines',
    'What the machine holds is not documented, so nobody can say what the price buys.',
  ],
  unreadable: ['Unreadable', 'The source states something that is no amount.'],
  placeholder: ['Placeholders', 'A zero or a number that stands for “no price”.'],
  known_wrong: ['Known to be wrong', 'Checked against the cloud and found to be the price of something else.'],
  not_sold_on_demand: ['Not sold that way', 'A price is listed for a way to buy in which the machine is not sold.'],
  superseded: ['Superseded', 'A newer source states another price.'],
  sources_disagree: ['Sources disagree', 'Equally new sources differ, and nothing says which is right.'],
  out_of_line: ['Out of line', 'Far from what the same machine costs in other regions.'],
  spot_above_on_demand: ['Spot above on demand', 'Spare capacity cannot cost more than capacity on demand.'],
  spot_copied_from_on_demand: [
    'Spot copied from on demand',
    'Equal to the on-demand price to the last digit: copied, not seen.',
  ],
  commitment_not_below_on_demand: [
    'Commitment not below on demand',
    'A commitment that saves nothing is a mistake in the source.',
  ],
  jump: ['Jumped', 'Far from the price that was in force until then.'],
  out_of_band: ['Out of band', 'Far from what the accelerator costs in the other machines of the cloud.'],
  vanished: ['Vanished', 'Not stated any more, together with many others: perhaps the answer was one in part.'],
  future: ['From the future', 'Dated ahead of now: one of the clocks is wrong.'],
  rejected_by_operator: ['Rejected', 'An operator has decided that this price stays out.'],
  too_old: ['Too old', 'Stated so long ago that it says nothing of today.'],
  currency_unknown: ['Unknown currency', 'Stated in something that is no currency.'],
  exchange_rate_missing: ['Without a rate', 'Stated in another currency, and no exchange rate of its day is known.'],
};
