import { Decimal } from 'decimal.js';
import type { EntityManager } from 'typeorm';
import { ConflictError } from '../../platform/index.js';
import { isAmount } from '../gate/gate.js';
import { offerOf } from '../offer-catalog.js';
import type { OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import { carryOver } from './carry-over.js';
import { isUnconverted } from './foreign-prices.js';
import { deleteOffers, writeOffers } from './offer-rows.js';
import type { PriceChange } from './price-turn.js';
import type { QuarantineEntity, StatedOffer } from './quarantine.entity.js';

/** The price of a row as an offer. Throws `ConflictError` where nobody could pay it: it is none, or in no known currency. */
export function usableOffer({ id, stated }: QuarantineEntity): StatedOffer {
  const unusable = (why: string, next: string) =>
    new ConflictError(`The price ${id} cannot be accepted: ${why}. ${next}`);
  if (isUnconverted(stated)) {
    const { perHour, currency } = stated.foreign;
    const next = 'Add the rate with "pennywatt prices rates add", or reject the price.';
    throw unusable(`no rate makes USD of ${perHour} ${currency}`, next);
  }
  if (isAmount(stated.usdPerHour)) return stated;
  const next = 'Reject it, or import the right one with "pennywatt prices import".';
  throw unusable(`${stated.usdPerHour} is no price`, next);
}

/** Puts a price in force that waited. */
export async function putInForce(
  manager: EntityManager,
  { publisher, lastSeenAt }: QuarantineEntity,
  stated: StatedOffer,
  at: Date,
): Promise<PriceChange> {
  const { cloud, region, instanceType } = stated;
  const nearby = await manager.findBy(OfferEntity, { cloud, region, instanceType });
  const offer = carryOver(nearby.map(offerOf))(stated);
  const inForce = { ...offer, publisher, confirmedAt: lastSeenAt.toISOString() };
  await writeOffers(manager, [inForce]);
  return { changed: [inForce], withdrawn: [], at };
}

/** Withdraws an offer; of a price in quarantine only where that is the offer's, in the currency in which it was stated. */
export async function takeOutOfForce(
  manager: EntityManager,
  offerId: string,
  price: Pick<QuarantineEntity, 'usdPerHour' | 'currency' | 'foreignPerHour'> | null,
  at: Date,
): Promise<PriceChange> {
  const rows = await manager.findBy(OfferEntity, { id: offerId });
  const withdrawn = rows.map(offerOf).filter((offer) => price === null || isPriceOf(offer, price));
  await deleteOffers(
    manager,
    withdrawn.map(({ id }) => id),
  );
  return { changed: [], withdrawn, at };
}

function isPriceOf(
  { usdPerHour, converted }: OfferInForce,
  price: Pick<QuarantineEntity, 'usdPerHour' | 'currency' | 'foreignPerHour'>,
): boolean {
  const amount = price.foreignPerHour ?? price.usdPerHour ?? '';
  return (
    (converted?.currency ?? 'USD') === price.currency &&
    isAmount(amount) &&
    new Decimal(converted?.perHour ?? usdPerHour).equals(amount)
  );
}
