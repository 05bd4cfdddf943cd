import { Outbound, OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { COMPUTE_NAME, openCompute } from './compute-client.js';
import type { GcpSourceSettings } from './gcp-settings.js';
import { hasCredentials } from './google-credentials.js';
import { googleEndpoint, type GoogleEndpoint } from './google-endpoint.js';
import { googlePages } from './google-pages.js';
import { MachineTypeList } from './machine-type-list.js';

const CALLS = { name: COMPUTE_NAME, perSecond: 5, concurrency: 2 };
const MINUTES_PER_DAY = 1440;

/**
 * Which machines with accelerators Compute Engine offers in which zones. Its price list has a price in every region for
 * machines that stand in a few. It states no prices.
 */
export class MachineTypesSource implements PriceSource {
  readonly id = 'gcp-machine-types';
  readonly cloud = 'gcp';
  readonly title = 'Google Compute Engine (machine types and accelerators by zone)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;
  private readonly endpoint: GoogleEndpoint;

  constructor(
    private readonly settings: GcpSourceSettings,
    private readonly outbound = new Outbound(CALLS),
  ) {
    this.endpoint = googleEndpoint(settings.computeEndpoint, 'compute.googleapis.com', 'The Compute endpoint');
  }

  async readiness(): Promise<Readiness> {
    if (await hasCredentials()) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs Application Default Credentials with the permission compute.machineTypes.list: they add in which zones ' +
        'a machine is offered, so that no plan uses a price where nothing can be had.',
    };
  }

  async regions(): Promise<null> {
    return null;
  }

  async poll(_region: string | null, context: PollContext): Promise<PollResult> {
    const list = new MachineTypeList(context.instanceTypes);
    const compute = await openCompute(this.settings, this.endpoint, this.outbound, context.signal);
    let pages = 0;
    const turned = () => context.progress((pages += 1), null, 'pages');
    try {
      for await (const zones of googlePages(COMPUTE_NAME, (token) => compute.zones(token))) {
        for (const zone of zones) list.addZone(zone);
        turned();
      }
      for await (const page of googlePages(COMPUTE_NAME, (token) => compute.machineTypes(token))) {
        list.addMachineTypes(page);
        turned();
      }
      for await (const page of googlePages(COMPUTE_NAME, (token) => compute.acceleratorTypes(token))) {
        list.addAcceleratorTypes(page);
        turned();
      }
    } finally {
      await compute.close();
    }
    // An empty list would read as "nothing is offered anywhere".
    if (list.isEmpty) throw new OutboundError('unexpected', `${COMPUTE_NAME} lists no machine with accelerators.`);
    return {
      prices: [],
      covers: [],
      availability: list.listing.availability(list.machines, this.id),
      interruptions: [],
      unknownTypes: list.unknownTypes,
      skipped: list.skipped,
      unchanged: false,
      mark: null,
    };
  }
}
