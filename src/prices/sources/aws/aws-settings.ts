import type { AwsPartition } from './aws-partition.js';

/** Where AWS is asked for prices. Credentials are found by AWS's own library, never by these settings. */
export interface AwsSourceSettings {
  /** The partition that the credentials belong to; the price list without credentials has all three. */
  readonly partition: AwsPartition;
  /** URLs without a path; null: the public endpoint. */
  readonly priceListEndpoint: string | null;
  readonly chinaPriceListEndpoint: string | null;
  readonly pricingEndpoint: string | null;
  readonly savingsPlansEndpoint: string | null;
  /** URL in which `{region}` stands for the region that is asked; null: the public endpoints. */
  readonly ec2Endpoint: string | null;
  /** URL of the file of the spot advisor; null: the public one. */
  readonly spotAdvisorUrl: string | null;
}
