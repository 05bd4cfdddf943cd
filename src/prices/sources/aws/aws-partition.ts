/** Parts of AWS that know nothing of each other: credentials of one are worth nothing in another. */
export const AWS_PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'] as const;
export type AwsPartition = (typeof AWS_PARTITIONS)[number];

/** The region that is asked what concerns a whole partition. */
export const HOME_REGIONS: Readonly<Record<AwsPartition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Regions of China: its price list is a list of its own. */
export const CHINA_REGIONS = ['cn-north-1', 'cn-northwest-1'] as const;

export function partitionOf(region: string): AwsPartition {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** What prices are in where an answer does not say so: EC2 states bare numbers. */
export function currencyOf(region: string): 'USD' | 'CNY' {
  return partitionOf(region) === 'aws-cn' ? 'CNY' : 'USD';
}
