import { OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness, SpotFleet, SpotScore } from '../price-source.js';
import { accountRegions } from './account-regions.js';
import type { AwsAccess } from './aws-access.js';
import { HOME_REGIONS } from './aws-partition.js';
import { CurrentSpot } from './current-spot.js';
import { Ec2, EC2_NAME, filterGroups } from './ec2-client.js';
import { Skipped } from './skipped.js';
import { brought } from './source-result.js';
import { tokenPages } from './token-pages.js';

const MINUTES = 10;

/** The spot prices that are in force now, of each zone, from EC2 itself. */
export class SpotPricesSource implements PriceSource {
  readonly id = 'aws-spot-prices';
  readonly cloud = 'aws';
  readonly title = 'Amazon EC2 (spot prices by zone)';
  readonly purchaseOptions: readonly PurchaseOption[] = ['spot'];
  readonly rank = 1;
  readonly everyMinutes = MINUTES;

  constructor(private readonly access: AwsAccess) {}

  async readiness(): Promise<Readiness> {
    if (await this.access.hasCredentials()) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs AWS credentials with the permissions ec2:DescribeSpotPriceHistory, ec2:DescribeAvailabilityZones and ' +
        'ec2:DescribeRegions: they add the spot price of every machine in every zone; and ec2:GetSpotPlacementScores: ' +
        'how likely spot machines can be had.',
    };
  }

  async regions({ signal }: PollContext): Promise<readonly string[]> {
    return accountRegions(this.access, signal);
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('Spot prices are asked region by region.');
    const { instanceTypes, now, signal } = context;
    const skipped = new Skipped();
    const ec2 = await Ec2.open(this.access, region, signal);
    try {
      const zones = (await ec2.zones()).filter(({ isOrdinary }) => isOrdinary);
      if (zones.length === 0) throw new OutboundError('unexpected', `${EC2_NAME} lists no zone of ${region}.`);
      const zoneIds = new Map(zones.map(({ name, id }) => [name, id]));
      const spot = new CurrentSpot({ region, instanceTypes, zoneIds, now, source: this.id }, skipped);
      let pages = 0;
      for (const types of filterGroups(instanceTypes.keys())) {
        for await (const entries of tokenPages(EC2_NAME, (token) => ec2.spotPrices(types, now, token))) {
          for (const entry of entries) spot.add(entry);
          context.progress((pages += 1), null, 'pages');
        }
      }
      return brought({ prices: spot.prices(), covers: this.purchaseOptions, skipped: skipped.counts });
    } finally {
      ec2.close();
    }
  }

  /** Any region knows of the others of its partition, but China's, which knows of itself alone. */
  async spotScores(fleet: SpotFleet, signal: AbortSignal): Promise<readonly SpotScore[]> {
    const ec2 = await Ec2.open(this.access, HOME_REGIONS[this.access.settings.partition], signal);
    const scores: SpotScore[] = [];
    try {
      for await (const some of tokenPages(EC2_NAME, (token) => ec2.spotScores(fleet, token))) scores.push(...some);
    } finally {
      ec2.close();
    }
    return scores;
  }
}
