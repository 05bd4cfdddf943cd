import { Injectable, Logger } from '@nestjs/common';
import { CatalogService } from '../catalog/index.js';
import { ClickHouse, loadRelease, replaceRows } from '../platform/index.js';
import { DataSource, type EntityManager } from 'typeorm';
import { OfferEntity } from './offer.entity.js';
import { PRICE_RELEASE } from './offer-catalog.js';
import { recordPriceChanges } from './price-history.js';
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
      revision: 1,
      write: (manager) => this.write(manager),
    });
  }

  private async write(manager: EntityManager): Promise<number> {
    const { offers, stopped } = readShippedOffers(this.catalog.instanceTypes(), this.catalog.accelerators());
    for (const { fact, reason, why } of stopped) {
      const place = `${fact.cloud} ${fact.region} ${fact.instanceType} ${fact.purchaseOption}`;
      this.logger.warn(`Not put in force: ${place}: ${reason}: ${why}`);
    }
    const written = await replaceRows(manager, OfferEntity, [...offers]);
    // Last, and only what changed: if the transaction fails after it, the next try adds nothing twice.
    const changes = await recordPriceChanges(this.clickhouse, offers, new Date());
    this.logger.log(`${written} offers in force; ${changes} changes added to the price history`);
    return written;
  }
}
