import { matchAccelerators, type Accelerator, type Cloud, type InstanceType } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import type { SpotFleet } from '../sources/price-source.js';
import type { SpotScoresQuery } from './spot-scores.schema.js';

/** Of fewer AWS gives a low score whatever capacity there is, which says nothing. */
const FEWEST_TYPES = 3;

/**
 * The machines with any of these accelerators as one fleet.
 *
 * @throws InputError where nothing is called so, or the machines are too few to be scored
 */
export function spotFleet(
  { accelerator, instances, region, within }: SpotScoresQuery,
  cloud: Cloud,
  types: readonly InstanceType[],
  accelerators: readonly Accelerator[],
): SpotFleet {
  const ids = new Set(accelerator.flatMap((name) => matchAccelerators(name, accelerators).map(({ id }) => id)));
  const instanceTypes = types
    .filter((type) => type.cloud === cloud && type.kind === 'instance' && ids.has(type.acceleratorId))
    .map(({ name }) => name)
    .sort();
  if (instanceTypes.length < FEWEST_TYPES) {
    const found = instanceTypes.length === 0 ? 'no machine' : instanceTypes.join(' and ');
    throw new InputError(
      `AWS scores only fleets that may be made of ${FEWEST_TYPES} types of machines or more, and with ` +
        `${accelerator.join(', ')} it has ${found}. Name further accelerators that will do: H100,H200.`,
    );
  }
  return { instanceTypes, instances, regions: region === undefined ? null : [...new Set(region)].sort(), within };
}
