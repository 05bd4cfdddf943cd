import type { EntityManager } from 'typeorm';
import { ConflictError } from '../../platform/index.js';
import { asOfDoubt } from '../gate/as-of.js';
import { decisionKeyOf, isAmount } from '../gate/gate.js';
import { offerOf } from '../offer-catalog.js';
import type { OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import { carryOver } from './carry-over.js';
import { isUnconverted } from './foreign-prices.js';
import { deleteOffers, writeOffers } from './offer-rows.js';
import { keyOfRow } from './price-quarantine.js';
import type { PriceChange } from './price-turn.js';
import { QuarantineEntity, type StatedOffer } from './quarantine.entity.js';

/**
 * The price of a row as an offer. Throws `ConflictError` where nobody could pay it: it is none, in no known currency, or
 * of a day that has not come, which would stand in the way of every price until then.
 */
export function usableOffer({ id, stated }: QuarantineEntity, now: Date): StatedOffer {
  const unusable = (why: string, next: string) =>
    new ConflictError(`The price ${id} cannot be accepted: ${why}. ${next}`);
  if (isUnconverted(stated)) {
    const { perHour, currency } = stated.foreign;
    const next = 'Add the rate with "pennywatt prices rates add", or reject the price.';
    throw unusable(`no rate makes USD of ${perHour} ${currency}`, next);
  }
  const next = 'Reject it, or import the right one with "pennywatt prices import".';
  if (!isAmount(stated.usdPerHour)) throw unusable(`${stated.usdPerHour} is no price`, next);
  const reason = asOfDoubt(stated, now)?.reason;
  if (reason === 'future') throw unusable(`it is dated ${stated.asOf}, which has not come`, next);
  if (reason === 'unreadable') throw unusable(`it is dated "${stated.asOf}", which is no date`, next);
  return stated;
}

/** Puts a price in force that waited; the row keeps the offer in whose place it comes. */
export async function putInForce(
  manager: EntityManager,
  row: QuarantineEntity,
  stated: StatedOffer,
  at: Date,
): Promise<PriceChange> {
  const { cloud, region, instanceType } = stated;
  const nearby = (await manager.findBy(OfferEntity, { cloud, region, instanceType })).map(offerOf);
  const offer = carryOver(nearby)(stated);
  const inForce = { ...offer, publisher: row.publisher, confirmedAt: row.lastSeenAt.toISOString() };
  row.replaced = nearby.find(({ id }) => id === stated.id) ?? null;
  await writeOffers(manager, [inForce]);
  return { changed: [inForce], withdrawn: [], at };
}

/** Withdraws an offer that is not stated any more. */
export async function withdraw(manager: EntityManager, offerId: string, at: Date): Promise<PriceChange> {
  const withdrawn = (await manager.findBy(OfferEntity, { id: offerId })).map(offerOf);
  await deleteOffers(
    manager,
    withdrawn.map(({ id }) => id),
  );
  return { changed: [], withdrawn, at };
}

/**
 * Takes an accepted price out of force, where it still is, and puts the last good one back in its place, with the age
 * that it has.
 */
export async function undoAcceptance(manager: EntityManager, row: QuarantineEntity, at: Date): Promise<PriceChange> {
  const [entity] = await manager.findBy(OfferEntity, { id: row.offerId });
  const inForce = entity === undefined ? null : offerOf(entity);
  if (inForce === null || decisionKeyOf(inForce) !== keyOfRow(row)) return { changed: [], withdrawn: [], at };
  const before = await lastGood(manager, row);
  if (before === null) return withdraw(manager, row.offerId, at);
  // Whether the machine can be had is told apart from its price, and may be newer.
  const { available, interruptionPerMonth } = inForce;
  const restored = { ...before, available, interruptionPerMonth };
  await writeOffers(manager, [restored]);
  return { changed: [restored], withdrawn: [], at };
}

/** What the row's price came in the place of; where that has been rejected since, what it had come in the place of. */
async function lastGood(manager: EntityManager, row: QuarantineEntity): Promise<OfferInForce | null> {
  const rejected = await manager.findBy(QuarantineEntity, { offerId: row.offerId, status: 'rejected' });
  const passed = new Set<string>();
  let before = row.replaced;
  while (before !== null) {
    const key = decisionKeyOf(before);
    if (key === keyOfRow(row) || passed.has(key)) return null;
    passed.add(key);
    const refused = rejected.find((one) => keyOfRow(one) === key);
    if (refused === undefined) return before;
    before = refused.replaced;
  }
  return null;
}
