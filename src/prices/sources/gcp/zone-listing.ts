import type { StatedAvailability } from '../price-source.js';

/** Which machines stand in which zones, gathered page by page. */
export class ZoneListing {
  private readonly offered = new Map<string, Set<string>>();
  private readonly silent = new Set<string>();

  /** A zone that answers, also where it offers nothing of ours. */
  zone(zone: string): void {
    if (!this.offered.has(zone)) this.offered.set(zone, new Set());
  }

  /** A zone of which nobody can say what stands in it. */
  unreachable(zone: string): void {
    this.zone(zone);
    this.silent.add(zone);
  }

  offer(zone: string, machine: string): void {
    this.zone(zone);
    this.offered.get(zone)?.add(machine);
  }

  get isEmpty(): boolean {
    return [...this.offered.values()].every((machines) => machines.size === 0);
  }

  /** How many zones could not be asked. */
  get silentZones(): number {
    return this.silent.size;
  }

  /**
   * For every machine: each zone that offers it, and each region as a whole. That a region does not offer a machine is
   * said only where all of its zones have answered.
   */
  availability(machines: Iterable<string>, source: string): StatedAvailability[] {
    const regions = this.regions();
    const stated: StatedAvailability[] = [];
    for (const instanceType of machines) {
      for (const [region, zones] of regions) {
        const where = zones.filter((zone) => this.offered.get(zone)?.has(instanceType));
        for (const zone of where) stated.push({ region, zone, instanceType, available: true, why: null, source });
        if (where.length > 0) {
          stated.push({ region, zone: null, instanceType, available: true, why: null, source });
        } else if (!zones.some((zone) => this.silent.has(zone))) {
          const why = 'No zone of the region offers it.';
          stated.push({ region, zone: null, instanceType, available: false, why, source });
        }
      }
    }
    return stated;
  }

  private regions(): ReadonlyMap<string, readonly string[]> {
    const regions = new Map<string, string[]>();
    for (const zone of [...this.offered.keys()].sort()) {
      const region = zone.slice(0, zone.lastIndexOf('-'));
      regions.set(region, [...(regions.get(region) ?? []), zone]);
    }
    return regions;
  }
}
