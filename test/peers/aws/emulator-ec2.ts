import type { ServerResponse } from 'node:http';
import { ec2Answer, ec2Error } from './xml.js';
import type { AwsWorld } from './world.js';

type Input = Readonly<Record<string, string>>;

/** Entries of a page. */
const PAGE = 2;

/** Answers of EC2 in XML, with pages as EC2 turns them: what a filter leaves out makes a page shorter, or empty. */
export function answerEc2(world: AwsWorld, action: string, input: Input, response: ServerResponse): void {
  const value = answer(world, action, input);
  if (value === null) {
    response.writeHead(400, { 'content-type': 'text/xml' }).end(ec2Error('InvalidAction', `No ${action} here.`));
  } else {
    response.writeHead(200, { 'content-type': 'text/xml;charset=UTF-8' }).end(ec2Answer(action, value));
  }
}

function answer(world: AwsWorld, action: string, input: Input): object | null {
  switch (action) {
    case 'DescribeRegions':
      return { regionInfo: world.regions.map((regionName) => ({ regionName })) };
    case 'DescribeAvailabilityZones':
      return { availabilityZoneInfo: world.zones.map(zoneOf) };
    case 'DescribeSpotPriceHistory': {
      const types = valuesOf(input, 'Filter.1.Value.');
      const products = valuesOf(input, 'ProductDescription.');
      const isAsked = (row: AwsWorld['spot'][number]) =>
        types.includes(row.instanceType) && products.includes(row.product);
      return page(world.spot, input, 'spotPriceHistorySet', (row) =>
        isAsked(row)
          ? [
              {
                instanceType: row.instanceType,
                availabilityZone: row.zone,
                availabilityZoneId: row.zoneId,
                productDescription: row.product,
                spotPrice: row.price,
                timestamp: row.at,
              },
            ]
          : [],
      );
    }
    case 'DescribeInstanceTypeOfferings':
      return page(world.offerings, input, 'instanceTypeOfferingSet', ({ instanceType, zoneId }) => [
        { instanceType, location: zoneId, locationType: input.LocationType },
      ]);
    case 'DescribeInstanceTypes': {
      const usage = valuesOf(input, 'Filter.1.Value.');
      return page(world.instanceTypes, input, 'instanceTypeSet', (type) => {
        const { supportedUsageClasses } = type as { supportedUsageClasses: readonly string[] };
        return usage.every((one) => supportedUsageClasses.includes(one)) ? [type] : [];
      });
    }
    case 'DescribeCapacityBlockOfferings':
      return page(world.blocks, input, 'capacityBlockOfferingSet', (block) =>
        (block as { instanceType: string }).instanceType === input.InstanceType ? [block] : [],
      );
    case 'GetSpotPlacementScores': {
      const regions = valuesOf(input, 'RegionName.');
      return page(world.scores, input, 'spotPlacementScoreSet', (score) => {
        const isWanted = regions.length === 0 || regions.includes(score.region);
        return isWanted && (score.availabilityZoneId !== undefined) === (input.SingleAvailabilityZone === 'true')
          ? [score]
          : [];
      });
    }
    default:
      return null;
  }
}

function zoneOf({ ZoneId, ZoneName, ZoneType }: AwsWorld['zones'][number]): object {
  return { zoneId: ZoneId, zoneName: ZoneName, zoneType: ZoneType ?? 'availability-zone', zoneState: 'available' };
}

/** `Filter.1.Value.1`, `Filter.1.Value.2`, … */
function valuesOf(input: Input, prefix: string): string[] {
  return Object.entries(input)
    .filter(([key]) => key.startsWith(prefix))
    .map(([, value]) => value);
}

function page<Item>(all: readonly Item[], input: Input, name: string, shown: (item: Item) => object[]): object {
  const from = Number((input.NextToken ?? 'T0').slice(1));
  const rest = from + PAGE < all.length ? { nextToken: `T${from + PAGE}` } : { nextToken: '' };
  return { [name]: all.slice(from, from + PAGE).flatMap(shown), ...rest };
}
