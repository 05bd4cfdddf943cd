/** Where Azure is asked for prices, and what for. Credentials are found by Azure's own library, never by these settings. */
export interface AzureSourceSettings {
  /** The regions that are polled, by Azure's names for them: `eastus`, `westeurope`. */
  readonly regions: readonly string[];
  /** URL of the Retail Prices API with its path; null: the public one. */
  readonly pricesEndpoint: string | null;
  /** ISO 4217 code of the currency in which list prices are asked for; null: USD, the one in which Azure sets them. */
  readonly currency: string | null;
  /** URL of the Azure Resource Manager without a path; null: the one of the public cloud. */
  readonly managementEndpoint: string | null;
  /** URL of the sign-in service without a path; null: what `AZURE_AUTHORITY_HOST` says, or the public cloud's. */
  readonly authorityHost: string | null;
  /** The subscription whose restrictions decide what is available; null: nobody is asked. */
  readonly subscriptionId: string | null;
  /** PEM file of certificates that are trusted besides the public ones, for proxies and private clouds; null: none. */
  readonly caFile: string | null;
}
