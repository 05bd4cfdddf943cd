import type { ResourceSku } from '@azure/arm-compute';
import { OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { signedIn, type ArmAccess } from './arm-access.js';
import { ARM_NAME, ArmTransport } from './arm-transport.js';
import { azureError } from './azure-error.js';
import { scopeOf } from './azure-sign-in.js';
import { MachineNames } from './machine-names.js';
import { SKU_SOURCE, SkuAvailability } from './sku-availability.js';

const MOST_PAGES = 100;

/** Which machines a subscription can have in a region, and why not. The list knows no prices. */
export class ResourceSkusSource implements PriceSource {
  readonly id = SKU_SOURCE;
  readonly cloud = 'azure';
  readonly title = 'Azure Resource Manager (where machines can be had)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = 360;

  constructor(
    private readonly access: ArmAccess,
    private readonly subscriptionId: string | null,
    private readonly polledRegions: readonly string[],
  ) {}

  async readiness(): Promise<Readiness> {
    const adds = 'which machines your subscription can have in which region and zone';
    if (this.subscriptionId === null) {
      return { ready: false, needs: `Needs the id of a subscription (PENNYWATT_AZURE_SUBSCRIPTION): it adds ${adds}.` };
    }
    return signedIn(this.access, adds);
  }

  async regions(): Promise<readonly string[]> {
    return this.polledRegions;
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null || this.subscriptionId === null) throw new Error(`${this.id} is polled region by region.`);
    const found = new SkuAvailability(region, context.instanceTypes, new MachineNames(context.instanceTypes));
    let pages = 0;
    for await (const page of this.pages(this.subscriptionId, region, context.signal)) {
      page.forEach((sku) => found.add(sku));
      pages += 1;
      context.progress(pages, null, 'pages');
    }
    // Each region has hundreds of machines: none at all would read as "nothing can be had here any more".
    if (found.isEmpty) throw new OutboundError('unexpected', `${ARM_NAME} lists no machine at all in ${region}.`);
    return {
      prices: [],
      covers: [],
      availability: found.availability,
      interruptions: [],
      unknownTypes: found.unknownTypes,
      skipped: found.skipped,
      unchanged: false,
      mark: null,
    };
  }

  private async *pages(subscriptionId: string, region: string, signal: AbortSignal): AsyncGenerator<ResourceSku[]> {
    const { ComputeManagementClient } = await import('@azure/arm-compute');
    const { outbound, endpoint, signIn } = this.access;
    const client = new ComputeManagementClient(signIn, subscriptionId, {
      endpoint: endpoint.origin,
      credentials: { scopes: [scopeOf(endpoint)] },
      // Our own client tries again, and for as long as it should.
      retryOptions: { maxRetries: 0 },
      httpClient: new ArmTransport(outbound, endpoint, signal).forCompute(),
    });
    const list = client.resourceSkus.list({ filter: `location eq '${region}'` }).byPage();
    const seen = new Set<string>();
    for (;;) {
      const step = await list.next().catch((error: unknown) => {
        throw azureError(error, ARM_NAME);
      });
      if (step.done === true) return;
      yield step.value;
      const { continuationToken: link } = step.value as { readonly continuationToken?: string };
      if (link === undefined) continue;
      if (seen.has(link) || seen.size === MOST_PAGES) {
        throw new OutboundError('unexpected', `The pages of ${ARM_NAME} have no end. Nothing of them is used.`);
      }
      seen.add(link);
    }
  }
}
