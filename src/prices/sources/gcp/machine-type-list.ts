import type { InstanceType } from '../../../catalog/index.js';
import type { AcceleratorTypePage, MachineType, MachineTypePage, Zone } from './compute-client.js';
import { ZoneListing } from './zone-listing.js';

/** Accelerators that are attached to a machine, by Google's name and by the catalog's. */
const ATTACHED: ReadonlyMap<string, string> = new Map([
  ['nvidia-tesla-t4', 'gpu-component:t4'],
  ['nvidia-tesla-v100', 'gpu-component:v100'],
  ['nvidia-tesla-p100', 'gpu-component:p100'],
  ['nvidia-tesla-p4', 'gpu-component:p4'],
]);

const GONE = new Set(['OBSOLETE', 'DELETED']);
const MB_PER_GIB = 1024;

/** What Compute Engine says of machines with accelerators: where they stand, and which of them we do not know. */
export class MachineTypeList {
  readonly listing = new ZoneListing();
  private readonly unknown = new Map<string, string[]>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly known: ReadonlyMap<string, InstanceType>) {}

  addZone({ name, status, deprecated }: Zone): void {
    if (GONE.has(deprecated?.state ?? '')) return;
    if (status === 'DOWN') this.listing.unreachable(name);
    else this.listing.zone(name);
  }

  addMachineTypes(page: MachineTypePage): void {
    this.addUnreachable(page);
    for (const [scope, { machineTypes }] of Object.entries(page.items ?? {})) {
      for (const machine of machineTypes ?? []) this.addMachine(zoneOf(scope), machine);
    }
  }

  addAcceleratorTypes(page: AcceleratorTypePage): void {
    this.addUnreachable(page);
    for (const [scope, { acceleratorTypes }] of Object.entries(page.items ?? {})) {
      for (const { name, deprecated } of acceleratorTypes ?? []) {
        const component = ATTACHED.get(name);
        if (component !== undefined && !GONE.has(deprecated?.state ?? '')) this.listing.offer(zoneOf(scope), component);
      }
    }
  }

  /** Machines that a list of Compute Engine can say something of: all but what the Cloud TPU API rents out. */
  get machines(): readonly string[] {
    return [...this.known.values()].filter(({ name }) => !name.startsWith('tpu-')).map(({ name }) => name);
  }

  get unknownTypes(): readonly string[] {
    return [...this.unknown]
      .map(([name, [first = '', ...more]]) => `${name} (${first}${more.length > 0 ? ` and ${more.length} more` : ''})`)
      .sort();
  }

  get isEmpty(): boolean {
    return this.listing.isEmpty;
  }

  /** What was read and not taken, by reason. */
  get skipped(): Readonly<Record<string, number>> {
    const silent = this.listing.silentZones;
    return { ...Object.fromEntries(this.counts), ...(silent > 0 ? { 'zone that cannot be reached': silent } : {}) };
  }

  private addMachine(zone: string, machine: MachineType): void {
    const { name, accelerators, deprecated } = machine;
    if (GONE.has(deprecated?.state ?? '')) return this.skip('machine that is gone');
    const known = this.known.get(name);
    if (known === undefined) {
      if ((accelerators ?? []).length === 0) return this.skip('machine without accelerators');
      // Their accelerators are rented, and named, by the Cloud TPU API.
      if (/^ct\d/.test(name)) return this.skip('host of TPUs');
      this.unknown.set(name, [...(this.unknown.get(name) ?? []), zone]);
      return;
    }
    this.listing.offer(zone, name);
    // A price is summed up from the shape that the catalog has: another shape would be another price.
    if (!hasShapeOf(machine, known)) this.skip(`shape that differs from the catalog's: ${name}`);
  }

  private addUnreachable({ items, unreachables }: MachineTypePage | AcceleratorTypePage): void {
    const warned = Object.entries<Pick<MachineTypePage, 'warning'>>(items ?? {})
      .filter(([, { warning }]) => warning?.code === 'UNREACHABLE')
      .map(([scope]) => scope);
    for (const scope of [...(unreachables ?? []), ...warned]) {
      if (scope.includes('zones/')) this.listing.unreachable(zoneOf(scope));
    }
  }

  private skip(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}

/** `zones/us-central1-a`, or its whole address, → `us-central1-a`. */
function zoneOf(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

function hasShapeOf({ guestCpus, memoryMb }: MachineType, { vcpus, memoryGiB }: InstanceType): boolean {
  const sameCores = guestCpus == null || vcpus === null || guestCpus === vcpus;
  const sameMemory =
    memoryMb == null || memoryGiB === null || Math.round(memoryMb / MB_PER_GIB) === Math.round(memoryGiB);
  return sameCores && sameMemory;
}
