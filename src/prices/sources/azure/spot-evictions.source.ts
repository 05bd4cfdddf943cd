import type { ResourceGraphModels } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness, StatedInterruption } from '../price-source.js';
import { signedIn, type ArmAccess } from './arm-access.js';
import { ARM_NAME, ArmTransport } from './arm-transport.js';
import { azureError } from './azure-error.js';
import { evictionRate } from './eviction-rate.js';
import { MachineNames } from './machine-names.js';

/** The most that the service gives at once. */
const PAGE_ROWS = 1000;
const MOST_PAGES = 100;

/** Without the column `id` the service gives the first page alone; without an order its pages overlap. */
const QUERY = `SpotResources
| where type =~ 'microsoft.compute/skuspotevictionrate/location'
| where sku.name startswith 'standard_n'
| project id, skuName = tostring(sku.name), location, spotEvictionRate = tostring(properties.evictionRate)
| order by skuName asc, location asc`;

const evictionRow = z.object({ skuName: z.string(), location: z.string(), spotEvictionRate: z.string() });
type EvictionRow = z.output<typeof evictionRow>;

const ID = 'azure-spot-evictions';

/** How often Azure evicts spot machines, by region: one list for all of them, out of Azure Resource Graph. */
export class SpotEvictionsSource implements PriceSource {
  readonly id = ID;
  readonly cloud = 'azure';
  readonly title = 'Azure Resource Graph (how often spot machines are evicted)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = 360;

  constructor(private readonly access: ArmAccess) {}

  async readiness(): Promise<Readiness> {
    return signedIn(this.access, 'how often spot machines are evicted, in each region');
  }

  async regions(): Promise<null> {
    return null;
  }

  async poll(_region: string | null, context: PollContext): Promise<PollResult> {
    const names = new MachineNames(context.instanceTypes);
    const asOf = context.now.toISOString();
    const skipped: Record<string, number> = {};
    const skip = (why: string) => {
      skipped[why] = (skipped[why] ?? 0) + 1;
    };
    const interruptions: StatedInterruption[] = [];
    for (const { skuName, location, spotEvictionRate } of await this.rows(context)) {
      const instanceType = names.find(skuName);
      const rate = evictionRate(spotEvictionRate, asOf, ID);
      if (instanceType === null) skip('machine that the catalog lacks');
      else if (rate === null) skip('eviction rate that is no range');
      else interruptions.push({ region: location.toLowerCase(), instanceType, rate });
    }
    return {
      prices: [],
      covers: [],
      availability: [],
      interruptions,
      unknownTypes: [],
      skipped,
      unchanged: false,
      mark: null,
    };
  }

  /** All rows of the query, or an error. */
  private async rows(context: PollContext): Promise<EvictionRow[]> {
    const ask = await this.open(context.signal);
    const rows: EvictionRow[] = [];
    const seen = new Set<string>();
    let skipToken: string | undefined;
    for (let page = 1; ; page += 1) {
      const answer = await ask(skipToken);
      rows.push(...answer.rows);
      context.progress(page, null, 'pages');
      skipToken = answer.skipToken;
      if (skipToken === undefined) {
        if (rows.length !== answer.totalRecords) {
          throw partial(`gave ${rows.length} of ${answer.totalRecords} rows`);
        }
        if (rows.length === 0) throw partial('gave no row at all');
        return rows;
      }
      if (seen.has(skipToken) || page === MOST_PAGES) throw partial('gives pages without an end');
      seen.add(skipToken);
    }
  }

  private async open(signal: AbortSignal): Promise<(skipToken: string | undefined) => Promise<Answer>> {
    const { ResourceGraphClient } = await import('@azure/arm-resourcegraph');
    const { outbound, endpoint, signIn } = this.access;
    const client = new ResourceGraphClient(signIn, {
      baseUri: endpoint.origin,
      // Our own client tries again, and for as long as it should.
      noRetryPolicy: true,
      redirectOptions: { handleRedirects: false },
      httpClient: new ArmTransport(outbound, endpoint, signal).forGraph(),
    });
    return async (skipToken) => {
      const options = { top: PAGE_ROWS, resultFormat: 'objectArray', ...(skipToken && { skipToken }) } as const;
      try {
        return answerOf(await client.resources({ query: QUERY, options }));
      } catch (error) {
        throw azureError(error, ARM_NAME);
      }
    };
  }
}

interface Answer {
  readonly rows: EvictionRow[];
  readonly totalRecords: number;
  readonly skipToken: string | undefined;
}

function answerOf({ data, totalRecords, skipToken }: ResourceGraphModels.QueryResponse): Answer {
  const rows = z.array(evictionRow).safeParse(data);
  if (!rows.success) {
    const [issue] = rows.error.issues;
    const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new OutboundError('unexpected', `Azure Resource Graph answered in another shape: ${problem}.`);
  }
  return { rows: rows.data, totalRecords, skipToken };
}

function partial(what: string): OutboundError {
  return new OutboundError('unexpected', `Azure Resource Graph ${what}. Nothing of it is used.`);
}
