import type { StatedPrice } from '../price-source.js';
import { isAmount } from './amortise.js';
import { currencyOf } from './aws-partition.js';
import type { Skipped } from './skipped.js';

/** One entry of the history of spot prices. */
export interface SpotEntry {
  readonly InstanceType?: string;
  readonly AvailabilityZone?: string;
  readonly AvailabilityZoneId?: string;
  readonly ProductDescription?: string;
  readonly SpotPrice?: string;
  readonly Timestamp?: Date;
}

export interface SpotQuestion {
  readonly region: string;
  readonly instanceTypes: { has(name: string): boolean };
  /** Ids of the ordinary zones of the region by their names in this account. */
  readonly zoneIds: ReadonlyMap<string, string>;
  readonly now: Date;
  readonly source: string;
}

/** Prices are of whole machines within a VPC; where both names are there, this one is about those. */
const WITHIN_VPC = 'Linux/UNIX (Amazon VPC)';

/** The spot prices in force: of each machine and zone the last entry of its history. Judges none of them. */
export class CurrentSpot {
  private readonly latest = new Map<string, SpotEntry & { readonly zone: string }>();

  constructor(
    private readonly question: SpotQuestion,
    private readonly skipped: Skipped,
  ) {}

  add(entry: SpotEntry): void {
    const { InstanceType = '', AvailabilityZone = '', AvailabilityZoneId, ProductDescription = '' } = entry;
    if (!this.question.instanceTypes.has(InstanceType)) return this.skipped.add('machine without accelerators');
    if (!ProductDescription.startsWith('Linux/UNIX'))
      return this.skipped.add('other operating system than plain Linux');
    // The id comes with newer answers only; either way the zone has to be one of the region itself.
    const zone = this.question.zoneIds.get(AvailabilityZone);
    if (zone === undefined) return this.skipped.add('in a local zone');
    if (AvailabilityZoneId !== undefined && AvailabilityZoneId !== zone) return this.skipped.add('zone with two ids');
    const key = `${InstanceType}:${zone}`;
    const known = this.latest.get(key);
    if (known === undefined || isLater(entry, known)) this.latest.set(key, { ...entry, zone });
  }

  prices(): StatedPrice[] {
    const { region, now, source } = this.question;
    return [...this.latest.values()].flatMap(({ InstanceType = '', SpotPrice, zone }): StatedPrice[] => {
      if (!isAmount(SpotPrice)) {
        this.skipped.add('without a price');
        return [];
      }
      return [
        {
          cloud: 'aws',
          region,
          zone,
          instanceType: InstanceType,
          purchaseOption: 'spot',
          termYears: null,
          payment: null,
          offeringClass: null,
          currency: currencyOf(region),
          perHour: SpotPrice,
          upfront: null,
          recurringPerHour: null,
          asOf: now.toISOString(),
          source,
        },
      ];
    });
  }
}

function isLater(entry: SpotEntry, known: SpotEntry): boolean {
  const later = (entry.Timestamp?.getTime() ?? 0) - (known.Timestamp?.getTime() ?? 0);
  return later > 0 || (later === 0 && entry.ProductDescription === WITHIN_VPC);
}
