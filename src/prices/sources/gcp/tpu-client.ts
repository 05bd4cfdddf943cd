import { createRequire } from 'node:module';
import { z } from 'zod';
import { OutboundError, type Outbound } from '../../../platform/index.js';
import type { GoogleEndpoint } from './google-endpoint.js';
import { googleError } from './google-error.js';
import type { GooglePage } from './google-pages.js';
import type { GcpSourceSettings } from './gcp-settings.js';

export const TPU_NAME = 'Google Cloud TPU';

/** The Cloud TPU API knows no narrower one for reading. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];
const PAGE_SIZE = 500;

const text = z.string().nullish();
const locationPage = z.object({
  locations: z.array(z.object({ locationId: z.string() })).nullish(),
  nextPageToken: text,
});
const typePage = z.object({
  acceleratorTypes: z.array(z.object({ type: z.string() })).nullish(),
  unreachable: z.array(z.string()).nullish(),
  nextPageToken: text,
});

/** The lists of the Cloud TPU API through Google's SDK; open for one poll. */
export interface TpuClient {
  zones(pageToken: string | undefined): Promise<GooglePage<readonly string[]>>;
  /** Names such as `v5litepod-4`. */
  types(zone: string, pageToken: string | undefined): Promise<GooglePage<readonly string[]>>;
  close(): Promise<void>;
}

/** As much of a client of the SDK as we use: a call gives items, the next request, and the answer as it came. */
type Call = (request: object, options: { autoPaginate: false }) => Promise<unknown[]>;
interface SdkClient {
  initialize(): Promise<unknown>;
  listAcceleratorTypes: Call;
  readonly locationsClient: { initialize(): Promise<unknown>; listLocations: Call };
  close(): Promise<void>;
}
type SdkClass = new (options: object, gax: unknown) => SdkClient;

/** @throws OutboundError without credentials, or without a project */
export async function openTpu(
  settings: GcpSourceSettings,
  endpoint: GoogleEndpoint,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<TpuClient> {
  const [{ v2 }, { GoogleTransport }] = await Promise.all([
    import('@google-cloud/tpu'),
    import('./google-transport.js'),
  ]);
  const { projectId } = settings;
  const auth = new GoogleTransport({ name: TPU_NAME, outbound, scopes: SCOPES, apiKey: null, projectId, signal });
  const client = new (v2.TpuClient as unknown as SdkClass)({ ...endpoint, auth, fallback: true }, newerGax());
  let project: string;
  try {
    project = await auth.getProjectId();
    // Each method would start these on its own and let a failure go unheard.
    await Promise.all([client.initialize(), client.locationsClient.initialize()]);
  } catch (error) {
    throw googleError(error, TPU_NAME);
  }

  async function page<Schema extends z.ZodType>(
    schema: Schema,
    ask: (options: { autoPaginate: false }) => Promise<unknown[]>,
  ): Promise<z.output<Schema>> {
    let answer: unknown;
    try {
      [, , answer] = await ask({ autoPaginate: false });
    } catch (error) {
      throw googleError(error, TPU_NAME);
    }
    const result = schema.safeParse(answer);
    if (result.success) return result.data;
    throw new OutboundError('unexpected', `${TPU_NAME} answered in another shape: ${result.error.issues[0]?.message}.`);
  }

  return {
    async zones(pageToken = '') {
      const request = { name: `projects/${project}`, pageSize: PAGE_SIZE, pageToken };
      const { locations, nextPageToken } = await page(locationPage, (options) =>
        client.locationsClient.listLocations(request, options),
      );
      return { items: (locations ?? []).map(({ locationId }) => locationId), nextPageToken: nextPageToken ?? null };
    },
    async types(zone, pageToken = '') {
      const request = { parent: `projects/${project}/locations/${zone}`, pageSize: PAGE_SIZE, pageToken };
      const answer = await page(typePage, (options) => client.listAcceleratorTypes(request, options));
      if ((answer.unreachable ?? []).length > 0) {
        throw new OutboundError('status', `${TPU_NAME} cannot reach ${zone}.`, 503);
      }
      const types = (answer.acceleratorTypes ?? []).map(({ type }) => type);
      return { items: types, nextPageToken: answer.nextPageToken ?? null };
    },
    close: () => client.close(),
  };
}

/**
 * The runtime of the other two SDKs, which this one takes instead of its own: that is a version behind, and sends its
 * calls past the transport that it is given.
 */
function newerGax(): unknown {
  return createRequire(import.meta.resolve('@google-cloud/billing'))('google-gax');
}
