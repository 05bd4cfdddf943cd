import { Outbound, OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { advisorFile, interruptionsOf } from './advisor-rates.js';
import { awsEndpoint } from './aws-endpoint.js';
import type { AwsSourceSettings } from './aws-settings.js';
import { brought } from './source-result.js';

const PUBLIC_URL = 'https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json';
const NAME = 'The AWS spot advisor';
const CALLS = { name: NAME, perSecond: 1, concurrency: 1 };
const MINUTES_PER_DAY = 1440;

/** How often spot machines are taken back, from the file behind the spot advisor. It states no prices. */
export class SpotAdvisorSource implements PriceSource {
  readonly id = 'aws-spot-advisor';
  readonly cloud = 'aws';
  readonly title = 'AWS spot advisor (interruptions, no credentials)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;
  private readonly url: URL;

  constructor(
    { spotAdvisorUrl }: Pick<AwsSourceSettings, 'spotAdvisorUrl'>,
    private readonly outbound = new Outbound(CALLS),
  ) {
    this.url = awsEndpoint(spotAdvisorUrl ?? PUBLIC_URL, 'The address of the spot advisor');
  }

  async readiness(): Promise<Readiness> {
    return { ready: true };
  }

  async regions(): Promise<null> {
    return null;
  }

  async poll(_region: string | null, context: PollContext): Promise<PollResult> {
    const { signal, now, instanceTypes } = context;
    const file = await this.outbound.json({ url: this.url, signal }, advisorFile);
    context.progress(1, 1, 'pages');
    const interruptions = interruptionsOf(file, instanceTypes, this.id, now.toISOString().slice(0, 10));
    // An empty list would read as "nobody knows".
    if (interruptions.length === 0) throw new OutboundError('unexpected', `${NAME} knows no machine of ours.`);
    return brought({ interruptions });
  }
}
