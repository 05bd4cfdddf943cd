import { Outbound, OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { assemble } from './assemble.js';
import { CATALOG_NAME, openCatalog } from './catalog-client.js';
import type { GcpSourceSettings } from './gcp-settings.js';
import { hasCredentials } from './google-credentials.js';
import { googleEndpoint, type GoogleEndpoint } from './google-endpoint.js';
import { googlePages } from './google-pages.js';
import { PartPrices } from './part-prices.js';

const COMPUTE_ENGINE = 'services/6F81-5844-456A';
/** TPU v2 to v4; the newer ones are among the parts of Compute Engine. */
const CLOUD_TPU = 'services/E000-3F24-B8AA';

/** Google allows 300 calls a minute. */
const CALLS = { name: CATALOG_NAME, perSecond: 4, concurrency: 2 };

const PURCHASE_OPTIONS: readonly PurchaseOption[] = ['on_demand', 'spot', 'committed_use', 'calendar', 'flex_start'];

/**
 * List, spot and commitment prices of Google Cloud from the Cloud Billing catalog. It has no prices of machines, only of
 * their parts, so those are gathered first and machines summed up from them; both services are walked to their end, in
 * one poll for all regions.
 */
export class BillingCatalogSource implements PriceSource {
  readonly id = 'gcp-billing-catalog';
  readonly cloud = 'gcp';
  readonly title = 'Google Cloud Billing catalog (list, spot and commitment prices)';
  readonly purchaseOptions = PURCHASE_OPTIONS;
  readonly rank = 1;
  /** The catalog itself is up to twelve hours old, so asking more often brings nothing. */
  readonly everyMinutes = 60;
  private readonly endpoint: GoogleEndpoint;

  constructor(
    private readonly settings: GcpSourceSettings,
    private readonly outbound = new Outbound(CALLS),
  ) {
    this.endpoint = googleEndpoint(settings.billingEndpoint, 'cloudbilling.googleapis.com', 'The billing endpoint');
  }

  async readiness(): Promise<Readiness> {
    if (this.settings.apiKey !== null || (await hasCredentials())) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs an API key of any Google Cloud project with the Cloud Billing API, or Application Default Credentials: ' +
        'either adds every list, spot, flex-start, calendar and commitment price of Google Cloud.',
    };
  }

  async regions(): Promise<null> {
    return null;
  }

  async poll(_region: string | null, context: PollContext): Promise<PollResult> {
    const parts = new PartPrices();
    const catalog = await openCatalog(this.settings, this.endpoint, this.outbound, context.signal);
    try {
      let pages = 0;
      for (const service of [COMPUTE_ENGINE, CLOUD_TPU]) {
        for await (const skus of googlePages(CATALOG_NAME, (token) => catalog.skus(service, token))) {
          for (const sku of skus) parts.add(sku);
          pages += 1;
          context.progress(pages, null, 'pages');
        }
        // An empty list would read as "nothing is sold any more".
        if (parts.isEmpty) {
          throw new OutboundError('unexpected', `${CATALOG_NAME} lists no part of any machine with accelerators.`);
        }
      }
    } finally {
      await catalog.close();
    }
    return {
      prices: assemble(context.instanceTypes.values(), parts, context.now, this.id),
      covers: this.purchaseOptions,
      availability: [],
      interruptions: [],
      unknownTypes: parts.unknownAccelerators,
      skipped: parts.skipped,
      unchanged: false,
      mark: null,
    };
  }
}
