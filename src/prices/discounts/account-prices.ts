import { Injectable } from '@nestjs/common';
import { OfferIndex } from '../in-force/offer-index.js';
import { OfferCatalog, OffersInForce } from '../offer-catalog.js';
import { accountKey, isValidFor } from './discount.js';
import { DiscountBook } from './discount-book.js';
import { discountedOffers } from './discounted-offers.js';

/** Sets of discounts for which prices are kept at once: each takes as much memory as an index of all offers. */
const MOST_KEPT = 4;

/** The offers in force at the prices that somebody pays for them. */
@Injectable()
export class AccountPrices {
  private list: OffersInForce | null = null;
  /** By the ids of the discounts that hold, those asked for last at the end. */
  private readonly kept = new Map<string, OffersInForce>();

  constructor(
    private readonly offers: OfferCatalog,
    private readonly book: DiscountBook,
  ) {}

  /**
   * At the prices of who has these accounts; of discounts that name an account, only theirs hold. The same object as
   * long as neither offers nor discounts change; the offers in force themselves where no discount holds.
   */
  of(accounts: readonly string[], now = new Date()): OffersInForce {
    const list = this.offers.current();
    if (this.list !== list) this.kept.clear();
    this.list = list;
    const named = new Set(accounts.map(accountKey));
    const day = now.toISOString().slice(0, 10);
    const holding = this.book.current().filter((discount) => isValidFor(discount, named, day));
    if (holding.length === 0) return list;
    const key = holding.map(({ id }) => id).join(',');
    const known = this.kept.get(key);
    const found =
      known ??
      new OffersInForce(
        `${list.release}+discounts:${key}`,
        new OfferIndex(discountedOffers(list.index.columns, holding)),
      );
    this.kept.delete(key);
    this.kept.set(key, found);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return found;
  }
}
