import type { InstanceType } from '../../../catalog/index.js';
import { OutboundError } from '../../../platform/index.js';
import type { StatedAvailability } from '../price-source.js';
import { ZoneListing } from './zone-listing.js';

/** What the Cloud TPU API says of TPUs: where they can be rented, and which of them we do not know. */
export class TpuTypeList {
  private readonly listing = new ZoneListing();
  private readonly unknown = new Map<string, string>();
  private readonly generations: ReadonlySet<string>;
  private readonly machines: readonly string[];
  private failure: OutboundError | null = null;
  private slices = 0;
  private answers = 0;

  constructor(private readonly known: ReadonlyMap<string, InstanceType>) {
    this.machines = [...known.keys()].filter((name) => name.startsWith('tpu-'));
    this.generations = new Set(this.machines.map(generation));
  }

  add(zone: string, types: readonly string[]): void {
    // Now and then the API answers with nothing for a zone that is full of TPUs.
    if (types.length === 0) return this.listing.unreachable(zone);
    this.answers += 1;
    for (const type of types) {
      const name = `tpu-${type}`;
      if (this.known.has(name)) this.listing.offer(zone, name);
      else if (this.generations.has(generation(name))) this.slices += 1;
      else if (!this.unknown.has(name)) this.unknown.set(name, zone);
    }
  }

  fail(zone: string, error: OutboundError): void {
    this.listing.unreachable(zone);
    this.failure ??= error;
  }

  /** @throws OutboundError where not a single zone has answered */
  availability(source: string): StatedAvailability[] {
    if (this.answers === 0) {
      throw this.failure ?? new OutboundError('unexpected', 'Google Cloud TPU lists no accelerator type in any zone.');
    }
    return this.listing.availability(this.machines, source);
  }

  get unknownTypes(): readonly string[] {
    return [...this.unknown].map(([name, zone]) => `${name} (${zone})`).sort();
  }

  get skipped(): Readonly<Record<string, number>> {
    const counts = {
      'slice larger than those of the catalog': this.slices,
      'zone that says nothing of TPUs': this.listing.silentZones,
    };
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  }
}

/** `tpu-v5litepod-16` → `tpu-v5litepod`. */
function generation(name: string): string {
  return name.slice(0, name.lastIndexOf('-'));
}
