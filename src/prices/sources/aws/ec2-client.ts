import type { Filter, InstanceTypeInfo, SpotPrice } from '@aws-sdk/client-ec2';
import type { SpotFleet, SpotScore } from '../price-source.js';
import type { AwsAccess } from './aws-access.js';
import { regionalEndpoint } from './aws-endpoint.js';
import type { TokenPage } from './token-pages.js';

export const EC2_NAME = 'Amazon EC2';

/** EC2 refills a bucket of calls by a few a second, for each API and region; this leaves room for the account's own. */
const EC2 = { name: EC2_NAME, form: 'xml', limits: { perSecond: 5, concurrency: 2 } } as const;

/** Plain Linux has two names in the history of spot prices; which of them an account sees depends on its age. */
const LINUX = ['Linux/UNIX', 'Linux/UNIX (Amazon VPC)'] as const;

/** EC2 takes at most 200 values in all filters of a call. */
const MOST_FILTER_VALUES = 200;

/** A zone of a region. Its name is another one in another account, its id is not. */
export interface Ec2Zone {
  readonly id: string;
  readonly name: string;
  /** Local and Wavelength zones stand elsewhere, and have prices of their own. */
  readonly isOrdinary: boolean;
}

export interface CapacityBlock {
  readonly instanceType: string;
  readonly zoneName: string;
  readonly instanceCount: number;
  readonly minutes: number;
  /** For all instances and the whole time; as stated. */
  readonly upfrontFee: string | undefined;
  readonly currency: string | undefined;
  readonly tenancy: string | undefined;
}

type Token = string | undefined;

/** The calls of EC2 that sources make in one region; whatever they throw is an `OutboundError`. */
export class Ec2 {
  private constructor(
    private readonly access: AwsAccess,
    private readonly sdk: typeof import('@aws-sdk/client-ec2'),
    private readonly client: import('@aws-sdk/client-ec2').EC2Client,
    private readonly signal: AbortSignal,
  ) {}

  static async open(access: AwsAccess, region: string, signal: AbortSignal): Promise<Ec2> {
    const endpoint = regionalEndpoint(access.settings.ec2Endpoint, region, 'The EC2 endpoint');
    // Loaded when it is needed: it is by far the largest of the clients.
    const sdk = await import('@aws-sdk/client-ec2');
    const client = new sdk.EC2Client(await access.config(EC2, region, endpoint, signal));
    return new Ec2(access, sdk, client, signal);
  }

  close(): void {
    this.client.destroy();
  }

  /** The regions that the account can use. */
  async regions(): Promise<readonly string[]> {
    const { Regions = [] } = await this.ask(() => this.client.send(new this.sdk.DescribeRegionsCommand({})));
    return Regions.flatMap(({ RegionName }) => RegionName ?? []);
  }

  async zones(): Promise<readonly Ec2Zone[]> {
    const command = new this.sdk.DescribeAvailabilityZonesCommand({});
    const { AvailabilityZones = [] } = await this.ask(() => this.client.send(command));
    return AvailabilityZones.flatMap(({ ZoneId, ZoneName, ZoneType = 'availability-zone' }) =>
      ZoneId && ZoneName ? [{ id: ZoneId, name: ZoneName, isOrdinary: ZoneType === 'availability-zone' }] : [],
    );
  }

  /** Spot prices of plain Linux in force since before `now`, and changes since then. */
  async spotPrices(types: readonly string[], now: Date, token: Token): Promise<TokenPage<SpotPrice>> {
    const command = new this.sdk.DescribeSpotPriceHistoryCommand({
      StartTime: now,
      ProductDescriptions: [...LINUX],
      // As a filter: named outright, a single type that the region has not heard of would fail the call.
      Filters: [{ Name: 'instance-type', Values: [...types] }],
      MaxResults: 1000,
      NextToken: token,
    });
    const { SpotPriceHistory = [], NextToken } = await this.ask(() => this.client.send(command));
    return { items: SpotPriceHistory, nextToken: NextToken };
  }

  async instanceTypes(filters: Filter[], token: Token): Promise<TokenPage<InstanceTypeInfo>> {
    const command = new this.sdk.DescribeInstanceTypesCommand({ Filters: filters, MaxResults: 100, NextToken: token });
    const { InstanceTypes = [], NextToken } = await this.ask(() => this.client.send(command));
    return { items: InstanceTypes, nextToken: NextToken };
  }

  /** Where machines are offered: pairs of a machine and the id of a zone. */
  async offerings(token: Token): Promise<TokenPage<{ readonly instanceType: string; readonly zoneId: string }>> {
    const command = new this.sdk.DescribeInstanceTypeOfferingsCommand({
      LocationType: 'availability-zone-id',
      MaxResults: 1000,
      NextToken: token,
    });
    const { InstanceTypeOfferings = [], NextToken } = await this.ask(() => this.client.send(command));
    const items = InstanceTypeOfferings.flatMap(({ InstanceType, Location }) =>
      InstanceType && Location ? [{ instanceType: InstanceType, zoneId: Location }] : [],
    );
    return { items, nextToken: NextToken };
  }

  /** Blocks of one instance for so many hours that can be bought now. */
  async capacityBlocks(instanceType: string, hours: number, token: Token): Promise<TokenPage<CapacityBlock>> {
    const command = new this.sdk.DescribeCapacityBlockOfferingsCommand({
      InstanceType: instanceType,
      InstanceCount: 1,
      CapacityDurationHours: hours,
      NextToken: token,
    });
    const { CapacityBlockOfferings = [], NextToken } = await this.ask(() => this.client.send(command));
    const items = CapacityBlockOfferings.map((block) => ({
      instanceType: block.InstanceType ?? instanceType,
      zoneName: block.AvailabilityZone ?? '',
      instanceCount: block.InstanceCount ?? 0,
      minutes: (block.CapacityBlockDurationHours ?? 0) * 60 + (block.CapacityBlockDurationMinutes ?? 0),
      upfrontFee: block.UpfrontFee,
      currency: block.CurrencyCode,
      tenancy: block.Tenancy,
    }));
    return { items, nextToken: NextToken };
  }

  /** The ten places, at most, where such a fleet is most likely to be had. */
  async spotScores(
    { instanceTypes, instances, regions, within }: SpotFleet,
    token: Token,
  ): Promise<TokenPage<SpotScore>> {
    const command = new this.sdk.GetSpotPlacementScoresCommand({
      InstanceTypes: [...instanceTypes],
      TargetCapacity: instances,
      TargetCapacityUnitType: 'units',
      SingleAvailabilityZone: within === 'zone',
      ...(regions === null ? {} : { RegionNames: [...regions] }),
      NextToken: token,
    });
    const { SpotPlacementScores = [], NextToken } = await this.ask(() => this.client.send(command));
    const items = SpotPlacementScores.flatMap(({ Region, AvailabilityZoneId, Score }) =>
      Region && Score !== undefined ? [{ region: Region, zone: AvailabilityZoneId ?? null, score: Score }] : [],
    );
    return { items, nextToken: NextToken };
  }

  private ask<T>(send: () => Promise<T>): Promise<T> {
    return this.access.call(EC2_NAME, this.signal, send);
  }
}

/** Names of machines in groups that one filter can hold. */
export function filterGroups(names: Iterable<string>): string[][] {
  const all = [...names];
  const groups: string[][] = [];
  for (let start = 0; start < all.length; start += MOST_FILTER_VALUES)
    groups.push(all.slice(start, start + MOST_FILTER_VALUES));
  return groups;
}
