import type { SavingsPlanOfferingRate, SavingsPlanOfferingRateFilterElement } from '@aws-sdk/client-savingsplans';
import type { AwsAccess } from './aws-access.js';
import { awsEndpoint } from './aws-endpoint.js';
import { HOME_REGIONS } from './aws-partition.js';
import type { TokenPage } from './token-pages.js';

export const SAVINGS_PLANS_NAME = 'AWS Savings Plans';

const SAVINGS_PLANS = { name: SAVINGS_PLANS_NAME, form: 'json', limits: { perSecond: 2, concurrency: 2 } } as const;
/** The most that a page may have. */
const PAGE = 1000;

/** The call of Savings Plans that the source makes; whatever it throws is an `OutboundError`. */
export class SavingsPlans {
  private constructor(
    private readonly access: AwsAccess,
    private readonly sdk: typeof import('@aws-sdk/client-savingsplans'),
    private readonly client: import('@aws-sdk/client-savingsplans').SavingsplansClient,
    private readonly signal: AbortSignal,
  ) {}

  static async open(access: AwsAccess, signal: AbortSignal): Promise<SavingsPlans> {
    const { partition, savingsPlansEndpoint } = access.settings;
    const endpoint =
      savingsPlansEndpoint === null ? null : awsEndpoint(savingsPlansEndpoint, 'The Savings Plans endpoint');
    const sdk = await import('@aws-sdk/client-savingsplans');
    const config = await access.config(SAVINGS_PLANS, HOME_REGIONS[partition], endpoint, signal);
    return new SavingsPlans(access, sdk, new sdk.SavingsplansClient(config), signal);
  }

  close(): void {
    this.client.destroy();
  }

  /** Rates of EC2 under the plans that can be bought. */
  async rates(
    filters: SavingsPlanOfferingRateFilterElement[],
    token: string | undefined,
  ): Promise<TokenPage<SavingsPlanOfferingRate>> {
    const command = new this.sdk.DescribeSavingsPlansOfferingRatesCommand({
      savingsPlanTypes: ['Compute', 'EC2Instance'],
      products: ['EC2'],
      serviceCodes: ['AmazonEC2'],
      filters,
      maxResults: PAGE,
      nextToken: token,
    });
    const { searchResults = [], nextToken } = await this.access.call(SAVINGS_PLANS_NAME, this.signal, () =>
      this.client.send(command),
    );
    return { items: searchResults, nextToken };
  }
}
