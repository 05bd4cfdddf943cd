import { Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { CatalogModule } from '../catalog/index.js';
import { Jobs, Metrics, SETTINGS, type Settings } from '../platform/index.js';
import { AccountPrices } from './discounts/account-prices.js';
import { RatesController } from './currencies/rates.controller.js';
import { RatesService } from './currencies/rates.service.js';
import { DiscountBook } from './discounts/discount-book.js';
import { DiscountsController } from './discounts/discounts.controller.js';
import { DiscountsService } from './discounts/discounts.service.js';
import { PriceHistoryController } from './history/history.controller.js';
import { PriceHistoryService } from './history/history.service.js';
import { OfferCatalog } from './offer-catalog.js';
import { PollJob, PollQueue } from './polling/poll.job.js';
import { PollsController } from './polling/polls.controller.js';
import { PollsService } from './polling/polls.service.js';
import { PricePoller } from './polling/price-poller.js';
import { PRICE_SOURCES, PriceSourcesService } from './polling/price-sources.service.js';
import { addPriceGauges } from './price-gauges.js';
import { PriceAgeJob } from './price-age.job.js';
import { takeCsv } from './price-list/csv-body.js';
import { PriceListService } from './price-list/price-list.service.js';
import { PriceLoader } from './price-loader.js';
import { PricesController } from './prices.controller.js';
import { PricesService } from './prices.service.js';
import { PricesListener } from './publication/prices-listener.js';
import { PricePublisher } from './publication/price-publisher.js';
import { PriceQuarantine } from './publication/price-quarantine.js';
import { PriceTurn } from './publication/price-turn.js';
import { PublicationWriter } from './publication/publication-writer.js';
import { QuarantineController } from './publication/quarantine.controller.js';
import { QuarantineService } from './publication/quarantine.service.js';
import { WaitingPrices } from './publication/waiting-prices.js';
import { createPriceSources } from './sources/index.js';
import type { PriceSource } from './sources/price-source.js';
import { SpotScoresController } from './spot-scores/spot-scores.controller.js';
import { SpotScoresService } from './spot-scores/spot-scores.service.js';

@Module({
  imports: [CatalogModule],
  controllers: [
    QuarantineController,
    PollsController,
    PriceHistoryController,
    DiscountsController,
    RatesController,
    SpotScoresController,
    PricesController,
  ],
  providers: [
    PriceLoader,
    OfferCatalog,
    DiscountBook,
    DiscountsService,
    AccountPrices,
    PricesService,
    PriceHistoryService,
    PriceQuarantine,
    PriceTurn,
    PublicationWriter,
    PricePublisher,
    WaitingPrices,
    RatesService,
    SpotScoresService,
    PricesListener,
    QuarantineService,
    PriceListService,
    PricePoller,
    PollsService,
    PriceSourcesService,
    { provide: PRICE_SOURCES, useFactory: createPriceSources, inject: [SETTINGS] },
  ],
  exports: [AccountPrices, OfferCatalog, PricesService],
})
export class PricesModule implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly loader: PriceLoader,
    private readonly offers: OfferCatalog,
    private readonly discounts: DiscountBook,
    private readonly listener: PricesListener,
    private readonly jobs: Jobs,
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
    private readonly poller: PricePoller,
    private readonly http: HttpAdapterHost<FastifyAdapter>,
    @Inject(PRICE_SOURCES) private readonly sources: readonly PriceSource[],
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Prices are in force before anything is served. */
  async onModuleInit(): Promise<void> {
    takeCsv(this.http);
    await this.loader.load();
    await this.offers.refresh();
    await this.discounts.refresh();
    await this.listener.start();
    addPriceGauges(this.metrics, this.offers);
    this.jobs.add(new PriceAgeJob(this.offers, this.settings.stalePriceDays));
    this.schedulePolls();
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.stop();
  }

  private schedulePolls(): void {
    const { pollClouds, pollRegions } = this.settings;
    const polled = this.sources.filter(({ cloud }) => pollClouds.has(cloud));
    if (polled.length === 0) return;
    const queue = new PollQueue(this.dataSource, polled, this.poller);
    this.jobs.addQueue(queue);
    this.jobs.add(new PollJob(this.dataSource, polled, this.poller, queue, this.jobs, pollRegions));
  }
}
