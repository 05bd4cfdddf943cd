import type { Decimal } from 'decimal.js';
import type { InstanceType } from '../../../catalog/index.js';
import type { MachineFamily, MachinePart, OldTpu, TpuChip } from './machine-part.js';
import { Exact } from './part-price.js';

/** So many units of a part: vCPUs, GiB, accelerators, chips. */
export interface RecipeLine {
  readonly part: MachinePart;
  readonly units: Decimal;
}

/** The disks come in this size. */
const SSD_GIB = 375;
/**
 * Local SSD disks that come with a machine and are billed beside it.
 * Source: https://docs.cloud.google.com/compute/docs/disks/local-ssd, "Number of disks added automatically".
 */
const BUNDLED_DISKS: ReadonlyMap<string, number> = new Map([
  ['a2-ultragpu-1g', 1],
  ['a2-ultragpu-2g', 2],
  ['a2-ultragpu-4g', 4],
  ['a2-ultragpu-8g', 8],
  ['a3-highgpu-1g', 2],
  ['a3-highgpu-2g', 4],
  ['a3-highgpu-4g', 8],
  ['a3-highgpu-8g', 16],
  ['a3-megagpu-8g', 16],
  ['a3-ultragpu-8g', 32],
]);

type Recipe = (type: InstanceType) => readonly RecipeLine[] | null;

/** By the beginning of the name. What is not here has no price in the list: A4X and A3 Edge, for instance. */
const RECIPES: readonly (readonly [string, Recipe])[] = [
  ['a2-highgpu-', machine('a2', 'gpu:a100-40gb')],
  ['a2-megagpu-', machine('a2', 'gpu:a100-40gb')],
  ['a2-ultragpu-', withDisks(machine('a2', 'gpu:a100-80gb'))],
  ['a3-highgpu-', withDisks(machine('a3', 'gpu:h100-80gb'))],
  ['a3-megagpu-', withDisks(machine('a3plus', 'gpu:h100-mega-80gb'))],
  ['a3-ultragpu-', withDisks(machine('a3ultra', 'gpu:h200-141gb'))],
  ['a4-highgpu-', (type) => [line('slice:b200', type.acceleratorCount)]],
  ['g2-standard-', machine('g2', 'gpu:l4')],
  ['g4-standard-', g4],
  ['gpu-component:t4', () => [line('gpu:t4', 1)]],
  ['gpu-component:v100', () => [line('gpu:v100', 1)]],
  ['gpu-component:p100', () => [line('gpu:p100', 1)]],
  ['gpu-component:p4', () => [line('gpu:p4', 1)]],
  ['tpu-v2-', coresOf('v2')],
  ['tpu-v3-', coresOf('v3')],
  ['tpu-v4-', coresOf('v4')],
  ['tpu-v5litepod-', chips('v5e')],
  // The name counts cores, two a chip; the catalog counts chips.
  ['tpu-v5p-', chips('v5p')],
  ['tpu-v6e-', chips('v6e')],
  ['tpu7x-standard-', chips('v7x')],
];

/**
 * What a machine is billed as; the accelerator, which every machine has, comes first. Null where we do not know all of
 * it: a sum without a part would be a price that nobody can buy at.
 */
export function machineRecipe(type: InstanceType): readonly RecipeLine[] | null {
  const recipe = RECIPES.find(([beginning]) => type.name.startsWith(beginning));
  return recipe === undefined ? null : recipe[1](type);
}

function line(part: MachinePart, units: number): RecipeLine {
  return { part, units: new Exact(units) };
}

function machine(family: MachineFamily, gpu: MachinePart): Recipe {
  return ({ acceleratorCount, vcpus, memoryGiB }) => {
    if (vcpus === null || memoryGiB === null) return null;
    return [line(gpu, acceleratorCount), line(`core:${family}`, vcpus), line(`ram:${family}`, memoryGiB)];
  };
}

function withDisks(recipe: Recipe): Recipe {
  return (type) => {
    const disks = BUNDLED_DISKS.get(type.name);
    const lines = recipe(type);
    if (disks === undefined || lines === null) return null;
    return [...lines, line('ssd', disks * SSD_GIB)];
  };
}

/** A part of an accelerator is sold in eighths with its share of the machine, at another price than the whole. */
function g4(type: InstanceType): readonly RecipeLine[] | null {
  if (type.acceleratorCount >= 1) return machine('g4', 'gpu:rtx-pro-6000')(type);
  return [line('slice:rtx-pro-6000-eighth', type.acceleratorCount * 8)];
}

function chips(chip: TpuChip): Recipe {
  return ({ acceleratorCount }) => [line(`chip:${chip}`, acceleratorCount)];
}

/** Two cores a chip, sold by eight. A single host of v2 or v3 is a device; what is larger, and all of v4, is a pod. */
function coresOf(version: OldTpu): Recipe {
  return ({ acceleratorCount }) => {
    const cores = acceleratorCount * 2;
    const sold = cores > 8 || version === 'v4' ? 'pod' : 'device';
    return [line(`${sold}:${version}`, cores / 8)];
  };
}
