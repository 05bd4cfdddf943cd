import { OutboundError } from '../../../platform/index.js';
import type { PurchaseOption } from '../../offer.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { accountRegions } from './account-regions.js';
import type { AwsAccess } from './aws-access.js';
import { blockPrices } from './capacity-block-price.js';
import { Ec2, EC2_NAME, type CapacityBlock } from './ec2-client.js';
import { Skipped } from './skipped.js';
import { brought } from './source-result.js';
import { tokenPages } from './token-pages.js';

const MINUTES = 360;
/** The shortest block there is. */
const BLOCK_HOURS = 24;

/**
 * What GPUs cost that are booked beforehand: the price of one machine for one day, of the blocks that can be bought now.
 * The price list has these machines too, at 0: the fee of the block is on no list.
 */
export class CapacityBlocksSource implements PriceSource {
  readonly id = 'aws-capacity-blocks';
  readonly cloud = 'aws';
  readonly title = 'Amazon EC2 (capacity blocks that can be bought)';
  readonly purchaseOptions: readonly PurchaseOption[] = ['capacity_block'];
  readonly rank = 1;
  readonly everyMinutes = MINUTES;

  constructor(private readonly access: AwsAccess) {}

  async readiness(): Promise<Readiness> {
    if (await this.access.hasCredentials()) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs AWS credentials with the permissions ec2:DescribeCapacityBlockOfferings, ec2:DescribeInstanceTypes, ' +
        'ec2:DescribeAvailabilityZones and ec2:DescribeRegions: they add what booked GPUs cost by the day.',
    };
  }

  async regions({ signal }: PollContext): Promise<readonly string[]> {
    return accountRegions(this.access, signal);
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('Capacity blocks are asked for region by region.');
    const skipped = new Skipped();
    const ec2 = await Ec2.open(this.access, region, context.signal);
    let pages = 0;
    const turned = () => context.progress((pages += 1), null, 'pages');
    try {
      const zones = (await ec2.zones()).filter(({ isOrdinary }) => isOrdinary);
      const blocks: CapacityBlock[] = [];
      for (const type of await this.bookable(ec2, context, turned)) {
        try {
          const ask = (token: string | undefined) => ec2.capacityBlocks(type, BLOCK_HOURS, token);
          for await (const page of tokenPages(EC2_NAME, ask)) {
            blocks.push(...page);
            turned();
          }
        } catch (error) {
          if (!saysUnsupported(error)) throw error;
          skipped.add('machine that cannot be booked here');
        }
      }
      const zoneIds = new Map(zones.map(({ name, id }) => [name, id]));
      const question = { region, zoneIds, now: context.now, source: this.id };
      const prices = blockPrices(blocks, question, skipped);
      return brought({ prices, covers: this.purchaseOptions, skipped: skipped.counts });
    } finally {
      ec2.close();
    }
  }

  /** Machines of the catalog that the region says can be booked. */
  private async bookable(ec2: Ec2, { instanceTypes }: PollContext, turned: () => void): Promise<string[]> {
    const found: string[] = [];
    const filters = [{ Name: 'supported-usage-class', Values: ['capacity-block'] }];
    for await (const page of tokenPages(EC2_NAME, (token) => ec2.instanceTypes(filters, token))) {
      for (const { InstanceType = '' } of page) if (instanceTypes.has(InstanceType)) found.push(InstanceType);
      turned();
    }
    return found;
  }
}

/** Some machines can be booked in some regions only, and EC2 says so of the others in place of an empty list. */
function saysUnsupported(error: unknown): boolean {
  if (!(error instanceof OutboundError)) return false;
  const { cause } = error;
  return cause instanceof Error && /^Unsupported(Operation)?$/.test(cause.name);
}
