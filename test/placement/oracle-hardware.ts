import type { Accelerator } from '../../src/catalog/index.js';
import type { Workload } from '../../src/placement/workload.schema.js';
import type { WorldFacts } from '../../src/placement/world.js';
import type { Offer } from '../../src/prices/index.js';

/** What an offer's instance is made of. */
export interface Hardware {
  /** As the instance has it: a slice has its share. */
  readonly accelerator: Accelerator;
  readonly accelerators: number;
  readonly interNodeGBps: number | null;
  /** Of an accelerator; 1 where it has whole ones. */
  readonly share: number;
}

export function hardwareOf(offer: Offer, { accelerators, instanceTypes }: WorldFacts): Hardware | null {
  const whole = accelerators.find(({ id }) => id === offer.acceleratorId);
  if (whole === undefined || whole.memoryGiB === null) return null;
  const type = instanceTypes.find(({ cloud, name }) => cloud === offer.cloud && name === offer.instanceType);
  const networkGbps = type?.networkGbps ?? null;
  const share = Math.min(1, offer.acceleratorCount);
  const of = (value: number | null) => (value === null ? null : value * share);
  const count = Math.max(1, Math.floor(offer.acceleratorCount));
  const stated = offer.acceleratorMemoryGiB === null ? Number.POSITIVE_INFINITY : offer.acceleratorMemoryGiB / count;
  return {
    accelerator: {
      ...whole,
      // Of what the catalog and the offer state, software may see the smaller.
      memoryGiB: Math.min(whole.memoryGiB * share, stated),
      memoryBandwidthGBps: of(whole.memoryBandwidthGBps),
      peakTflops: Object.fromEntries(Object.entries(whole.peakTflops).map(([name, rate]) => [name, rate * share])),
      powerLimitWatts: of(whole.powerLimitWatts),
      idleWatts: of(whole.idleWatts),
    },
    accelerators: count,
    interNodeGBps: networkGbps === null || share < 1 ? null : networkGbps / 8,
    share,
  };
}

/** Mean hours between interruptions of one instance: what the workload says, else what is known; null: nothing. */
export function meanHoursOf(workload: Workload, { interruptionPerMonth: rate }: Offer): number | null {
  const said = 'meanHoursBetweenInterruptions' in workload ? workload.meanHoursBetweenInterruptions : undefined;
  if (said !== undefined) return said;
  if (rate === null) return null;
  if (typeof rate.meanHoursBetween === 'number') return rate.meanHoursBetween;
  // Exponential lives: a share `high` of them ends within the 730 hours of a month.
  return rate.high === null ? null : 730 / Math.log(1 / (1 - rate.high));
}
