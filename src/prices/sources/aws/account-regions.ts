import type { AwsAccess } from './aws-access.js';
import { HOME_REGIONS } from './aws-partition.js';
import { Ec2 } from './ec2-client.js';

/** The regions that the account of the credentials can use; others answer it with a refusal. */
export async function accountRegions(access: AwsAccess, signal: AbortSignal): Promise<readonly string[]> {
  const ec2 = await Ec2.open(access, HOME_REGIONS[access.settings.partition], signal);
  try {
    return await ec2.regions();
  } finally {
    ec2.close();
  }
}
