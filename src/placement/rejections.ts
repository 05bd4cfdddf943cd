import type { Reason } from './reasons.js';
import type { PlaceableOffer } from './placeable-offer.js';

/** Offers that are not used for one reason. */
export interface RejectedClass {
  readonly reason: Reason;
  offers: number;
  /** The cheapest per accelerator hour of them. */
  example: PlaceableOffer;
  /** What the example failed on; null where the reason says it all. */
  said: { readonly why: string | null } | null;
}

/** Counts rejected offers by reason. */
export class Rejections {
  readonly classes = new Map<Reason, RejectedClass>();

  /** @param offers of one pool, the cheapest first */
  add(reason: Reason, offers: readonly PlaceableOffer[], said: RejectedClass['said']): void {
    const [example] = offers;
    if (example === undefined) return;
    const held = this.classes.get(reason);
    if (held === undefined) {
      this.classes.set(reason, { reason, offers: offers.length, example, said });
      return;
    }
    held.offers += offers.length;
    if (isBetterExample(example, held.example)) {
      held.example = example;
      held.said = said;
    }
  }
}

/** Cheaper by the accelerator, then by id so that the text does not depend on the order of offers. */
function isBetterExample(a: PlaceableOffer, b: PlaceableOffer): boolean {
  if (a.usdPerAcceleratorHour !== b.usdPerAcceleratorHour) return a.usdPerAcceleratorHour < b.usdPerAcceleratorHour;
  return a.offer.id < b.offer.id;
}
