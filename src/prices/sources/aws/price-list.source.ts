import { z } from 'zod';
import { Outbound, OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { awsEndpoint } from './aws-endpoint.js';
import { CHINA_REGIONS, partitionOf } from './aws-partition.js';
import type { AwsSourceSettings } from './aws-settings.js';
import { readMark, writeMark, type PriceListMark } from './price-list-mark.js';
import { PriceListReader, type PriceListContent } from './price-list-reader.js';
import { brought } from './source-result.js';
import { untilThere, type Patience } from './until-there.js';

const NAME = 'The AWS price list';
const PUBLIC_ENDPOINT = 'https://pricing.us-east-1.amazonaws.com';
const CHINA_ENDPOINT = 'https://pricing.cn-north-1.amazonaws.com.cn';
const INDEX_PATH = '/offers/v1.0/aws/AmazonEC2/current/region_index.json';
const CHINA_INDEX_PATH = '/offers/v1.0/cn/AmazonEC2/current/region_index.json';

/** Files are large, and one after the other is no slower than two at once on the same line. */
const CALLS = { name: NAME, perSecond: 2, concurrency: 2, attempts: 3 };
/** Ten times the largest file there is. */
const MOST_FILE_BYTES = 5 * 2 ** 30;
const IDLE_MS = 60_000;
const TRY_MS = 1_500_000;
const PATIENCE: Patience = { firstWaitMs: 10_000, budgetMs: 600_000 };
const MINUTES_PER_DAY = 1440;
const NOT_MODIFIED = 304;
/** `/offers/v1.0/aws/AmazonEC2/20260801203522/us-east-1/index.json`: such a file never changes. */
const NAMES_VERSION = /\/\d{8,}\//;

const regionIndex = z.object({ regions: z.record(z.string(), z.object({ currentVersionUrl: z.string() })) });

/**
 * On-demand and reservation prices of a region from the price list that AWS publishes as files, without credentials. A file
 * has hundreds of megabytes, so it is read as it arrives, and not at all while it is the one that was read last.
 */
export class PriceListSource implements PriceSource {
  readonly id = 'aws-price-list';
  readonly cloud = 'aws';
  readonly title = 'AWS price list (files of all regions, no credentials)';
  readonly purchaseOptions: readonly PurchaseOption[] = ['on_demand', 'reserved'];
  readonly rank = 2;
  readonly everyMinutes = MINUTES_PER_DAY;
  private readonly endpoint: URL;
  private readonly chinaEndpoint: URL;

  constructor(
    settings: Pick<AwsSourceSettings, 'priceListEndpoint' | 'chinaPriceListEndpoint'>,
    private readonly outbound = new Outbound(CALLS),
    private readonly patience = PATIENCE,
  ) {
    this.endpoint = awsEndpoint(settings.priceListEndpoint ?? PUBLIC_ENDPOINT, 'The price list endpoint');
    this.chinaEndpoint = awsEndpoint(
      settings.chinaPriceListEndpoint ?? CHINA_ENDPOINT,
      'The price list endpoint of China',
    );
  }

  async readiness(): Promise<Readiness> {
    return { ready: true };
  }

  /** Those of China are known by name: that their list is out of reach must not keep the others from being polled. */
  async regions({ signal }: PollContext): Promise<readonly string[]> {
    const { regions } = await this.outbound.json({ url: new URL(INDEX_PATH, this.endpoint), signal }, regionIndex);
    return [...Object.keys(regions), ...CHINA_REGIONS];
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('The price list is read region by region.');
    const mark = readMark(context.since, context.instanceTypes.keys());
    const read = await untilThere(() => this.read(region, mark, context), this.patience, context.signal);
    if (read === 'unchanged') {
      return brought({ covers: this.purchaseOptions, unchanged: true, mark: context.since });
    }
    return brought({ ...read.content, covers: this.purchaseOptions, mark: read.mark });
  }

  private async read(
    region: string,
    since: PriceListMark | null,
    context: PollContext,
  ): Promise<{ readonly content: PriceListContent; readonly mark: string } | 'unchanged'> {
    const url = await this.fileOf(region, context.signal);
    if (since?.file === url.pathname && NAMES_VERSION.test(url.pathname)) return 'unchanged';
    const etag = since?.etag ?? null;
    return this.outbound.stream(
      {
        url,
        headers: etag === null ? {} : { 'if-none-match': etag },
        signal: context.signal,
        maxBytes: MOST_FILE_BYTES,
        idleMs: IDLE_MS,
        timeoutMs: TRY_MS,
      },
      async (chunks, { status, headers }) => {
        if (status === NOT_MODIFIED) return 'unchanged';
        const packed = headers['content-encoding'] !== undefined;
        const total = packed ? Number.NaN : Number(headers['content-length']);
        const { instanceTypes, now } = context;
        const reader = new PriceListReader({ region, instanceTypes, now, source: this.id });
        let bytes = 0;
        for await (const chunk of chunks) {
          reader.push(chunk);
          bytes += chunk.length;
          context.progress(bytes, Number.isNaN(total) ? null : total, 'bytes');
        }
        const content = reader.end();
        return { content, mark: writeMark(url.pathname, headers.etag ?? null, instanceTypes.keys()) };
      },
    );
  }

  /** The address of the region's file, which changes with its version. */
  private async fileOf(region: string, signal: AbortSignal): Promise<URL> {
    const isChina = partitionOf(region) === 'aws-cn';
    const endpoint = isChina ? this.chinaEndpoint : this.endpoint;
    const index = new URL(isChina ? CHINA_INDEX_PATH : INDEX_PATH, endpoint);
    const { regions } = await this.outbound.json({ url: index, signal }, regionIndex);
    const stated = regions[region]?.currentVersionUrl;
    if (stated === undefined) throw new OutboundError('unexpected', `${NAME} has no file for ${region}.`);
    // A path on the same server: an index that names another one is not followed.
    const url = URL.canParse(stated, endpoint.href) ? new URL(stated, endpoint) : null;
    if (url?.origin === endpoint.origin) return url;
    throw new OutboundError('unexpected', `${NAME} names a file for ${region} that is on another server.`);
  }
}
