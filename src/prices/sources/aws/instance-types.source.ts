import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { OutboundError } from '../../../platform/index.js';
import type { PollContext, PollResult, PriceSource, Readiness } from '../price-source.js';
import { accountRegions } from './account-regions.js';
import type { AwsAccess } from './aws-access.js';
import { Ec2, EC2_NAME } from './ec2-client.js';
import { offeredIn } from './offered.js';
import { brought } from './source-result.js';
import { tokenPages } from './token-pages.js';

const MINUTES_PER_DAY = 1440;

/** Which machines with accelerators EC2 offers in which zones, and which of them we do not know. It states no prices. */
export class InstanceTypesSource implements PriceSource {
  readonly id = 'aws-instance-types';
  readonly cloud = 'aws';
  readonly title = 'Amazon EC2 (machines by zone)';
  readonly purchaseOptions = [];
  readonly rank = 1;
  readonly everyMinutes = MINUTES_PER_DAY;

  constructor(private readonly access: AwsAccess) {}

  async readiness(): Promise<Readiness> {
    if (await this.access.hasCredentials()) return { ready: true };
    return {
      ready: false,
      needs:
        'Needs AWS credentials with the permissions ec2:DescribeInstanceTypes, ec2:DescribeInstanceTypeOfferings, ' +
        'ec2:DescribeAvailabilityZones and ec2:DescribeRegions: they add in which zones a machine is offered.',
    };
  }

  async regions({ signal }: PollContext): Promise<readonly string[]> {
    return accountRegions(this.access, signal);
  }

  async poll(region: string | null, context: PollContext): Promise<PollResult> {
    if (region === null) throw new Error('Machines are asked for region by region.');
    const { instanceTypes, signal } = context;
    const ec2 = await Ec2.open(this.access, region, signal);
    let pages = 0;
    const turned = () => context.progress((pages += 1), null, 'pages');
    try {
      const zones = (await ec2.zones()).filter(({ isOrdinary }) => isOrdinary);
      const offerings = [];
      for await (const page of tokenPages(EC2_NAME, (token) => ec2.offerings(token))) {
        offerings.push(...page);
        turned();
      }
      // Every region has some machine in some zone; an empty list would read as "nothing is offered here".
      if (zones.length === 0 || offerings.length === 0) {
        throw new OutboundError('unexpected', `${EC2_NAME} lists no zone of ${region}, or no machine in any.`);
      }
      const unknownTypes: string[] = [];
      for await (const page of tokenPages(EC2_NAME, (token) => ec2.instanceTypes([], token))) {
        for (const type of page)
          if (isAccelerated(type) && !instanceTypes.has(type.InstanceType ?? ''))
            unknownTypes.push(type.InstanceType ?? '');
        turned();
      }
      const question = { region, instanceTypes: instanceTypes.keys(), zones, source: this.id };
      return brought({ availability: offeredIn(question, offerings), unknownTypes });
    } finally {
      ec2.close();
    }
  }
}

/**
 * What EC2 says of the accelerators themselves is not used: it counts none in a machine with a part of a GPU, gives an L4
 * 22,888 MiB, and states memory of all the devices of a Trainium 2 as that of each.
 */
function isAccelerated(type: InstanceTypeInfo): boolean {
  const { GpuInfo, InferenceAcceleratorInfo, NeuronInfo, FpgaInfo, MediaAcceleratorInfo } = type;
  return [GpuInfo, InferenceAcceleratorInfo, NeuronInfo, FpgaInfo, MediaAcceleratorInfo].some(
    (info) => info !== undefined,
  );
}
