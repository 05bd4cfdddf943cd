import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DataReleaseEntity } from '../platform/index.js';
import { OfferEntity } from './offer.entity.js';
import type { OfferInForce } from './offer.js';
import { plainDecimal } from './price-figures.js';

/** The offers in force as one process sees them: immutable, replaced as a whole when a new release is loaded. */
export interface OffersInForce {
  /** Names the state of the offers; a change means that everything derived from the offers is stale. */
  readonly release: string;
  /** In the order of their ids. */
  readonly offers: readonly OfferInForce[];
  /**
   * Price of each offer as a float, in the same order: only for comparing many offers quickly, never for amounts
   * that are shown.
   */
  readonly usdPerHour: Float64Array;
}

/** Name of the release of prices in `data_release`. */
export const PRICE_RELEASE = 'prices';

/** Name under which `data_release` holds the state of the offers in force; every publication makes another. */
export const PRICE_STATE = 'prices_in_force';

const NOTHING: OffersInForce = { release: '', offers: [], usdPerHour: new Float64Array() };

/** Keeps the offers in force in memory, so that listing and placing ask no database. PostgreSQL stays the truth. */
@Injectable()
export class OfferCatalog {
  private held = NOTHING;

  constructor(private readonly dataSource: DataSource) {}

  /** What is in force now; empty before the first `refresh`. */
  current(): OffersInForce {
    return this.held;
  }

  /** Reads the offers again if another release has been loaded, here or by another process. */
  async refresh(): Promise<OffersInForce> {
    const loaded = await this.dataSource.getRepository(DataReleaseEntity).findOneBy({ name: PRICE_STATE });
    const release = loaded?.sha256 ?? '';
    if (release !== this.held.release) {
      const rows = await this.dataSource.getRepository(OfferEntity).find();
      const offers = rows.map(offerOf).sort((a, b) => (a.id < b.id ? -1 : 1));
      this.held = { release, offers, usdPerHour: Float64Array.from(offers, ({ usdPerHour }) => Number(usdPerHour)) };
    }
    return this.held;
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
    confirmedAt: row.confirmedAt.toISOString(),
  };
}
