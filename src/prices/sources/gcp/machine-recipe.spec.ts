import { expect, it } from 'vitest';
import { readInstanceTypes } from '../../../catalog/index.js';
import { machineRecipe } from './machine-recipe.js';

const MACHINES = readInstanceTypes().filter(({ cloud }) => cloud === 'gcp');

it('the disks of a machine are as large as its catalog entry says, in decimal gigabytes', () => {
  const GB_PER_GIB = 2 ** 30 / 1e9;
  const sizes = MACHINES.flatMap((machine) => {
    const disks = machineRecipe(machine)?.find(({ part }) => part === 'ssd');
    return disks === undefined
      ? []
      : [[machine.name, Math.round(disks.units.toNumber() * GB_PER_GIB), machine.localDiskGB]];
  });
  expect(sizes).toHaveLength(10);
  for (const [name, ours, catalogs] of sizes) expect([name, ours]).toEqual([name, catalogs]);
});

it('every machine of the catalog has a recipe, but those that Google has no prices for', () => {
  const without = MACHINES.filter((machine) => machineRecipe(machine) === null).map(({ name }) => name);
  expect(without).toEqual(['a3-edgegpu-8g', 'a4x-highgpu-4g', 'a4x-maxgpu-4g-metal']);
});

it('a machine whose shape is not known has none', () => {
  const machine = MACHINES.find(({ name }) => name === 'a2-highgpu-1g');
  if (machine === undefined) throw new Error('a machine of the catalog');
  expect(machineRecipe({ ...machine, memoryGiB: null })).toBeNull();
  expect(machineRecipe({ ...machine, name: 'a3-highgpu-16g' })).toBeNull();
});
