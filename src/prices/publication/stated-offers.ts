import type { Accelerator, InstanceType } from '../../catalog/index.js';
import { offerId } from '../suspicion.js';
import { Decimal } from 'decimal.js';
import { plainDecimal } from '../price-figures.js';
import type { StatedAvailability, StatedInterruption, StatedPrice } from '../sources/price-source.js';
import type { StatedOffer, UnconvertedOffer } from './quarantine.entity.js';

/** What the catalog knows, to make an offer of a stated price. */
export interface Machines {
  readonly instanceTypes: readonly InstanceType[];
  readonly accelerators: readonly Accelerator[];
}

/** What a poll says beside prices. */
export interface Circumstances {
  readonly availability: readonly StatedAvailability[];
  readonly interruptions: readonly StatedInterruption[];
}

const NO_CIRCUMSTANCES: Circumstances = { availability: [], interruptions: [] };

/**
 * Joins stated prices with the catalog. Those of a machine that it lacks are left out: a source states machines of the
 * catalog alone, and names the others apart.
 */
export function statedOffers(
  prices: readonly StatedPrice[],
  machines: Machines,
  circumstances: Circumstances = NO_CIRCUMSTANCES,
): (StatedOffer | UnconvertedOffer)[] {
  const offerOf = offerMaker(machines, circumstances);
  return prices.flatMap((price) => offerOf(price) ?? []);
}

/**
 * Makes offers of stated prices one by one, without amounts in USD where those are in another currency; null of a
 * machine that the catalog lacks.
 */
export function offerMaker(
  { instanceTypes, accelerators }: Machines,
  circumstances: Circumstances = NO_CIRCUMSTANCES,
): (price: StatedPrice) => StatedOffer | UnconvertedOffer | null {
  const types = new Map(instanceTypes.map((type) => [`${type.cloud}:${type.name}`, type]));
  const families = new Map(accelerators.map(({ id, family }) => [id, family]));
  const availability = availabilityLookup(circumstances.availability);
  const interruptions = new Map(
    circumstances.interruptions.map(({ region, instanceType, rate }) => [`${region}:${instanceType}`, rate]),
  );
  return (price) => {
    const type = types.get(`${price.cloud}:${price.instanceType}`);
    const family = type && families.get(type.acceleratorId);
    if (type === undefined || family === undefined) return null;
    const isSpot = price.purchaseOption === 'spot';
    const offer = {
      id: offerId(price),
      cloud: price.cloud,
      region: price.region,
      zone: price.zone,
      instanceType: price.instanceType,
      purchaseOption: price.purchaseOption,
      termYears: price.termYears,
      payment: price.payment,
      offeringClass: price.offeringClass,
      asOf: price.asOf,
      source: price.source,
      acceleratorId: type.acceleratorId,
      acceleratorName: family,
      acceleratorCount: type.acceleratorCount,
      acceleratorMemoryGiB: type.acceleratorMemoryGiB,
      operatingSystem: 'linux' as const,
      currency: 'USD' as const,
      interruptionPerMonth: isSpot ? (interruptions.get(`${price.region}:${price.instanceType}`) ?? null) : null,
      available: availability(price),
    };
    return { ...offer, ...amounts(price) };
  };
}

function amounts({ currency, ...price }: StatedPrice) {
  const perHour = amount(price.perHour);
  const upfront = price.upfront === null ? null : amount(price.upfront);
  const recurringPerHour = price.recurringPerHour === null ? null : amount(price.recurringPerHour);
  if (currency === 'USD') return { usdPerHour: perHour, upfrontUsd: upfront, recurringUsdPerHour: recurringPerHour };
  const foreign = { currency, perHour, upfront, recurringPerHour };
  return { usdPerHour: null, upfrontUsd: null, recurringUsdPerHour: null, foreign };
}

/** Decimal places that are kept; no cloud states more than ten that matter, amortised ones have no end. */
const DECIMAL_PLACES = 10;

/** What is no amount stays as it is: the gate says so. */
function amount(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) return text;
  return plainDecimal(new Decimal(text).toDecimalPlaces(DECIMAL_PLACES));
}

function availabilityLookup(stated: readonly StatedAvailability[]): (price: StatedPrice) => boolean | null {
  const byPlace = new Map<string, boolean>();
  for (const { region, zone, instanceType, available } of stated) {
    byPlace.set(`${zone ?? region}:${instanceType}`, available);
    // A region has the machine where one of its zones has.
    const regional = `${region}:${instanceType}`;
    if (zone !== null) byPlace.set(regional, available || byPlace.get(regional) === true);
  }
  return ({ region, zone, instanceType }) =>
    (zone === null ? undefined : byPlace.get(`${zone}:${instanceType}`)) ??
    byPlace.get(`${region}:${instanceType}`) ??
    null;
}
