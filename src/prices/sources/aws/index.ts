import type { PriceSource } from '../price-source.js';
import { AwsAccess } from './aws-access.js';
import type { AwsSourceSettings } from './aws-settings.js';
import { CapacityBlocksSource } from './capacity-blocks.source.js';
import { InstanceTypesSource } from './instance-types.source.js';
import { PriceListSource } from './price-list.source.js';
import { PricingApiSource } from './pricing-api.source.js';
import { SavingsPlansSource } from './savings-plans.source.js';
import { SpotAdvisorSource } from './spot-advisor.source.js';
import { SpotPricesSource } from './spot-prices.source.js';

export { AWS_PARTITIONS } from './aws-partition.js';
export type { AwsSourceSettings } from './aws-settings.js';

/** Every place where AWS says what machines with accelerators cost, where they can be had, and how long they stay. */
export function createAwsSources(settings: AwsSourceSettings): PriceSource[] {
  // The SDK announces on stderr, in every process, which Node its later versions will want; we pin the version.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const access = new AwsAccess(settings);
  return [
    new PriceListSource(settings),
    new PricingApiSource(access),
    new SpotPricesSource(access),
    new CapacityBlocksSource(access),
    new SavingsPlansSource(access),
    new InstanceTypesSource(access),
    new SpotAdvisorSource(settings),
  ];
}
