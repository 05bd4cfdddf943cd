import type { OfferInForce } from '../offer.js';
import { offerId } from '../suspicion.js';
import { amountParts } from './exact-amount.js';
import {
  availabilityCode,
  OfferColumns,
  type OfferedType,
  type Place,
  type Statement,
  type Way,
} from './offer-columns.js';

/** Columns of offers that are objects already. */
export function columnsOf(offers: readonly OfferInForce[]): OfferColumns {
  const types = new Codes<OfferedType>();
  const places = new Codes<Place>();
  const ways = new Codes<Way>();
  const statements = new Codes<Statement>();
  const interruptions = new Codes<OfferInForce['interruptionPerMonth']>();
  const columns = new OfferColumns(
    {
      types: types.values,
      places: places.values,
      ways: ways.values,
      statements: statements.values,
      interruptions: interruptions.values,
    },
    offers.length,
  );
  for (const offer of offers) {
    const row = columns.next();
    const { cloud, instanceType, acceleratorId, acceleratorName, acceleratorCount, acceleratorMemoryGiB } = offer;
    const type = { cloud, instanceType, acceleratorId, acceleratorName, acceleratorCount, acceleratorMemoryGiB };
    const { region, zone, purchaseOption, termYears, payment, offeringClass } = offer;
    const { asOf, source, publisher, confirmedAt } = offer;
    columns.type[row] = types.code(type);
    columns.place[row] = places.code({ region, zone });
    columns.way[row] = ways.code({ purchaseOption, termYears, payment, offeringClass });
    columns.statement[row] = statements.code({ asOf, source, publisher, confirmedAt });
    columns.interruption[row] = interruptions.code(offer.interruptionPerMonth);
    columns.available[row] = availabilityCode(offer.available);
    [columns.usd[row], columns.usdFraction[row]] = partsOf(offer.usdPerHour);
    [columns.upfront[row], columns.upfrontFraction[row]] = partsOf(offer.upfrontUsd);
    [columns.recurring[row], columns.recurringFraction[row]] = partsOf(offer.recurringUsdPerHour);
    if (offer.converted !== undefined) columns.converted.set(row, offer.converted);
    if (offerId(offer) !== offer.id) columns.otherIds.set(row, offer.id);
  }
  return columns;
}

function partsOf(amount: string | null): [whole: number, fraction: number] {
  if (amount === null) return [NaN, NaN];
  const { whole, fraction } = amountParts(amount);
  return [whole, fraction];
}

/** Gives equal values the same number. */
class Codes<Value> {
  readonly values: Value[] = [];
  private readonly known = new Map<string, number>();

  code(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}
