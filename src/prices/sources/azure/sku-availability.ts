import type { ResourceSku, ResourceSkuRestrictions } from '@azure/arm-compute';
import type { InstanceType } from '../../../catalog/index.js';
import type { StatedAvailability } from '../price-source.js';
import { soundsAccelerated, tidy, type MachineNames } from './machine-names.js';

export const SKU_SOURCE = 'azure-resource-skus';

/** Why Azure restricts a machine, in words. */
const REASONS: Readonly<Record<string, string>> = {
  NotAvailableForSubscription: 'Azure does not offer it to this subscription here',
  QuotaId: 'The offer of this subscription does not include it',
};

/** What the list of a region says of the machines that we know, and of those that we do not. */
export class SkuAvailability {
  private readonly stated = new Map<string, StatedAvailability>();
  private readonly listed = new Set<string>();
  private readonly unknown = new Set<string>();
  private readonly counts: Record<string, number> = {};
  private machines = 0;

  /** @param region Azure's name for it, in lower case */
  constructor(
    private readonly region: string,
    private readonly instanceTypes: ReadonlyMap<string, InstanceType>,
    private readonly names: MachineNames,
  ) {}

  add(sku: ResourceSku): void {
    const written = sku.name ?? '';
    if (sku.resourceType !== 'virtualMachines' || written === '') return this.skip('no virtual machine');
    if (!this.isHere(sku)) return this.skip('another region');
    this.machines += 1;
    const name = this.names.find(written);
    const type = name === null ? undefined : this.instanceTypes.get(name);
    if (type === undefined) return this.note(sku, written);
    this.listed.add(type.name);
    this.compareAccelerators(sku, type);
    this.state(sku, type.name);
  }

  /** Whether the list named any machine at all; one that names none is no list. */
  get isEmpty(): boolean {
    return this.machines === 0;
  }

  /** Machines that the list of a region lacks cannot be had there, whatever the price list says. */
  get availability(): StatedAvailability[] {
    const missing = [...this.instanceTypes.keys()]
      .filter((name) => !this.listed.has(name))
      .map((name) => this.statement(name, null, 'Azure does not list it here for this subscription'));
    return [...this.stated.values(), ...missing];
  }

  get unknownTypes(): string[] {
    return [...this.unknown].sort();
  }

  get skipped(): Readonly<Record<string, number>> {
    return this.counts;
  }

  private isHere({ locations }: ResourceSku): boolean {
    return (locations ?? []).some((location) => location.toLowerCase() === this.region);
  }

  private state(sku: ResourceSku, name: string): void {
    const restrictions = sku.restrictions ?? [];
    const everywhere = restrictions.find((one) => one.type === 'Location' && this.concerns(one));
    this.put(this.statement(name, null, everywhere === undefined ? null : reasonOf(everywhere)));
    for (const zone of this.zonesOf(sku)) {
      const here = restrictions.find((one) => one.type === 'Zone' && this.concerns(one) && zonesIn(one).includes(zone));
      const restriction = everywhere ?? here;
      this.put(this.statement(name, zone, restriction === undefined ? null : reasonOf(restriction)));
    }
  }

  /** A restriction that names no place is one of the place that was asked for. */
  private concerns({ restrictionInfo, values, type }: ResourceSkuRestrictions): boolean {
    const places = restrictionInfo?.locations ?? (type === 'Location' ? values : undefined) ?? [];
    return places.length === 0 || places.some((place) => place.toLowerCase() === this.region);
  }

  /** Those where it stands, and those that are named as restricted alone. */
  private zonesOf({ locationInfo, restrictions }: ResourceSku): Set<string> {
    const here = (locationInfo ?? []).filter(({ location }) => location?.toLowerCase() === this.region);
    const restricted = (restrictions ?? []).filter((one) => one.type === 'Zone' && this.concerns(one));
    return new Set([...here.flatMap(({ zones }) => zones ?? []), ...restricted.flatMap(zonesIn)]);
  }

  private put(statement: StatedAvailability): void {
    this.stated.set(`${statement.instanceType} ${statement.zone ?? ''}`, statement);
  }

  private statement(instanceType: string, zone: string | null, why: string | null): StatedAvailability {
    return {
      region: this.region,
      // Zones 1 to 3 are numbered differently in each subscription.
      zone: zone === null ? null : `${this.region}-${zone}`,
      instanceType,
      available: why === null,
      why,
      source: SKU_SOURCE,
    };
  }

  /**
   * Azure has stated 12 GPUs for a machine of eight, and one for a sixth of one, so the catalog's number stands and the
   * difference is only counted.
   */
  private compareAccelerators(sku: ResourceSku, { acceleratorCount }: InstanceType): void {
    const stated = capability(sku, 'GPUs');
    if (stated === null || Number(stated) === acceleratorCount) return;
    this.skip('number of GPUs that differs from the catalog, which is believed');
  }

  private note(sku: ResourceSku, written: string): void {
    if (!(Number(capability(sku, 'GPUs') ?? 0) > 0) && !soundsAccelerated(written)) {
      return this.skip('machine without accelerators');
    }
    this.unknown.add(`${tidy(written)} in ${this.region}`);
    this.skip('machine that the catalog lacks');
  }

  private skip(why: string): void {
    this.counts[why] = (this.counts[why] ?? 0) + 1;
  }
}

function capability({ capabilities }: ResourceSku, wanted: string): string | null {
  return (capabilities ?? []).find(({ name }) => name === wanted)?.value ?? null;
}

function zonesIn({ restrictionInfo }: ResourceSkuRestrictions): string[] {
  return restrictionInfo?.zones ?? [];
}

function reasonOf({ reasonCode }: ResourceSkuRestrictions): string {
  const code = reasonCode ?? 'no reason stated';
  return `${REASONS[code] ?? 'Azure restricts it here'} (${code})`;
}
