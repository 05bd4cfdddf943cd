import {
  CLOUDS,
  closestNames,
  matchAccelerators,
  modelNamed,
  ModelConfigError,
  parseModelConfig,
  type ModelArchitecture,
  type Cloud,
} from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import type { PurchaseOption } from '../prices/index.js';
import type { Constraints } from './constraints.js';
import type { Workload } from './workload.schema.js';
import type { World } from './world.js';

/** A workload with its names looked up. */
export interface ResolvedWorkload {
  readonly workload: Workload;
  /** Null for workloads that say nothing about a model. */
  readonly model: ModelArchitecture | null;
  readonly constraints: Constraints;
  /** Of the first name under `accelerators`; null where none is named. */
  readonly firstAcceleratorIds: ReadonlySet<string> | null;
}

/** @throws InputError naming the workload, the field and what may have been meant */
export function resolveWorkload(workload: Workload, world: World): ResolvedWorkload {
  const named = workload.accelerators?.map((text) =>
    inWorkload(workload, 'accelerators', () => matchAccelerators(text, world.accelerators).map(({ id }) => id)),
  );
  const { clouds, regions, jurisdictions } = workload.where ?? {};
  checkPlaces(workload, world);
  return {
    workload,
    model: workload.kind === 'generic' ? null : inWorkload(workload, 'model', () => modelOf(workload.model)),
    constraints: {
      purchaseOptions: new Set(workload.purchaseOptions ?? defaultPurchaseOptions(workload)),
      ownedToo: true,
      clouds: setOrNull(clouds),
      regions: setOrNull(regions),
      jurisdictions: setOrNull(jurisdictions),
      acceleratorIds: setOrNull(named?.flat()),
    },
    firstAcceleratorIds: setOrNull(named?.[0]),
  };
}

/** What has a deadline and can start again may use spot; commitments are used only where they are named. */
function defaultPurchaseOptions({ kind }: Workload): readonly PurchaseOption[] {
  return kind === 'serving' || kind === 'generic' ? ['on_demand'] : ['on_demand', 'spot'];
}

type ModelGiven = Exclude<Workload, { kind: 'generic' }>['model'];

function modelOf(given: ModelGiven): ModelArchitecture {
  if (typeof given === 'string') return modelNamed(given);
  if (given.config === undefined) {
    throw new InputError(
      'configFile is read by the command line only. Give the content of the config.json under model.config.',
    );
  }
  return parseModelConfig(given.config, given.name ?? 'model', 'config given with the workload');
}

function checkPlaces({ name, where }: Workload, world: World): void {
  const clouds: readonly Cloud[] = where?.clouds ?? CLOUDS;
  for (const region of where?.regions ?? []) {
    const known = world.cloudsOfRegion.get(region);
    if (clouds.some((cloud) => known?.has(cloud))) continue;
    const there = [...world.cloudsOfRegion].filter(([, having]) => clouds.some((cloud) => having.has(cloud)));
    const what = `region with accelerators on ${clouds.join(', ')}`;
    throw unknownName(
      region,
      there.map(([other]) => other),
      what,
      name,
      'where.regions',
    );
  }
  for (const jurisdiction of where?.jurisdictions ?? []) {
    if (world.jurisdictions.has(jurisdiction)) continue;
    throw unknownName(jurisdiction, [...world.jurisdictions], 'jurisdiction', name, 'where.jurisdictions');
  }
}

function unknownName(
  given: string,
  known: readonly string[],
  what: string,
  workload: string,
  field: string,
): InputError {
  const close = closestNames(given, known, 3);
  const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Known are ${[...known].sort().join(', ')}.`;
  return new InputError(`Workload "${workload}", ${field}: "${given}" is no ${what}. ${hint}`);
}

/** Says in which workload and field a name was wrong. */
function inWorkload<Result>({ name }: Workload, field: string, look: () => Result): Result {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const Kind = error instanceof ModelConfigError ? ModelConfigError : InputError;
    throw new Kind(`Workload "${name}", ${field}: ${error.message}`, { cause: error });
  }
}

function setOrNull<Item>(items: readonly Item[] | undefined): ReadonlySet<Item> | null {
  return items === undefined ? null : new Set(items);
}
