import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HeldCopy } from '../platform/index.js';
import { amountFloat } from './in-force/exact-amount.js';
import { columnsOf } from './in-force/columns-of.js';
import { OfferIndex } from './in-force/offer-index.js';
import { readAllOffers } from './in-force/read-offers.js';
import type { OfferEntity } from './offer.entity.js';
import type { OfferInForce } from './offer.js';
import { plainDecimal } from './price-figures.js';

/** The offers in force as one process sees them: immutable, replaced as a whole when a new release is loaded. */
export class OffersInForce {
  private made: readonly OfferInForce[] | null = null;
  private floats: Float64Array | null = null;

  /**
   * @param release names the state of the offers; a change means that everything derived from the offers is stale
   * @param index for those who look for some of them
   */
  constructor(
    readonly release: string,
    readonly index: OfferIndex,
  ) {}

  /** In the order of their ids. Made when they are first asked for: of a million that takes seconds. */
  get offers(): readonly OfferInForce[] {
    this.made ??= [...this.index.offers()];
    return this.made;
  }

  /**
   * Price of each offer as a float, in the same order: only for comparing many offers quickly, never for amounts that
   * are shown.
   */
  get usdPerHour(): Float64Array {
    const { usd, usdFraction } = this.index.columns;
    this.floats ??= Float64Array.from(this.index.byId, (row) => amountFloat(usd[row] ?? 0, usdFraction[row] ?? 0));
    return this.floats;
  }
}

/** Name of the release of prices in `data_release`. */
export const PRICE_RELEASE = 'prices';

/** Name under which `data_release` holds the state of the offers in force; every publication makes another. */
export const PRICE_STATE = 'prices_in_force';

/** Keeps the offers in force in memory, so that listing and placing ask no database. PostgreSQL stays the truth. */
@Injectable()
export class OfferCatalog {
  private readonly copy: HeldCopy<OffersInForce>;

  constructor(dataSource: DataSource) {
    const nothing = new OffersInForce('', new OfferIndex(columnsOf([])));
    this.copy = new HeldCopy(
      dataSource,
      PRICE_STATE,
      async ({ state, rows }) => new OffersInForce(state, new OfferIndex(await readAllOffers(dataSource, rows))),
      nothing,
    );
  }

  /** What is in force now; empty before the first `refresh`. */
  current(): OffersInForce {
    return this.copy.value;
  }

  /** Reads the offers again if another release has been loaded, here or by another process. */
  refresh(): Promise<OffersInForce> {
    return this.copy.refresh();
  }
}

/** PostgreSQL pads amounts to the scale of their column. */
export function offerOf(row: OfferEntity): OfferInForce {
  const plain = (amount: string | null) => (amount === null ? null : plainDecimal(amount));
  return {
    ...row,
    operatingSystem: 'linux',
    currency: 'USD',
    usdPerHour: plainDecimal(row.usdPerHour),
    upfrontUsd: plain(row.upfrontUsd),
    recurringUsdPerHour: plain(row.recurringUsdPerHour),
    converted: row.converted ?? undefined,
    confirmedAt: row.confirmedAt.toISOString(),
  };
}
