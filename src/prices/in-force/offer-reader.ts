import { copyRows } from '../../platform/index.js';
import type { QueryRunner } from 'typeorm';
import type { Cloud } from '../../catalog/index.js';
import type { Converted } from '../currencies/converted.js';
import type { InterruptionRate, PurchaseOption } from '../offer.js';
import { CodeTable } from './code-table.js';
import { fractionOf, wholeOf } from './exact-amount.js';
import { FieldReader } from './field-reader.js';
import {
  availabilityCode,
  OfferColumns,
  type OfferedType,
  type Place,
  type Statement,
  type Way,
} from './offer-columns.js';

/** What becomes one code stands side by side, so that its bytes are looked up at once. */
const SELECT = `
  SELECT cloud, instance_type, accelerator_id, accelerator_name, accelerator_count, accelerator_memory_gib,
    region, zone,
    purchase_option, term_years, payment, offering_class,
    usd_per_hour,
    upfront_usd, recurring_usd_per_hour,
    as_of, source, publisher, confirmed_at,
    interruption_per_month, available, id, converted
  FROM offer`;

/** Gathers offers in columns as PostgreSQL sends them; from several connections at once, if need be. */
export class OfferReader {
  private readonly types = new CodeTable<OfferedType>(readType);
  private readonly places = new CodeTable<Place>(readPlace);
  private readonly ways = new CodeTable<Way>(readWay);
  private readonly statements = new CodeTable<Statement>(readStatement);
  private readonly interruptions = new CodeTable<InterruptionRate | null>(readInterruption);
  readonly columns: OfferColumns;

  /** @param expected about how many there are, so that memory is taken once */
  constructor(expected = 0) {
    const repeated = {
      types: this.types.values,
      places: this.places.values,
      ways: this.ways.values,
      statements: this.statements.values,
      interruptions: this.interruptions.values,
    };
    this.columns = new OfferColumns(repeated, expected);
  }

  /**
   * Reads the offers that the connection sees.
   *
   * @param where a condition in SQL without parameters, for a COPY takes none; null reads all
   */
  async read(runner: QueryRunner, where: string | null): Promise<void> {
    const select = where === null ? SELECT : `${SELECT} WHERE ${where}`;
    await copyRows(runner, select, (view, start) => this.take(view, start));
  }

  private take(view: DataView, start: number): void {
    const { columns } = this;
    const row = columns.next();
    const placeStart = skip(view, start, 6);
    const wayStart = skip(view, placeStart, 2);
    const priceStart = skip(view, wayStart, 4);
    const upfrontStart = skip(view, priceStart, 1);
    const recurringStart = skip(view, upfrontStart, 1);
    const statementStart = skip(view, recurringStart, 1);
    const interruptionStart = skip(view, statementStart, 4);
    const availableStart = skip(view, interruptionStart, 1);
    const idStart = skip(view, availableStart, 1);
    columns.type[row] = this.types.code(view, start, placeStart);
    columns.place[row] = this.places.code(view, placeStart, wayStart);
    columns.way[row] = this.ways.code(view, wayStart, priceStart);
    columns.usd[row] = wholeOf(view, priceStart + 4);
    columns.usdFraction[row] = fractionOf(view, priceStart + 4);
    const isPaidUpfront = view.getInt32(upfrontStart) >= 0;
    columns.upfront[row] = isPaidUpfront ? wholeOf(view, upfrontStart + 4) : NaN;
    columns.upfrontFraction[row] = isPaidUpfront ? fractionOf(view, upfrontStart + 4) : NaN;
    const recurs = view.getInt32(recurringStart) >= 0;
    columns.recurring[row] = recurs ? wholeOf(view, recurringStart + 4) : NaN;
    columns.recurringFraction[row] = recurs ? fractionOf(view, recurringStart + 4) : NaN;
    columns.statement[row] = this.statements.code(view, statementStart, interruptionStart);
    columns.interruption[row] = this.interruptions.code(view, interruptionStart, availableStart);
    columns.available[row] = availabilityCode(
      view.getInt32(availableStart) < 0 ? null : view.getUint8(availableStart + 4) === 1,
    );
    if (!isUsualId(view, start, placeStart, wayStart, priceStart, idStart)) {
      columns.otherIds.set(row, new FieldReader(view, idStart).text());
    }
    const convertedStart = skip(view, idStart, 1);
    if (view.getInt32(convertedStart) >= 0) {
      columns.converted.set(row, new FieldReader(view, convertedStart).json() as Converted);
    }
  }
}

