import { createRequire } from 'node:module';
import { z } from 'zod';
import { OutboundError, type Outbound } from '../../../platform/index.js';
import type { GoogleEndpoint } from './google-endpoint.js';
import { googleError } from './google-error.js';
import type { GooglePage } from './google-pages.js';
import type { GcpSourceSettings } from './gcp-settings.js';

export const COMPUTE_NAME = 'Google Compute Engine';

const SCOPES = ['https://www.googleapis.com/auth/compute.readonly'];
const PAGE_SIZE = 500;

/** What the SDK hands over: lists may be empty or null, texts and numbers null where Google says nothing. */
const text = z.string().nullish();
const warning = z.object({ code: text }).nullish();
const deprecated = z.object({ state: text }).nullish();
const token = { nextPageToken: text };

const zone = z.object({ name: z.string(), status: text, deprecated });
const zonePage = z.object({ ...token, items: z.array(zone).nullish() });

const accelerator = z.object({ guestAcceleratorType: text, guestAcceleratorCount: z.number().nullish() });
const machineType = z.object({
  name: z.string(),
  guestCpus: z.number().nullish(),
  memoryMb: z.number().nullish(),
  accelerators: z.array(accelerator).nullish(),
  deprecated,
});
const acceleratorType = z.object({ name: z.string(), deprecated });

/** By `zones/us-central1-a`; where nothing stands on this page, and where a zone cannot be reached, with a warning. */
function scoped<Item extends z.ZodRawShape>(item: Item) {
  return z.object({
    ...token,
    items: z.record(z.string(), z.object({ ...item, warning })).nullish(),
    unreachables: z.array(z.string()).nullish(),
    warning,
  });
}
const machineTypePage = scoped({ machineTypes: z.array(machineType).nullish() });
const acceleratorTypePage = scoped({ acceleratorTypes: z.array(acceleratorType).nullish() });

export type Zone = z.output<typeof zone>;
export type MachineType = z.output<typeof machineType>;
export type MachineTypePage = z.output<typeof machineTypePage>;
export type AcceleratorTypePage = z.output<typeof acceleratorTypePage>;

/** The lists of Compute Engine through Google's SDK; open for one poll. */
export interface ComputeClient {
  zones(pageToken: string | undefined): Promise<GooglePage<readonly Zone[]>>;
  machineTypes(pageToken: string | undefined): Promise<GooglePage<MachineTypePage>>;
  acceleratorTypes(pageToken: string | undefined): Promise<GooglePage<AcceleratorTypePage>>;
  close(): Promise<void>;
}

/** As much of a client of the SDK as we use. */
interface SdkClient {
  initialize(): Promise<unknown>;
  /** One call each: items, the next request, the answer as it came. */
  readonly innerApiCalls: Readonly<
    Record<string, (request: object, options: { autoPaginate: false }) => Promise<[unknown, unknown, unknown]>>
  >;
  close(): Promise<void>;
}
type SdkClass = new (options: object) => SdkClient;

/**
 * The clients of the SDK, each by its file: the door of the SDK loads more than a hundred of them, for 90 MB and a second
 * and a half. Their declarations, 32 MB, would slow down every type check; what comes out of them is checked here anyway.
 */
function sdk(): Readonly<Record<'ZonesClient' | 'MachineTypesClient' | 'AcceleratorTypesClient', SdkClass>> {
  const load = createRequire(import.meta.resolve('@google-cloud/compute'));
  return {
    ...(load('./v1/zones_client.js') as { ZonesClient: SdkClass }),
    ...(load('./v1/machine_types_client.js') as { MachineTypesClient: SdkClass }),
    ...(load('./v1/accelerator_types_client.js') as { AcceleratorTypesClient: SdkClass }),
  };
}

/** @throws OutboundError without credentials, or without a project */
export async function openCompute(
  settings: GcpSourceSettings,
  endpoint: GoogleEndpoint,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<ComputeClient> {
  const { GoogleTransport } = await import('./google-transport.js');
  const { projectId } = settings;
  const options = { name: COMPUTE_NAME, outbound, scopes: SCOPES, apiKey: null, projectId, signal };
  const open = (Client: SdkClass) => new Client({ ...endpoint, auth: new GoogleTransport(options), fallback: true });
  const { ZonesClient, MachineTypesClient, AcceleratorTypesClient } = sdk();
  const clients = {
    zones: open(ZonesClient),
    machineTypes: open(MachineTypesClient),
    acceleratorTypes: open(AcceleratorTypesClient),
  };
  let project: string;
  try {
    project = await new GoogleTransport(options).getProjectId();
    // Each method would start this on its own and let a failure go unheard.
    await Promise.all(Object.values(clients).map((client) => client.initialize()));
  } catch (error) {
    throw googleError(error, COMPUTE_NAME);
  }

  // Page by page: the iterators of the SDK end without a word after ten empty pages, and never on a token that loops.
  async function page<Schema extends z.ZodType>(
    client: SdkClient,
    method: string,
    schema: Schema,
    request: object,
    pageToken: string | undefined,
  ): Promise<z.output<Schema>> {
    const token = pageToken === undefined ? {} : { pageToken };
    let answer: unknown;
    try {
      const call = client.innerApiCalls[method];
      [, , answer] = (await call?.({ project, ...request, ...token }, { autoPaginate: false })) ?? [];
    } catch (error) {
      throw googleError(error, COMPUTE_NAME);
    }
    const result = schema.safeParse(answer);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new OutboundError('unexpected', `${COMPUTE_NAME} answered ${method} in another shape: ${what}.`);
  }

  // Without partial success one zone that cannot be reached would fail the whole list.
  const lists = { maxResults: PAGE_SIZE, returnPartialSuccess: true };
  return {
    async zones(pageToken) {
      const { items, nextPageToken } = await page(
        clients.zones,
        'list',
        zonePage,
        { maxResults: PAGE_SIZE },
        pageToken,
      );
      return { items: items ?? [], nextPageToken: nextPageToken ?? null };
    },
    async machineTypes(pageToken) {
      const items = await page(clients.machineTypes, 'aggregatedList', machineTypePage, lists, pageToken);
      return { items, nextPageToken: items.nextPageToken ?? null };
    },
    async acceleratorTypes(pageToken) {
      const items = await page(clients.acceleratorTypes, 'aggregatedList', acceleratorTypePage, lists, pageToken);
      return { items, nextPageToken: items.nextPageToken ?? null };
    },
    async close() {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
