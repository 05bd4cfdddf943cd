import { Decimal } from 'decimal.js';
import type { StatedPrice } from '../price-source.js';
import { isAmount, perHour } from './amortise.js';
import type { CapacityBlock } from './ec2-client.js';
import type { Skipped } from './skipped.js';

export interface BlockQuestion {
  readonly region: string;
  /** Ids of the ordinary zones of the region by their names in this account. */
  readonly zoneIds: ReadonlyMap<string, string>;
  readonly now: Date;
  readonly source: string;
}

const MINUTES_PER_HOUR = 60;

/**
 * What an hour of a machine costs within a capacity block: the fee is for all machines of the block and all its hours.
 * Of several blocks of a machine in a zone, which begin on different days, the cheapest is stated.
 */
export function blockPrices(
  blocks: readonly CapacityBlock[],
  { region, zoneIds, now, source }: BlockQuestion,
  skipped: Skipped,
): StatedPrice[] {
  const cheapest = new Map<string, StatedPrice>();
  for (const block of blocks) {
    const { instanceType, instanceCount, minutes, upfrontFee, currency, tenancy, zoneName } = block;
    const zone = zoneIds.get(zoneName);
    if (zone === undefined) skipped.add('in a local zone');
    else if (tenancy === 'dedicated') skipped.add('other tenancy');
    else if (!isAmount(upfrontFee) || !currency) skipped.add('without a price');
    else if (instanceCount <= 0 || minutes <= 0) skipped.add('block without size');
    else {
      const amount = perHour(
        new Decimal(upfrontFee).times(MINUTES_PER_HOUR).toFixed(),
        new Decimal(minutes).times(instanceCount),
      );
      const key = `${instanceType}:${zone}`;
      const known = cheapest.get(key);
      if (known !== undefined && amount.greaterThanOrEqualTo(known.perHour)) continue;
      cheapest.set(key, {
        cloud: 'aws',
        region,
        zone,
        instanceType,
        purchaseOption: 'capacity_block',
        termYears: null,
        payment: null,
        offeringClass: null,
        currency,
        perHour: amount.toFixed(),
        upfront: null,
        recurringPerHour: null,
        asOf: now.toISOString(),
        source,
      });
    }
  }
  return [...cheapest.values()];
}
