import { Decimal } from 'decimal.js';
import type { EntityManager } from 'typeorm';
import { ConflictError } from '../../platform/index.js';
import { isAmount } from '../gate/gate.js';
import { offerOf } from '../offer-catalog.js';
import type { OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import { carryOver } from './carry-over.js';
import { deleteOffers, writeOffers } from './offer-rows.js';
import type { PriceChange } from './price-turn.js';
import type { QuarantineEntity } from './quarantine.entity.js';

/** Throws `ConflictError` where nobody could pay that price: it is none, or in an unknown currency. */
export function refuseUnusable({ id, usdPerHour, reason }: QuarantineEntity): void {
  if (reason !== 'currency_unknown' && isAmount(usdPerHour)) return;
  const what = reason === 'currency_unknown' ? 'is not in USD' : 'is no price';
  throw new ConflictError(
    `The price ${id} cannot be accepted: ${usdPerHour} ${what}. Reject it, or import the right one with ` +
      '"pennywatt prices import".',
  );
}

/** Puts a price in force that waited. */
export async function putInForce(
  manager: EntityManager,
  { stated, publisher, lastSeenAt }: QuarantineEntity,
  at: Date,
): Promise<PriceChange> {
  const { cloud, region, instanceType } = stated;
  const nearby = await manager.findBy(OfferEntity, { cloud, region, instanceType });
  const offer = carryOver(nearby.map(offerOf))(stated);
  const inForce = { ...offer, publisher, confirmedAt: lastSeenAt.toISOString() };
  await writeOffers(manager, [inForce]);
  return { changed: [inForce], withdrawn: [], at };
}

/** Withdraws an offer; with an amount only where that is its price. */
export async function takeOutOfForce(
  manager: EntityManager,
  offerId: string,
  usdPerHour: string | null,
  at: Date,
): Promise<PriceChange> {
  const rows = await manager.findBy(OfferEntity, { id: offerId });
  const withdrawn = rows.map(offerOf).filter((offer) => usdPerHour === null || isAmountOf(offer, usdPerHour));
  await deleteOffers(
    manager,
    withdrawn.map(({ id }) => id),
  );
  return { changed: [], withdrawn, at };
}

function isAmountOf(offer: OfferInForce, usdPerHour: string): boolean {
  return isAmount(usdPerHour) && new Decimal(offer.usdPerHour).equals(usdPerHour);
}
