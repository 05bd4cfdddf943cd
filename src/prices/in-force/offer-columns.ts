import type { Converted } from '../currencies/converted.js';
import type { Negotiated } from '../discounts/negotiated.js';
import type { InterruptionRate, Offer, OfferInForce } from '../offer.js';
import { offerId } from '../suspicion.js';
import { amountText } from './exact-amount.js';

/** An instance type with everything about it that its offers repeat. */
export type OfferedType = Pick<
  Offer,
  'cloud' | 'instanceType' | 'acceleratorId' | 'acceleratorName' | 'acceleratorCount' | 'acceleratorMemoryGiB'
>;
export type Place = Pick<Offer, 'region' | 'zone'>;
/** A way to pay. */
export type Way = Pick<Offer, 'purchaseOption' | 'termYears' | 'payment' | 'offeringClass'>;
export type Statement = Pick<OfferInForce, 'asOf' | 'source' | 'publisher' | 'confirmedAt'>;

/** What offers have in common, each kind of it once; the columns of codes point into these. */
export interface Repeated {
  readonly types: readonly OfferedType[];
  readonly places: readonly Place[];
  readonly ways: readonly Way[];
  readonly statements: readonly Statement[];
  readonly interruptions: readonly (InterruptionRate | null)[];
}

/** As `OfferColumns.available` has it. */
export const NOT_AVAILABLE = 0;
const AVAILABLE = 1;
const NOT_SAID = 2;

/**
 * Many offers in little memory: a column per fact, and a number in place of what is the same for many. A row of it is
 * a number below `length`; rows are in no order. Nothing is lost: `offer` gives back each as it was put in.
 */
export class OfferColumns {
  length = 0;
  type = new Uint32Array();
  place = new Uint32Array();
  way = new Uint32Array();
  statement = new Uint32Array();
  interruption = new Uint32Array();
  available = new Uint8Array();
  /** Whole dollars of the price per hour, and what is left in 10⁻¹⁰ dollars: both exact. */
  usd = new Float64Array();
  usdFraction = new Float64Array();
  /** The same of what is paid at once and then by the hour; NaN where nothing is said of it. */
  upfront = new Float64Array();
  upfrontFraction = new Float64Array();
  recurring = new Float64Array();
  recurringFraction = new Float64Array();
  /** What came off the list price of a row; undefined where the price is that. */
  negotiatedOf: (row: number) => Negotiated | undefined = () => undefined;
  /** What is not stated in USD, which is little, by row. */
  readonly converted = new Map<number, Converted>();
  /** Ids that are not made as `offerId` makes them, by row. */
  readonly otherIds = new Map<number, string>();

  constructor(
    readonly repeated: Repeated,
    capacity = 0,
  ) {
    if (capacity > 0) this.widen(capacity);
  }

  /** The same offers at other prices per hour; everything else is shared, so neither of the two may grow any more. */
  withPrices(changed: Pick<OfferColumns, 'usd' | 'usdFraction' | 'negotiatedOf'>): OfferColumns {
    return Object.assign(new OfferColumns(this.repeated), this, changed);
  }

  /** Makes room for one more row and returns its number. */
  next(): number {
    if (this.length === this.type.length) this.widen(Math.max(1024, this.length * 2));
    this.length += 1;
    return this.length - 1;
  }

  id(row: number): string {
    const other = this.otherIds.get(row);
    if (other !== undefined) return other;
    const { cloud, instanceType } = this.typeOf(row);
    const { region, zone } = this.placeOf(row);
    const { purchaseOption, termYears, payment, offeringClass } = this.wayOf(row);
    return offerId({ cloud, region, zone, instanceType, purchaseOption, termYears, payment, offeringClass });
  }

  typeOf(row: number): OfferedType {
    return at(this.repeated.types, this.type, row);
  }

  placeOf(row: number): Place {
    return at(this.repeated.places, this.place, row);
  }

  wayOf(row: number): Way {
    return at(this.repeated.ways, this.way, row);
  }

  /** The row as an offer. */
  offer(row: number): OfferInForce {
    const { cloud, instanceType, acceleratorId, acceleratorName, acceleratorCount, acceleratorMemoryGiB } =
      this.typeOf(row);
    const { region, zone } = this.placeOf(row);
    const { purchaseOption, termYears, payment, offeringClass } = this.wayOf(row);
    const { asOf, source, publisher, confirmedAt } = at(this.repeated.statements, this.statement, row);
    const available = this.available[row];
    return {
      id: this.id(row),
      cloud,
      region,
      zone,
      instanceType,
      acceleratorId,
      acceleratorName,
      acceleratorCount,
      acceleratorMemoryGiB,
      purchaseOption,
      termYears,
      payment,
      offeringClass,
      operatingSystem: 'linux',
      usdPerHour: amountText(this.usd[row] ?? 0, this.usdFraction[row] ?? 0),
      upfrontUsd: amountOrNull(this.upfront[row], this.upfrontFraction[row]),
      recurringUsdPerHour: amountOrNull(this.recurring[row], this.recurringFraction[row]),
      currency: 'USD',
      asOf,
      source,
      interruptionPerMonth: this.repeated.interruptions[this.interruption[row] ?? 0] ?? null,
      available: available === NOT_SAID ? null : available === AVAILABLE,
      publisher,
      confirmedAt,
      converted: this.converted.get(row),
      negotiated: this.negotiatedOf(row),
    };
  }

  /** Every row as an offer, each made when it is asked for. */
  *offers(): Generator<OfferInForce> {
    for (let row = 0; row < this.length; row += 1) yield this.offer(row);
  }

  private widen(capacity: number): void {
    this.type = widened(this.type, new Uint32Array(capacity));
    this.place = widened(this.place, new Uint32Array(capacity));
    this.way = widened(this.way, new Uint32Array(capacity));
    this.statement = widened(this.statement, new Uint32Array(capacity));
    this.interruption = widened(this.interruption, new Uint32Array(capacity));
    this.available = widened(this.available, new Uint8Array(capacity));
    this.usd = widened(this.usd, new Float64Array(capacity));
    this.usdFraction = widened(this.usdFraction, new Float64Array(capacity));
    this.upfront = widened(this.upfront, new Float64Array(capacity));
    this.upfrontFraction = widened(this.upfrontFraction, new Float64Array(capacity));
    this.recurring = widened(this.recurring, new Float64Array(capacity));
    this.recurringFraction = widened(this.recurringFraction, new Float64Array(capacity));
  }
}

function amountOrNull(whole = NaN, fraction = NaN): string | null {
  return Number.isNaN(whole) ? null : amountText(whole, fraction);
}

/** As the column of availability holds it. */
export function availabilityCode(available: boolean | null): number {
  if (available === null) return NOT_SAID;
  return available ? AVAILABLE : NOT_AVAILABLE;
}

function at<Value>(values: readonly Value[], codes: Uint32Array, row: number): Value {
  const value = values[codes[row] ?? -1];
  if (value === undefined) throw new RangeError(`There is no offer in row ${row}.`);
  return value;
}

function widened<Column extends Uint32Array | Uint8Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}
