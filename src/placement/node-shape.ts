import type { Accelerator, InstanceType } from '../catalog/index.js';
import type { Offer } from '../prices/index.js';

/** What the performance of an instance depends on. Instances that are alike share one shape, whatever they cost. */
export interface NodeShape {
  readonly key: string;
  /** Names the accelerator with its share and memory: all that a replica within one node depends on. */
  readonly acceleratorKey: string;
  /** As the instance has it: a slice has its share of memory, bandwidth, rate and power. */
  readonly accelerator: Accelerator;
  /** Accelerators that software sees: 1 where the instance has a slice of one. */
  readonly accelerators: number;
  /** Accelerators that the instance stands for: a fraction where it has a slice. */
  readonly acceleratorCount: number;
  /** Between nodes, GB/s and direction; null where the cloud publishes nothing. */
  readonly interNodeGBps: number | null;
}

const BITS_PER_BYTE = 8;

/**
 * The shape of an offer's instance. Of the memory that the catalog states for the accelerator and for the instance the
 * smaller counts: software may not see all of what the datasheet says.
 *
 * @returns a sentence part where the hardware is not known well enough to place anything on it
 */
export function nodeShape(
  offer: Offer,
  accelerator: Accelerator | undefined,
  instanceType: InstanceType | undefined,
): NodeShape | string {
  if (accelerator === undefined) return `the catalog does not know the accelerator ${offer.acceleratorId}`;
  const { acceleratorCount } = offer;
  if (!(acceleratorCount > 0)) return 'it has no accelerator';
  const fraction = Math.min(1, acceleratorCount);
  const accelerators = Math.max(1, Math.floor(acceleratorCount));
  const memoryGiB = smallest(
    accelerator.memoryGiB === null ? null : accelerator.memoryGiB * fraction,
    offer.acceleratorMemoryGiB === null ? null : offer.acceleratorMemoryGiB / accelerators,
  );
  if (memoryGiB === null) return `the memory of the ${accelerator.name} is not known`;
  const networkGbps = instanceType?.networkGbps ?? null;
  const interNodeGBps = networkGbps === null || fraction < 1 ? null : networkGbps / BITS_PER_BYTE;
  const acceleratorKey = `${accelerator.id}/${fraction}/${memoryGiB}`;
  return {
    key: `${acceleratorKey}/${accelerators}/${interNodeGBps ?? '?'}`,
    acceleratorKey,
    accelerator: shareOf(accelerator, fraction, memoryGiB),
    accelerators,
    acceleratorCount,
    interNodeGBps,
  };
}

function smallest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** Slices are scheduled in turns: nothing is promised beyond the share that is paid for. */
function shareOf(accelerator: Accelerator, fraction: number, memoryGiB: number): Accelerator {
  const of = (whole: number | null) => (whole === null ? null : whole * fraction);
  const peakTflops = Object.fromEntries(
    Object.entries(accelerator.peakTflops).map(([precision, tflops]) => [precision, tflops * fraction]),
  );
  return {
    ...accelerator,
    memoryGiB,
    memoryBandwidthGBps: of(accelerator.memoryBandwidthGBps),
    peakTflops,
    powerLimitWatts: of(accelerator.powerLimitWatts),
    idleWatts: of(accelerator.idleWatts),
  };
}
