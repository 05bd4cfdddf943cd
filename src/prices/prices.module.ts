import { Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { Jobs, Metrics, SETTINGS, type Settings } from '../platform/index.js';
import { OfferCatalog } from './offer-catalog.js';
import { addPriceGauges } from './price-gauges.js';
import { PriceAgeJob } from './price-age.job.js';
import { PriceLoader } from './price-loader.js';
import { PricesController } from './prices.controller.js';
import { PricesService } from './prices.service.js';

/** How long another process may serve the previous prices after one has loaded new ones. */
const REFRESH_MS = 60_000;

@Module({
  imports: [CatalogModule],
  controllers: [PricesController],
  providers: [PriceLoader, OfferCatalog, PricesService],
  exports: [OfferCatalog, PricesService],
})
export class PricesModule implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly loader: PriceLoader,
    private readonly offers: OfferCatalog,
    private readonly jobs: Jobs,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Prices are in force before anything is served. */
  async onModuleInit(): Promise<void> {
    await this.loader.load();
    await this.offers.refresh();
    addPriceGauges(this.metrics, this.offers);
    this.jobs.add(new PriceAgeJob(this.offers, this.settings.stalePriceDays));
    // A failure is no reason to stop serving what is held: the next turn tries again, and health reports the store.
    this.timer = setInterval(() => void this.offers.refresh().catch(() => undefined), REFRESH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