/** Where the field lies that comes so many fields later. */
function skip(view: DataView, start: number, fields: number): number {
  let at = start;
  for (let field = 0; field < fields; field += 1) {
    const length = view.getInt32(at);
    at += length < 0 ? 4 : 4 + length;
  }
  return at;
}

const COLON = 0x3a;
const HYPHEN = 0x2d;
const DIGIT_ZERO = 0x30;
const YEARS = 0x79;

/**
 * Whether the id is the one that `offerId` makes of the other fields: then it need not be kept. Compared in place, byte
 * by byte, for this is done for every row.
 */
function isUsualId(view: DataView, type: number, place: number, way: number, price: number, id: number): boolean {
  const end = id + 4 + view.getInt32(id);
  let at = follows(view, type, id + 4, end);
  at = placeFollows(view, place, past(COLON, view, at, end), end);
  at = follows(view, skip(view, type, 1), past(COLON, view, at, end), end);
  at = follows(view, way, past(COLON, view, at, end), end);
  const term = skip(view, way, 1);
  if (view.getInt32(term) > 0) {
    at = past(COLON, view, at, end);
    if (at < 0 || at + 2 > end) return false;
    if (view.getUint8(at) !== DIGIT_ZERO + view.getInt16(term + 4) || view.getUint8(at + 1) !== YEARS) return false;
    at += 2;
  }
  for (let field = skip(view, term, 1); field < price; field = skip(view, field, 1)) {
    if (view.getInt32(field) >= 0) at = follows(view, field, past(COLON, view, at, end), end);
  }
  return at === end;
}

/** Where the id goes on after the text of the field; -1 where it has something else there. */
function follows(view: DataView, field: number, at: number, end: number): number {
  const length = view.getInt32(field);
  if (at < 0 || at + length > end) return -1;
  let byte = 0;
  for (; byte + 4 <= length; byte += 4) {
    if (view.getInt32(at + byte) !== view.getInt32(field + 4 + byte)) return -1;
  }
  for (; byte < length; byte += 1) {
    if (view.getUint8(at + byte) !== view.getUint8(field + 4 + byte)) return -1;
  }
  return at + length;
}

/** The place as `placeInId` writes it. */
function placeFollows(view: DataView, region: number, at: number, end: number): number {
  const zone = skip(view, region, 1);
  if (view.getInt32(zone) < 0) return follows(view, region, at, end);
  if (!isNumber(view, zone)) return follows(view, zone, at, end);
  return follows(view, zone, past(HYPHEN, view, follows(view, region, at, end), end), end);
}

function isNumber(view: DataView, field: number): boolean {
  const length = view.getInt32(field);
  for (let byte = 0; byte < length; byte += 1) {
    const digit = view.getUint8(field + 4 + byte) - DIGIT_ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return length > 0;
}

/** Where the id goes on after the character; -1 where it has another one there. */
function past(character: number, view: DataView, at: number, end: number): number {
  return at >= 0 && at < end && view.getUint8(at) === character ? at + 1 : -1;
}

function readType(view: DataView, start: number): OfferedType {
  const fields = new FieldReader(view, start);
  return {
    cloud: fields.text() as Cloud,
    instanceType: fields.text(),
    acceleratorId: fields.text(),
    acceleratorName: fields.text(),
    acceleratorCount: fields.double() ?? 0,
    acceleratorMemoryGiB: fields.double(),
  };
}

function readPlace(view: DataView, start: number): Place {
  const fields = new FieldReader(view, start);
  return { region: fields.text(), zone: fields.textOrNull() };
}

function readWay(view: DataView, start: number): Way {
  const fields = new FieldReader(view, start);
  return {
    purchaseOption: fields.text() as PurchaseOption,
    termYears: fields.small() as Way['termYears'],
    payment: fields.textOrNull() as Way['payment'],
    offeringClass: fields.textOrNull() as Way['offeringClass'],
  };
}

function readStatement(view: DataView, start: number): Statement {
  const fields = new FieldReader(view, start);
  return { asOf: fields.text(), source: fields.text(), publisher: fields.text(), confirmedAt: fields.instant() };
}

function readInterruption(view: DataView, start: number): InterruptionRate | null {
  return new FieldReader(view, start).json() as InterruptionRate | null;
}
