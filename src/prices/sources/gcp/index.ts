import type { PriceSource } from '../price-source.js';
import { BillingCatalogSource } from './billing-catalog.source.js';
import type { GcpSourceSettings } from './gcp-settings.js';
import { MachineTypesSource } from './machine-types.source.js';
import { TpuTypesSource } from './tpu-types.source.js';

export type { GcpSourceSettings } from './gcp-settings.js';

/** Every place where Google Cloud says what machines with accelerators cost, and where they can be had. */
export function createGcpSources(settings: GcpSourceSettings): PriceSource[] {
  return [new BillingCatalogSource(settings), new MachineTypesSource(settings), new TpuTypesSource(settings)];
}
