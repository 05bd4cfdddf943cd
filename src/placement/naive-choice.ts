import type { Accelerator, Cloud, Precision } from '../catalog/index.js';
import type { Constraints } from './constraints.js';
import type { ResolvedWorkload } from './resolve-workload.js';
import { cheapest, type Candidate, type Scope } from './search.js';
import type { Sizings } from './sizings.js';
import type { World } from './world.js';

/** The largest region of each cloud in the United States, where most begin. */
const HOME_REGION: Readonly<Record<Cloud, string>> = { aws: 'us-east-1', gcp: 'us-central1', azure: 'eastus' };
/** What people ask for when they ask for "a GPU for this", the newer first. */
const FLAGSHIPS = ['H100', 'A100'];

/** What somebody does who does not look around, and where each of its limits comes from. */
export interface NaiveChoice {
  readonly candidate: Candidate;
  readonly definition: string;
  readonly scope: Scope;
}

/**
 * The naive choice: on demand, in the published weights' precision, on the home cloud (the first that the workload
 * names, else AWS) in its home region, on the flagship (the first accelerator that the workload names, else H100, else
 * A100), in the number and instance type that keep the workload's objectives most cheaply. Where that region cannot do
 * it, the cheapest other region of the cloud that the workload admits. Null where not even that exists: then no saving
 * is stated.
 */
export function naiveChoice(
  world: World,
  resolved: ResolvedWorkload,
  sizings: Sizings,
  precisions: readonly (Precision | null)[],
): NaiveChoice | null {
  const cloud = homeCloud(resolved, world);
  for (const flagship of flagships(resolved, world.accelerators)) {
    for (const region of homeRegions(resolved, world, cloud)) {
      const constraints: Constraints = {
        purchaseOptions: new Set(['on_demand']),
        ownedToo: false,
        clouds: new Set([cloud]),
        regions: region === null ? resolved.constraints.regions : new Set([region]),
        jurisdictions: resolved.constraints.jurisdictions,
        acceleratorIds: flagship.ids,
      };
      const candidate = cheapest(world, sizings, { constraints, precisions });
      if (candidate === null) continue;
      const where = region ?? `the cheapest admitted region (${candidate.placeable.offer.region})`;
      const weights = precisions[0] == null ? '' : `, ${precisions.join(' or ')} weights`;
      return {
        candidate,
        definition: `On demand, ${flagship.name} on ${cloud} in ${where}${weights}, with the same objectives.`,
        scope: { constraints, precisions },
      };
    }
  }
  return null;
}

function homeCloud({ constraints }: ResolvedWorkload, world: World): Cloud {
  const [first] = constraints.clouds ?? [];
  if (first !== undefined) return first;
  const [region] = constraints.regions ?? [];
  const [cloud] = (region === undefined ? undefined : world.cloudsOfRegion.get(region)) ?? [];
  return cloud ?? 'aws';
}

/** The regions to try, null for the cheapest that is admitted. */
function homeRegions({ constraints }: ResolvedWorkload, world: World, cloud: Cloud): (string | null)[] {
  if (constraints.regions === null) return [HOME_REGION[cloud], null];
  const first = [...constraints.regions].find((name) => world.cloudsOfRegion.get(name)?.has(cloud));
  return first === undefined ? [null] : [first, null];
}

function flagships(
  { firstAcceleratorIds, workload }: ResolvedWorkload,
  accelerators: readonly Accelerator[],
): { readonly name: string; readonly ids: ReadonlySet<string> }[] {
  if (firstAcceleratorIds !== null) return [{ name: workload.accelerators?.[0] ?? '', ids: firstAcceleratorIds }];
  return FLAGSHIPS.map((name) => ({
    name,
    ids: new Set(accelerators.filter(({ family }) => family === name).map(({ id }) => id)),
  }));
}
