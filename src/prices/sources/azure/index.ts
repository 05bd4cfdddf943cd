import { InputError, Outbound } from '../../../platform/index.js';
import type { PriceSource } from '../price-source.js';
import type { ArmAccess } from './arm-access.js';
import { ARM_NAME } from './arm-transport.js';
import { azureAgent, trustedCertificates } from './azure-agent.js';
import { azureEndpoint } from './azure-endpoint.js';
import type { AzureSourceSettings } from './azure-settings.js';
import { AzureSignIn } from './azure-sign-in.js';
import { ResourceSkusSource } from './resource-skus.source.js';
import { LIST_PRICES, RetailPricesSource, SPOT_PRICES, type RetailAccess } from './retail-prices.source.js';
import { SpotEvictionsSource } from './spot-evictions.source.js';

export type { AzureSourceSettings } from './azure-settings.js';

/** Nobody publishes how often this may be asked; it answers 429 to those who ask too often. */
const RETAIL_CALLS = { name: 'Azure Retail Prices', perSecond: 5, concurrency: 4 };

/** A tenant may ask Resource Graph 15 times in five seconds. */
const ARM_CALLS = { name: ARM_NAME, perSecond: 2, concurrency: 2 };

/**
 * Every place where Azure says what machines with accelerators cost, where they can be had, and how often spot is taken
 * back. Nothing is asked, and nobody signed in, before a source is.
 *
 * @throws InputError where a setting cannot be used
 */
export function createAzureSources(settings: AzureSourceSettings): PriceSource[] {
  const ca = trustedCertificates(settings.caFile);
  const agent = azureAgent(ca);
  const regions = settings.regions.map(regionName);
  const retail: RetailAccess = {
    outbound: new Outbound(RETAIL_CALLS, agent),
    endpoint: azureEndpoint(settings.pricesEndpoint, {
      name: 'PENNYWATT_AZURE_PRICES_ENDPOINT',
      publicUrl: 'https://prices.azure.com/api/retail/prices',
      path: true,
      plainOnLoopback: true,
    }),
    currency: settings.currency,
    regions,
  };
  const arm: ArmAccess = {
    outbound: new Outbound(ARM_CALLS, agent),
    endpoint: azureEndpoint(settings.managementEndpoint, {
      name: 'PENNYWATT_AZURE_MANAGEMENT_ENDPOINT',
      publicUrl: 'https://management.azure.com',
      path: false,
      plainOnLoopback: false,
    }),
    signIn: new AzureSignIn(authority(settings.authorityHost), ca),
  };
  return [
    new RetailPricesSource(LIST_PRICES, retail),
    new RetailPricesSource(SPOT_PRICES, retail),
    new ResourceSkusSource(arm, settings.subscriptionId, regions),
    new SpotEvictionsSource(arm),
  ];
}

function authority(setting: string | null): URL | null {
  if (setting === null) return null;
  return azureEndpoint(setting, {
    name: 'PENNYWATT_AZURE_AUTHORITY_HOST',
    publicUrl: 'https://login.microsoftonline.com',
    path: false,
    plainOnLoopback: false,
  });
}

/** In lower case, as the price list writes them: its filters tell capitals apart and answer to others with nothing. */
function regionName(stated: string): string {
  const name = stated.trim().toLowerCase();
  if (/^[a-z0-9]+$/.test(name)) return name;
  throw new InputError(`"${stated}" is no region of Azure. Give names such as eastus or westeurope.`);
}
