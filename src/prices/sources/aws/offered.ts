import type { StatedAvailability } from '../price-source.js';
import type { Ec2Zone } from './ec2-client.js';

export interface OfferedQuestion {
  readonly region: string;
  /** Machines that somebody wants to know about, by AWS's names. */
  readonly instanceTypes: Iterable<string>;
  /** The ordinary zones of the region. */
  readonly zones: readonly Pick<Ec2Zone, 'id'>[];
  readonly source: string;
}

/**
 * Says of each machine whether the region has it at all, and of those that it has, in which zones. That a machine is
 * offered does not mean that one is free.
 *
 * @param offerings the whole list of the region
 */
export function offeredIn(
  { region, instanceTypes, zones, source }: OfferedQuestion,
  offerings: readonly { readonly instanceType: string; readonly zoneId: string }[],
): StatedAvailability[] {
  const offered = new Set(offerings.map(({ instanceType, zoneId }) => `${instanceType}@${zoneId}`));
  return [...instanceTypes].flatMap((instanceType): StatedAvailability[] => {
    const isIn = (zone: Pick<Ec2Zone, 'id'>) => offered.has(`${instanceType}@${zone.id}`);
    const available = zones.some(isIn);
    const why = available ? null : `EC2 offers no ${instanceType} in ${region}.`;
    const regional = { region, zone: null, instanceType, available, why, source };
    if (!available) return [regional];
    return [
      regional,
      ...zones.map((zone) => ({
        region,
        zone: zone.id,
        instanceType,
        available: isIn(zone),
        why: isIn(zone) ? null : `EC2 offers ${instanceType} in ${region}, but not in zone ${zone.id}.`,
        source,
      })),
    ];
  });
}
