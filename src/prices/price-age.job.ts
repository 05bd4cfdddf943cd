import { Logger } from '@nestjs/common';
import type { ScheduledJob } from '../platform/index.js';
import { talliesOf } from './in-force/cloud-tally.js';
import type { OfferCatalog } from './offer-catalog.js';
import { summariseClouds, type CloudSummary } from './price-summary.js';

/** Warns in the log while even the newest price of a cloud is older than the limit. */
export class PriceAgeJob implements ScheduledJob {
  readonly name = 'price-age';
  /** Hourly, off the full hour that everybody else takes. */
  readonly cron = '17 * * * *';
  private readonly logger = new Logger('prices');

  /** @param limitDays age in days from which on prices count as stale */
  constructor(
    private readonly offers: OfferCatalog,
    private readonly limitDays: number,
  ) {}

  async run(): Promise<void> {
    const { index } = await this.offers.refresh();
    for (const warning of staleWarnings(summariseClouds(talliesOf(index), new Date()), this.limitDays)) {
      this.logger.warn(warning);
    }
  }
}

/** A sentence for every cloud whose newest price is older than the limit. */
export function staleWarnings(clouds: readonly CloudSummary[], limitDays: number): string[] {
  return clouds
    .filter(({ newestAgeDays }) => newestAgeDays !== null && newestAgeDays > limitDays)
    .map(
      ({ cloud, newestAsOf, newestAgeDays }) =>
        `The newest ${cloud} price is of ${newestAsOf}, ${newestAgeDays} days old; more than ${limitDays} days count as stale.`,
    );
}
