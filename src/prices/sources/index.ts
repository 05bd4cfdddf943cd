import { readRegions } from '../../catalog/index.js';
import type { Settings } from '../../platform/index.js';
import { AWS_PARTITIONS, createAwsSources } from './aws/index.js';
import { createAzureSources } from './azure/index.js';
import { createGcpSources } from './gcp/index.js';
import type { PriceSource } from './price-source.js';

/** Every source of prices that the product knows, ready or not. A new one is added here. */
export function createPriceSources({ priceSources: stated }: Settings): PriceSource[] {
  return [
    ...createAwsSources({
      partition: AWS_PARTITIONS.find((name) => name === stated.PENNYWATT_AWS_PARTITION) ?? 'aws',
      priceListEndpoint: stated.PENNYWATT_AWS_PRICE_LIST_ENDPOINT,
      chinaPriceListEndpoint: stated.PENNYWATT_AWS_CHINA_PRICE_LIST_ENDPOINT,
      pricingEndpoint: stated.PENNYWATT_AWS_PRICING_ENDPOINT,
      savingsPlansEndpoint: stated.PENNYWATT_AWS_SAVINGS_PLANS_ENDPOINT,
      ec2Endpoint: stated.PENNYWATT_AWS_EC2_ENDPOINT,
      spotAdvisorUrl: stated.PENNYWATT_AWS_SPOT_ADVISOR_URL,
    }),
    ...createGcpSources({
      apiKey: stated.PENNYWATT_GCP_API_KEY,
      projectId: stated.PENNYWATT_GCP_PROJECT,
      billingEndpoint: stated.PENNYWATT_GCP_BILLING_ENDPOINT,
      computeEndpoint: stated.PENNYWATT_GCP_COMPUTE_ENDPOINT,
      tpuEndpoint: stated.PENNYWATT_GCP_TPU_ENDPOINT,
    }),
    ...createAzureSources({
      regions: readRegions().flatMap(({ cloud, name }) => (cloud === 'azure' ? [name] : [])),
      pricesEndpoint: stated.PENNYWATT_AZURE_PRICES_ENDPOINT,
      currency: stated.PENNYWATT_AZURE_CURRENCY,
      managementEndpoint: stated.PENNYWATT_AZURE_MANAGEMENT_ENDPOINT,
      authorityHost: stated.PENNYWATT_AZURE_AUTHORITY_HOST,
      subscriptionId: stated.PENNYWATT_AZURE_SUBSCRIPTION,
      caFile: stated.PENNYWATT_AZURE_CA_FILE,
    }),
  ];
}
