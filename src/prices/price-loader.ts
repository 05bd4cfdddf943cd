import { Injectable, Logger } from '@nestjs/common';
import { CatalogService } from '../catalog/index.js';
import { ClickHouse, insertRows, loadRelease } from '../platform/index.js';
import { DataSource, type EntityManager } from 'typeorm';
import { OfferEntity } from './offer.entity.js';
import { PRICE_RELEASE } from './offer-catalog.js';
import { recordPriceChanges } from './price-history.js';
import { scopeKey } from './gate/scope.js';
import { IMPORT_PUBLISHER, SNAPSHOT_PUBLISHER, type Offer } from './offer.js';
import { announcePrices, PRICE_LOCK } from './publication/announce.js';
import { readShippedOffers, SNAPSHOT_FILES } from './shipped-prices.js';

/** Offers carry facts of their instance types, so a corrected catalog makes other offers. */
const FILES = [...SNAPSHOT_FILES, 'config/catalog/instance-types.csv', 'config/catalog/accelerators.csv'];

/** Puts the shipped snapshot in force. */
@Injectable()
export class PriceLoader {
  private readonly logger = new Logger('prices');

  constructor(
    private readonly dataSource: DataSource,
    private readonly clickhouse: ClickHouse,
    private readonly catalog: CatalogService,
  ) {}

  /** Loads the snapshot unless it is in force already, whole or not at all. Returns whether it was loaded now. */
  load(): Promise<boolean> {
    return loadRelease(this.dataSource, {
      name: PRICE_RELEASE,
      files: FILES,
      // 2: loading also announces; a home filled before that would show no offer until the next release.
      revision: 2,
      write: (manager) => this.write(manager),
    });
  }

  private async write(manager: EntityManager): Promise<number> {
    const { offers, stopped } = readShippedOffers(this.catalog.instanceTypes(), this.catalog.accelerators());
    for (const { fact, reason, why } of stopped) {
      const place = `${fact.cloud} ${fact.region} ${fact.instanceType} ${fact.purchaseOption}`;
      this.logger.warn(`Not put in force: ${place}: ${reason}: ${why}`);
    }
    await manager.query('SELECT pg_advisory_xact_lock($1)', [PRICE_LOCK]);
    const before = await manager.find(OfferEntity);
    const mine = offers.filter(stillShipped(before));
    const now = new Date();
    await manager.delete(OfferEntity, { publisher: SNAPSHOT_PUBLISHER });
    const rows = mine.map((offer) => ({ ...offer, publisher: SNAPSHOT_PUBLISHER, confirmedAt: now }));
    const written = await insertRows(manager, OfferEntity, rows);
    await announcePrices(manager);
    // Last, and only what changed: if the transaction fails after it, the next try adds nothing twice.
    const old = before.filter(({ publisher }) => publisher === SNAPSHOT_PUBLISHER);
    const changes = await recordPriceChanges(this.clickhouse, mine, old, now);
    this.logger.log(`${written} offers in force; ${changes} changes added to the price history`);
    return written;
  }
}

/**
 * Which shipped offers nobody has spoken of since. The operator's own prices stand in the place of theirs. A poll has
 * stated what there is in a scope: what it left in force of the snapshot may be corrected, and nothing comes back.
 */
function stillShipped(inForce: readonly OfferEntity[]): (offer: Offer) => boolean {
  const shipped = new Set<string>();
  const own = new Set<string>();
  const polled = new Set<string>();
  for (const offer of inForce) {
    if (offer.publisher === SNAPSHOT_PUBLISHER) shipped.add(offer.id);
    else if (offer.publisher === IMPORT_PUBLISHER) own.add(offer.id);
    else polled.add(scopeKey(offer));
  }
  return (offer) => !own.has(offer.id) && (!polled.has(scopeKey(offer)) || shipped.has(offer.id));
}
