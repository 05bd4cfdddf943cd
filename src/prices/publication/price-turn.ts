import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ClickHouse } from '../../platform/index.js';
import type { OfferInForce } from '../offer.js';
import { recordPriceChanges } from '../price-history.js';
import { PRICE_LOCK } from './announce.js';

/** What a publication did to the prices in force. */
export interface PriceChange {
  /** Offers that are new or have another price. */
  readonly changed: readonly OfferInForce[];
  readonly withdrawn: readonly OfferInForce[];
  readonly at: Date;
}

/** Writers of prices, one at a time over all processes: each holds what is stated against what is in force. */
@Injectable()
export class PriceTurn {
  private readonly logger = new Logger('prices');
  /** What could not be added to the history, the last change of each offer; it is tried again with the next turn. */
  private readonly owed = new Map<
    string,
    { readonly offer: OfferInForce; readonly isIn: boolean; readonly at: Date }
  >();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clickhouse: ClickHouse,
  ) {}

  /**
   * Writes in one transaction, and then adds what changed to the history: nothing stands in the history that was never
   * in force. If the history cannot be reached, the prices are in force all the same.
   */
  async take<Outcome>(
    write: (manager: EntityManager) => Promise<{ readonly change: PriceChange; readonly outcome: Outcome }>,
  ): Promise<Outcome> {
    const runner = this.dataSource.createQueryRunner();
    try {
      // Held beyond the transaction: the history has to hear of the changes in their order.
      await runner.query('SELECT pg_advisory_lock($1)', [PRICE_LOCK]);
      try {
        const { change, outcome } = await runner.manager.transaction(write);
        await this.record(change);
        return outcome;
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1)', [PRICE_LOCK]);
      }
    } finally {
      await runner.release();
    }
  }

  private async record({ changed, withdrawn, at }: PriceChange): Promise<void> {
    for (const offer of withdrawn) this.owed.set(offer.id, { offer, isIn: false, at });
    for (const offer of changed) this.owed.set(offer.id, { offer, isIn: true, at });
    try {
      for (const instant of [...new Set([...this.owed.values()].map((one) => one.at.getTime()))].sort(
        (a, b) => a - b,
      )) {
        const due = [...this.owed.values()].filter((one) => one.at.getTime() === instant);
        const offers = (isIn: boolean) => due.filter((one) => one.isIn === isIn).map(({ offer }) => offer);
        await recordPriceChanges(this.clickhouse, offers(true), offers(false), new Date(instant));
        for (const { offer } of due) this.owed.delete(offer.id);
      }
    } catch (error) {
      this.logger.error('Prices are in force but not in the history yet', (error as Error).stack);
    }
  }
}
