import type { Filter } from '@aws-sdk/client-pricing';
import type { AwsAccess } from './aws-access.js';
import { awsEndpoint } from './aws-endpoint.js';
import type { AwsPartition } from './aws-partition.js';
import type { TokenPage } from './token-pages.js';

export const PRICING_NAME = 'AWS Pricing';

const PRICING = { name: PRICING_NAME, form: 'json', limits: { perSecond: 5, concurrency: 2 } } as const;
const SERVICE = 'AmazonEC2';
/** The most that a page may have. */
const PAGE = 100;

/** Where the API is: in few regions only, and for GovCloud nowhere, whose prices the commercial one states. */
export const PRICING_REGIONS: Readonly<Record<AwsPartition, string | null>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': null,
};

/** The calls of the Pricing API that the source makes; whatever they throw is an `OutboundError`. */
export class Pricing {
  private constructor(
    private readonly access: AwsAccess,
    private readonly sdk: typeof import('@aws-sdk/client-pricing'),
    private readonly client: import('@aws-sdk/client-pricing').PricingClient,
    private readonly signal: AbortSignal,
  ) {}

  static async open(access: AwsAccess, signal: AbortSignal): Promise<Pricing> {
    const { partition, pricingEndpoint } = access.settings;
    const region = PRICING_REGIONS[partition] ?? 'us-east-1';
    const endpoint = pricingEndpoint === null ? null : awsEndpoint(pricingEndpoint, 'The Pricing endpoint');
    const sdk = await import('@aws-sdk/client-pricing');
    return new Pricing(
      access,
      sdk,
      new sdk.PricingClient(await access.config(PRICING, region, endpoint, signal)),
      signal,
    );
  }

  close(): void {
    this.client.destroy();
  }

  /** Codes of the places that EC2 has prices for, local zones among them. */
  async places(token: string | undefined): Promise<TokenPage<string>> {
    const command = new this.sdk.GetAttributeValuesCommand({
      ServiceCode: SERVICE,
      AttributeName: 'regionCode',
      MaxResults: PAGE,
      NextToken: token,
    });
    const { AttributeValues = [], NextToken } = await this.ask(() => this.client.send(command));
    return { items: AttributeValues.flatMap(({ Value }) => Value ?? []), nextToken: NextToken };
  }

  /**
   * Products with their terms, each as a JSON text.
   *
   * @param fields that all have to match; at most 50
   */
  async products(fields: Readonly<Record<string, string>>, token: string | undefined): Promise<TokenPage<string>> {
    const command = new this.sdk.GetProductsCommand({
      ServiceCode: SERVICE,
      Filters: Object.entries(fields).map(([Field, Value]): Filter => ({ Type: 'TERM_MATCH', Field, Value })),
      FormatVersion: 'aws_v1',
      MaxResults: PAGE,
      NextToken: token,
    });
    const answer = await this.ask(() => this.client.send(command));
    // The client hands out objects that wrap the texts.
    const products = (answer.PriceList ?? []) as readonly unknown[];
    return { items: products.map(String), nextToken: answer.NextToken };
  }

  private ask<T>(send: () => Promise<T>): Promise<T> {
    return this.access.call(PRICING_NAME, this.signal, send);
  }
}
