import { Decimal } from 'decimal.js';
import type { OfferInForce } from '../offer.js';
import type { PriceFact } from '../suspicion.js';
import type { Doubt } from '../vouch.js';

export const MOST_JUMP = new Decimal('0.4');
/** Spot prices move: only one that was observed lately says what the next one should be. */
const SPOT_REMEMBERED_MS = 2 * 86_400_000;

/** Null where the price is near enough to the one in force, or there is nothing to compare it with. */
export function jumpDoubt(fact: PriceFact, previous: OfferInForce | undefined, now: Date): Doubt {
  if (previous === undefined) return null;
  if (fact.purchaseOption === 'spot' && !isRecent(previous, now)) return null;
  const before = new Decimal(previous.usdPerHour);
  const change = new Decimal(fact.usdPerHour).minus(before).div(before);
  if (change.abs().lessThanOrEqualTo(MOST_JUMP)) return null;
  const percent = change.times(100).toDecimalPlaces(1);
  return {
    reason: 'jump',
    why:
      `${fact.usdPerHour} USD an hour is ${percent.isPositive() ? '+' : ''}${percent} % against ${previous.usdPerHour} ` +
      `in force (${previous.source}, ${previous.asOf}); up to 40 % is believed.`,
  };
}

/** A price of the snapshot was observed on its date, not when it was loaded. */
function isRecent({ asOf, confirmedAt, publisher }: OfferInForce, now: Date): boolean {
  const observed = publisher === 'snapshot' ? asOf : confirmedAt;
  return now.getTime() - Date.parse(observed) <= SPOT_REMEMBERED_MS;
}
