import type { PriceFilter } from '../price-query.js';
import type { OfferedType, Way } from './offer-columns.js';

/** 1 for each type that the filter admits. */
export function matchingTypes(types: readonly OfferedType[], filter: PriceFilter): Uint8Array {
  const clouds = oneOf(filter.clouds);
  const accelerators = oneOf(filter.acceleratorIds);
  const names = oneOf(filter.instanceTypes);
  return Uint8Array.from(types, (type) =>
    clouds(type.cloud) &&
    accelerators(type.acceleratorId) &&
    names(type.instanceType) &&
    reaches(type.acceleratorMemoryGiB, filter.minMemoryGB) &&
    reaches(memoryPerAccelerator(type), filter.minMemoryGBPerAccelerator)
      ? 1
      : 0,
  );
}

/** 1 for each way to pay that the filter admits. */
export function matchingWays(ways: readonly Way[], { purchaseOptions }: PriceFilter): Uint8Array {
  const isWanted = oneOf(purchaseOptions);
  return Uint8Array.from(ways, ({ purchaseOption }) => (isWanted(purchaseOption) ? 1 : 0));
}

function oneOf(list: readonly string[] | null): (name: string) => boolean {
  if (list === null) return () => true;
  const names = new Set(list);
  return (name) => names.has(name);
}

/** Memory that is not known does not reach any minimum. */
function reaches(memory: number | null, least: number | null): boolean {
  return least === null || (memory !== null && memory >= least);
}

function memoryPerAccelerator({ acceleratorMemoryGiB, acceleratorCount }: OfferedType): number | null {
  return acceleratorMemoryGiB === null ? null : acceleratorMemoryGiB / acceleratorCount;
}
