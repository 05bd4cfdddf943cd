import type { OfferInForce } from '../offer.js';
import { regionalId } from '../suspicion.js';
import type { StatedOffer } from './quarantine.entity.js';

/**
 * Prices, availability and interruption come from sources of their own: what this one does not say of an offer stays as
 * it was known, of the offer itself or of the one in whose place it comes.
 */
export function carryOver(inForce: readonly OfferInForce[]): (offer: StatedOffer) => StatedOffer {
  const byId = new Map(inForce.map((offer) => [offer.id, offer]));
  const regional = new Map<string, OfferInForce>();
  for (const offer of inForce) {
    const key = regionalId(offer);
    // The offer of the region itself before those of its zones.
    if (offer.zone === null || !regional.has(key)) regional.set(key, offer);
  }
  return (offer) => {
    const same = byId.get(offer.id);
    const sibling = regional.get(regionalId(offer));
    if (same === undefined && sibling === undefined) return offer;
    const ofRegion = sibling?.zone === null ? sibling.available : null;
    return {
      ...offer,
      available: offer.available ?? same?.available ?? ofRegion,
      interruptionPerMonth:
        offer.interruptionPerMonth ?? same?.interruptionPerMonth ?? sibling?.interruptionPerMonth ?? null,
    };
  };
}
