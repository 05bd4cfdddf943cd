import { closestNames, matchAccelerators } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import type { PlaceableOffer } from '../placeable-offer.js';
import type { ResolvedWorkload } from '../resolve-workload.js';
import { monthly } from '../saving.js';
import type { Candidate } from '../search.js';
import type { Workload } from '../workload.schema.js';
import type { World } from '../world.js';
import type { Budget, Limits, OwnedCommitment, Quota } from './limits.schema.js';

/** Something that workloads share and that runs out. */
export interface SharedLimit {
  readonly name: string;
  readonly kind: 'quota' | 'commitment' | 'budget';
  readonly unit: 'accelerators' | 'instances' | 'USD a month';
  readonly limit: number;
  /** Whether an offer takes any of it, whoever runs there; a budget asks for money, wherever it is spent. */
  readonly concerns: (placeable: PlaceableOffer) => boolean;
  /** Whether a workload pays from it, wherever it runs. */
  readonly pays: (workload: Workload) => boolean;
  /** What a workload takes of it at a place. */
  readonly taken: (candidate: Candidate, resolved: ResolvedWorkload) => number;
}

/**
 * Limits with their names looked up.
 *
 * @throws InputError naming the limit, and what may have been meant
 */
export function sharedLimits(limits: Limits, world: World, workloads: readonly Workload[]): SharedLimit[] {
  checkNames(limits, world, workloads);
  const all = [
    ...limits.quotas.map((quota) => ofQuota(quota, world)),
    ...limits.commitments.map(ofCommitment),
    ...limits.budgets.map(ofBudget),
  ];
  const seen = new Set<string>();
  for (const { kind, name } of all) {
    const key = `${kind} ${name}`;
    if (seen.has(key)) throw new InputError(`Another ${kind} is called "${name}" too. Give each a name of its own.`);
    seen.add(key);
  }
  return all;
}

function ofQuota(quota: Quota, world: World): SharedLimit {
  const { name, clouds, regions, accelerators, instanceTypes, purchaseOptions, maxAccelerators, maxInstances } = quota;
  const ids = accelerators && new Set(accelerators.flatMap((text) => acceleratorIds(name, text, world)));
  const concerns = ({ offer }: PlaceableOffer) =>
    (clouds?.includes(offer.cloud) ?? true) &&
    (regions?.includes(offer.region) ?? true) &&
    (ids?.has(offer.acceleratorId) ?? true) &&
    (instanceTypes?.includes(offer.instanceType) ?? true) &&
    (purchaseOptions?.includes(offer.purchaseOption) ?? true);
  return {
    name,
    kind: 'quota',
    unit: maxAccelerators === undefined ? 'instances' : 'accelerators',
    limit: maxAccelerators ?? maxInstances ?? 0,
    concerns,
    pays: () => false,
    taken: ({ placeable, sized }) => {
      if (!concerns(placeable)) return 0;
      return sized.instances * (maxAccelerators === undefined ? 1 : placeable.offer.acceleratorCount);
    },
  };
}

function acceleratorIds(quota: string, text: string, world: World): string[] {
  try {
    return matchAccelerators(text, world.accelerators).map(({ id }) => id);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`Quota "${quota}", accelerators: ${error.message}`, { cause: error });
  }
}

function ofCommitment({ name, instances }: OwnedCommitment): SharedLimit {
  const concerns = ({ owned }: PlaceableOffer) => owned === name;
  return {
    name,
    kind: 'commitment',
    unit: 'instances',
    limit: instances,
    concerns,
    pays: () => false,
    taken: ({ placeable, sized }) => (concerns(placeable) ? sized.instances : 0),
  };
}

function ofBudget({ name, teams, workloads, maxUsdPerMonth }: Budget): SharedLimit {
  const pays = (workload: Workload) =>
    (teams === undefined || (workload.team !== undefined && teams.includes(workload.team))) &&
    (workloads?.includes(workload.name) ?? true);
  return {
    name,
    kind: 'budget',
    unit: 'USD a month',
    limit: maxUsdPerMonth,
    concerns: () => false,
    pays,
    taken: (candidate, resolved) => (pays(resolved.workload) ? monthly(candidate, resolved).toNumber() : 0),
  };
}

/** A name that nothing has would be a limit that never holds. */
function checkNames(limits: Limits, world: World, workloads: readonly Workload[]): void {
  const instanceTypes = new Set(world.offers.map(({ offer }) => offer.instanceType));
  for (const { name, regions, instanceTypes: types } of limits.quotas) {
    known(`Quota "${name}", regions`, regions, [...world.cloudsOfRegion.keys()], 'region with accelerators');
    known(`Quota "${name}", instanceTypes`, types, [...instanceTypes], 'machine with accelerators');
  }
  for (const { name, teams, workloads: named } of limits.budgets) {
    const names = workloads.map((workload) => workload.name);
    const all = workloads.flatMap(({ team }) => (team === undefined ? [] : [team]));
    known(`Budget "${name}", workloads`, named, names, 'workload here');
    known(`Budget "${name}", teams`, teams, all, 'team of a workload here');
  }
}

function known(field: string, given: readonly string[] | undefined, having: readonly string[], what: string): void {
  for (const name of given ?? []) {
    if (having.includes(name)) continue;
    const close = closestNames(name, new Set(having), 3);
    const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
    throw new InputError(`${field}: "${name}" is no ${what}.${hint} Correct the name, or leave it out.`);
  }
}
