import { z } from 'zod';
import { CLOUDS, type Accelerator, type InstanceType } from '../catalog/index.js';
import { PURCHASE_OPTIONS, type Offer } from './offer.js';
import { readShipped } from './shipped-csv.js';
import { availabilityLookup } from './shipped-availability.js';
import { interruptionLookup } from './shipped-interruptions.js';
import { LEFT_OUT_REASONS, offerId, type LeftOut, type LeftOutReason, type PriceFact } from './suspicion.js';
import { vouch } from './vouch.js';

/** Everything that the shipped prices are made of, in the order in which the release's checksum takes them. */
export const SNAPSHOT_FILES = [
  'config/prices/snapshot.csv',
  'config/prices/interruptions.csv',
  'config/prices/offered-regions.csv',
  'config/prices/sources.csv',
] as const;

const LEFT_OUT_FILE = 'config/prices/left-out.csv';

const empty = z.literal('').transform(() => null);
const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([empty, schema]);
const text = z.string().min(1);
const usd = z.string().regex(/^\d+(\.\d+)?$/, 'is not an amount in USD');
const isoDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2}(T.+Z)?)?)?$/, 'is not an ISO 8601 date');

const priceRow = {
  cloud: z.enum(CLOUDS),
  region: text,
  zone: nullable(text),
  instance_type: text,
  purchase_option: z.enum(PURCHASE_OPTIONS),
  term_years: nullable(z.enum(['1', '3']).transform((years): 1 | 3 => (years === '1' ? 1 : 3))),
  payment: nullable(z.enum(['no_upfront', 'partial_upfront', 'all_upfront'])),
  offering_class: nullable(z.enum(['standard', 'convertible'])),
  as_of: isoDate,
  source: text,
};
const snapshotRow = z.object({
  ...priceRow,
  usd_per_hour: usd,
  upfront_usd: nullable(usd),
  recurring_usd_per_hour: nullable(usd),
});
const leftOutRow = z.object({ ...priceRow, usd_per_hour: z.string(), reason: z.enum(LEFT_OUT_REASONS), why: text });
const sourceRow = z.object({ key: text, source: text });

/** The full names of the sources, by the keys that the tables use. */
function readSources(): (key: string) => string {
  const sources = new Map(readShipped('config/prices/sources.csv', sourceRow).map(({ key, source }) => [key, source]));
  return (key) => sources.get(key) ?? key;
}

export interface ShippedOffers {
  readonly offers: readonly Offer[];
  /** What the checks stopped now, although the snapshot has it; empty for a sound snapshot. */
  readonly stopped: readonly LeftOut[];
}

/**
 * The offers of the shipped snapshot, joined with the catalog's facts on their instance types. The checks run again
 * here, so that an edited or broken snapshot does not get in. Throws `InputError` where the files cannot be read.
 */
export function readShippedOffers(
  instanceTypes: readonly InstanceType[],
  accelerators: readonly Accelerator[],
): ShippedOffers {
  const types = new Map(instanceTypes.map((type) => [`${type.cloud}:${type.name}`, type]));
  const families = new Map(accelerators.map(({ id, family }) => [id, family]));
  const sourceOf = readSources();
  const interruptionOf = interruptionLookup(sourceOf);
  const isAvailable = availabilityLookup();
  const stopped: LeftOut[] = [];
  const offers: Offer[] = [];
  for (const row of readShipped('config/prices/snapshot.csv', snapshotRow)) {
    const type = types.get(`${row.cloud}:${row.instance_type}`);
    const family = type && families.get(type.acceleratorId);
    const fact = factOf(row, type?.acceleratorCount ?? 1);
    if (type === undefined || family === undefined) {
      stopped.push({ fact, reason: 'not_in_catalog', why: `${row.instance_type} is not in the catalog.` });
      continue;
    }
    offers.push({
      ...fact,
      id: offerId(fact),
      acceleratorId: type.acceleratorId,
      acceleratorName: family,
      acceleratorMemoryGiB: type.acceleratorMemoryGiB,
      operatingSystem: 'linux',
      upfrontUsd: row.upfront_usd,
      recurringUsdPerHour: row.recurring_usd_per_hour,
      currency: 'USD',
      source: sourceOf(row.source),
      interruptionPerMonth: row.purchase_option === 'spot' ? interruptionOf(fact) : null,
      available: isAvailable(fact),
    });
  }
  const vouched = vouch(offers);
  return { offers: vouched.offered, stopped: [...stopped, ...vouched.leftOut] };
}

function factOf(row: z.infer<typeof snapshotRow>, acceleratorCount: number): PriceFact {
  return {
    cloud: row.cloud,
    region: row.region,
    zone: row.zone,
    instanceType: row.instance_type,
    acceleratorCount,
    purchaseOption: row.purchase_option,
    termYears: row.term_years,
    payment: row.payment,
    offeringClass: row.offering_class,
    usdPerHour: row.usd_per_hour,
    asOf: row.as_of,
    source: row.source,
  };
}

/** A price that was left out when the snapshot was made; the price as stated, which may not be an amount at all. */
export interface LeftOutPrice extends Omit<PriceFact, 'acceleratorCount'> {
  readonly reason: LeftOutReason;
  readonly why: string;
}

/** What the shipped snapshot leaves out, and why. */
export function readLeftOut(): LeftOutPrice[] {
  const sourceOf = readSources();
  return readShipped(LEFT_OUT_FILE, leftOutRow).map((row) => ({
    cloud: row.cloud,
    region: row.region,
    zone: row.zone,
    instanceType: row.instance_type,
    purchaseOption: row.purchase_option,
    termYears: row.term_years,
    payment: row.payment,
    offeringClass: row.offering_class,
    usdPerHour: row.usd_per_hour,
    reason: row.reason,
    why: row.why,
    asOf: row.as_of,
    source: sourceOf(row.source),
  }));
}
