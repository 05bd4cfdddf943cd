import type { CloudCatalogClient } from '@google-cloud/billing';
import type { Outbound } from '../../../platform/index.js';
import { catalogSku, type CatalogSku } from './catalog-sku.js';
import type { GoogleEndpoint } from './google-endpoint.js';
import { googleError } from './google-error.js';
import type { GooglePage } from './google-pages.js';
import type { GcpSourceSettings } from './gcp-settings.js';

export const CATALOG_NAME = 'Google Cloud Billing';

/** Nothing but reading: a token with it cannot change anything. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-billing.readonly'];
/** Of some kilobytes each: a page is a megabyte or two, and all that is held of the list at once. */
const PAGE_SIZE = 1000;

/** The SDK brings a copy of the library for credentials of its own; the two differ in private members alone. */
type SdkAuth = NonNullable<NonNullable<ConstructorParameters<typeof CloudCatalogClient>[0]>['auth']>;

/** The Cloud Billing catalog through Google's SDK; open for one poll. */
export interface CatalogClient {
  /** One page of the SKUs of a service, with prices in USD. */
  skus(service: string, pageToken: string | undefined): Promise<GooglePage<readonly CatalogSku[]>>;
  close(): Promise<void>;
}

/** @throws OutboundError without credentials */
export async function openCatalog(
  settings: GcpSourceSettings,
  endpoint: GoogleEndpoint,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<CatalogClient> {
  // Loaded with the first poll: starting the product does not wait for it.
  const [sdk, { GoogleTransport }] = await Promise.all([
    import('@google-cloud/billing'),
    import('./google-transport.js'),
  ]);
  const { apiKey, projectId } = settings;
  const auth = new GoogleTransport({ name: CATALOG_NAME, outbound, scopes: SCOPES, apiKey, projectId, signal });
  const client = new sdk.CloudCatalogClient({ ...endpoint, auth: auth as unknown as SdkAuth, fallback: true });
  try {
    // Each method would start this on its own and let a failure go unheard.
    await client.initialize();
  } catch (error) {
    throw googleError(error, CATALOG_NAME);
  }
  return {
    async skus(service, pageToken) {
      try {
        const [skus, , response] = await client.listSkus(
          {
            parent: service,
            currencyCode: 'USD',
            pageSize: PAGE_SIZE,
            ...(pageToken === undefined ? {} : { pageToken }),
          },
          { autoPaginate: false },
        );
        return { items: skus.map(catalogSku), nextPageToken: response.nextPageToken ?? null };
      } catch (error) {
        throw googleError(error, CATALOG_NAME);
      }
    },
    close: () => client.close(),
  };
}
