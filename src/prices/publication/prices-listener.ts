import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ChannelListener } from '../../platform/index.js';
import { DiscountBook } from '../discounts/discount-book.js';
import { OfferCatalog } from '../offer-catalog.js';
import { PRICES_CHANNEL } from './announce.js';

/** Hears when any process has put other prices in force or stated other discounts, and reads them. */
@Injectable()
export class PricesListener {
  private readonly listener: ChannelListener;

  constructor(dataSource: DataSource, offers: OfferCatalog, discounts: DiscountBook) {
    this.listener = new ChannelListener(dataSource, PRICES_CHANNEL, async () => {
      const done = await Promise.allSettled([offers.refresh(), discounts.refresh()]);
      for (const each of done) if (each.status === 'rejected') throw each.reason;
    });
  }

  start(): Promise<void> {
    return this.listener.start();
  }

  stop(): Promise<void> {
    return this.listener.stop();
  }
}
