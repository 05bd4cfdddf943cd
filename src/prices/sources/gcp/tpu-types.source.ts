import { Outbound, OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import type { GcpSourceSettings } from './gcp-settings.js';
import { hasCredentials } from './google-credentials.js';
import { googleEndpoint, type GoogleEndpoint } from './google-endpoint.js';
import { googlePages } from './google-pages.js';
import { openTpu, TPU_NAME, type TpuClient } from './tpu-client.js';
import { TpuTypeList } from './tpu-type-list.js';

/** Few tries: a zone that cannot be reached stays so for days, and is left out. */
const CALLS = { name: TPU_NAME, perSecond: 5, concurrency: 2, attempts: 3 };
const MINUTES_PER_DAY = 1440;

/** Which TPUs the Cloud TPU API rents out in which zones. It states no prices. */
export class TpuTypesSource implements PriceSource {
  readonly id = 'gcp-tpu-types';
  readonly cloud = 'gcp';
  readonly title = 'Google Cloud TPU (accelerator types by zone)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;
  private readonly endpoint: GoogleEndpoint;

  constructor(
    private readonly settings: GcpSourceSettings,
    private readonly outbound = new Outbound(CALLS),
  ) {
    this.endpoint = googleEndpoint(settings.tpuEndpoint, 'tpu.googleapis.com', 'The TPU endpoint');
  }

  async readiness(): Promise<Readiness> {
    if (await hasCredentials()) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs Application Default Credentials with the permission tpu.acceleratortypes.list, in a project with the ' +
        'Cloud TPU API: they add in which zones a TPU is offered.',
    };
  }

  async regions(): Promise<null> {
    return null;
  }

  async poll(_region: string | null, context: PollContext): Promise<PollResult> {
    const seen = new TpuTypeList(context.instanceTypes);
    const tpu = await openTpu(this.settings, this.endpoint, this.outbound, context.signal);
    try {
      const zones: string[] = [];
      for await (const some of googlePages(TPU_NAME, (token) => tpu.zones(token))) zones.push(...some);
      for (const [at, zone] of zones.entries()) {
        await askZone(tpu, zone, seen);
        context.progress(at + 1, zones.length, 'pages');
      }
    } finally {
      await tpu.close();
    }
    return {
      prices: [],
      covers: [],
      availability: seen.availability(this.id),
      interruptions: [],
      unknownTypes: seen.unknownTypes,
      skipped: seen.skipped,
      unchanged: false,
      mark: null,
    };
  }
}

/**
 * Some zones never answer (us-east1-b with 503), others are closed to most projects. Nothing is said of those; every
 * other error ends the poll.
 */
async function askZone(tpu: TpuClient, zone: string, seen: TpuTypeList): Promise<void> {
  try {
    const types: string[] = [];
    for await (const some of googlePages(TPU_NAME, (token) => tpu.types(zone, token))) types.push(...some);
    seen.add(zone, types);
  } catch (error) {
    if (!(error instanceof OutboundError) || !isOfTheZone(error)) throw error;
    seen.fail(zone, error);
  }
}

function isOfTheZone({ status }: OutboundError): boolean {
  return status !== null && (status === 403 || status === 404 || status >= 500);
}
