import { CLOUDS, closestNames, matchAccelerators, type Accelerator, type Cloud } from '../catalog/index.js';
import { InputError } from '../platform/index.js';
import { PURCHASE_OPTIONS, type PurchaseOption } from './offer.js';
import type { PriceFilter } from './price-query.js';

/** What people write for a filter; names as they know them, still to be understood. */
export interface PriceQuestion {
  readonly cloud?: readonly string[] | undefined;
  readonly region?: readonly string[] | undefined;
  readonly accelerator?: readonly string[] | undefined;
  readonly purchase?: readonly string[] | undefined;
  readonly instanceType?: readonly string[] | undefined;
  readonly minMemoryGB?: number | undefined;
  readonly minMemoryGBPerAccelerator?: number | undefined;
  readonly availableOnly?: boolean | undefined;
}

const CLOUD_ALIASES: Readonly<Record<string, Cloud>> = {
  amazon: 'aws',
  google: 'gcp',
  gcloud: 'gcp',
  microsoft: 'azure',
};

/** What the names of a question are looked up in. */
export interface KnownNames {
  readonly accelerators: readonly Accelerator[];
  readonly regions: ReadonlySet<string>;
  readonly instanceTypes: ReadonlySet<string>;
}

/** Turns names into a filter. Throws `InputError` on a name that nothing has, with the closest that something has. */
export function understandQuestion(question: PriceQuestion, known: KnownNames): PriceFilter {
  return {
    clouds: each(question.cloud, cloudNamed),
    regions: each(question.region, (name) => oneOf('region with prices', name.toLowerCase(), known.regions)),
    acceleratorIds: matchingIds(question.accelerator, known.accelerators),
    purchaseOptions: each(question.purchase, purchaseOptionNamed),
    instanceTypes: each(question.instanceType, (name) => instanceTypeNamed(name, known.instanceTypes)),
    minMemoryGB: question.minMemoryGB ?? null,
    minMemoryGBPerAccelerator: question.minMemoryGBPerAccelerator ?? null,
    availableOnly: question.availableOnly ?? false,
  };
}

function each<Value>(names: readonly string[] | undefined, understand: (name: string) => Value): Value[] | null {
  return names === undefined || names.length === 0 ? null : names.map(understand);
}

function matchingIds(
  names: readonly string[] | undefined,
  accelerators: readonly Accelerator[],
): readonly string[] | null {
  const matches = each(names, (name) => matchAccelerators(name, accelerators).map(({ id }) => id));
  return matches === null ? null : matches.flat();
}

function cloudNamed(name: string): Cloud {
  const wanted = name.toLowerCase();
  const cloud = CLOUDS.find((one) => one === wanted) ?? CLOUD_ALIASES[wanted];
  if (cloud !== undefined) return cloud;
  throw unknownName('cloud', name, CLOUDS);
}

/** `on-demand`, `On Demand` and `ondemand` all mean `on_demand`. */
function purchaseOptionNamed(name: string): PurchaseOption {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const option = PURCHASE_OPTIONS.find((one) => bare(one) === bare(name));
  if (option !== undefined) return option;
  throw unknownName('purchase option', name, PURCHASE_OPTIONS);
}

/** In any case, and for Azure also without `Standard_`. */
function instanceTypeNamed(name: string, known: ReadonlySet<string>): string {
  if (known.has(name)) return name;
  const wanted = [name.toLowerCase(), `standard_${name.toLowerCase()}`];
  const found = [...known].find((one) => wanted.includes(one.toLowerCase()));
  return found ?? oneOf('instance type with prices', name, known);
}

function oneOf(noun: string, name: string, known: ReadonlySet<string>): string {
  if (known.has(name)) return name;
  throw unknownName(noun, name, known);
}

/** Up to this many names are simply listed. */
const SHORT_LIST = 10;

function unknownName(noun: string, name: string, known: Iterable<string>): InputError {
  const names = [...known];
  const near = closestNames(name, names, 3);
  const help =
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : names.length <= SHORT_LIST
        ? `There are ${names.join(', ')}.`
        : '"pennywatt prices --json" shows all names.';
  return new InputError(`No ${noun} is called "${name}". ${help}`);
}
