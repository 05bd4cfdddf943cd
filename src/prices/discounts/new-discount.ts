import { Decimal } from 'decimal.js';
import { closestNames } from '../../catalog/index.js';
import { InputError } from '../../platform/index.js';
import { plainDecimal } from '../price-figures.js';
import { namesMatch, SERVICES, type Discount } from './discount.js';
import type { DiscountRequest } from './discounts.schema.js';
import { PERCENT_PLACES } from './effective-price.js';

/** What the names of a discount are held against, all of its cloud. */
export interface KnownToDiscounts {
  readonly instanceTypes: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

/** Decimal places of an amount that are kept. */
const USD_PLACES = 10;

/**
 * Understands what an operator states; names come back in the cloud's own spelling.
 *
 * @param today ISO 8601 day in UTC
 * @throws InputError where it could never make a difference, or says two things at once
 */
export function newDiscount(request: DiscountRequest, known: KnownToDiscounts, today: string): Omit<Discount, 'id'> {
  const { cloud, percentOff, usdPerHour, onTop, validFrom, validTo } = request;
  if ((percentOff === undefined) === (usdPerHour === undefined)) {
    throw new InputError('Give either percentOff or usdPerHour: a discount is a percentage or a price, not both.');
  }
  if (validTo !== undefined && validTo <= validFrom) {
    throw new InputError(`The discount would end on ${validTo}, before its first day ${validFrom}. Correct the dates.`);
  }
  if (validTo !== undefined && validTo <= today) {
    throw new InputError(
      `The discount has expired: ${validTo} is its first day without. Give a validTo after ${today}.`,
    );
  }
  const instanceType = request.instanceType === undefined ? null : typeNamed(request.instanceType, cloud, known);
  if (usdPerHour !== undefined && (instanceType === null || instanceType.includes('*'))) {
    throw new InputError('A price per hour is one machine’s. Name its exact instanceType, or give percentOff.');
  }
  if (usdPerHour !== undefined && onTop) {
    throw new InputError('A price per hour replaces the list price and cannot come on top. Leave onTop out.');
  }
  return {
    name: request.name,
    cloud,
    account: request.account ?? null,
    service: request.service === undefined ? null : serviceNamed(request.service, cloud),
    instanceType,
    region: request.region === undefined ? null : regionNamed(request.region, cloud, known),
    purchaseOptions: request.purchaseOptions === undefined ? null : [...new Set(request.purchaseOptions)],
    percentOff: percentOff === undefined ? null : checkedPercent(percentOff),
    usdPerHour: usdPerHour === undefined ? null : checkedUsd(usdPerHour),
    onTop,
    validFrom,
    validTo: validTo ?? null,
    source: request.source,
    note: request.note ?? null,
  };
}

function checkedPercent(text: string): string {
  const percent = new Decimal(text);
  if (percent.lte(0) || percent.gte(100)) {
    throw new InputError(`A discount of ${text} % is none that a cloud gives. Give percentOff above 0 and below 100.`);
  }
  if (percent.decimalPlaces() > PERCENT_PLACES) {
    throw new InputError(`percentOff ${text} has more than ${PERCENT_PLACES} decimals. Round it.`);
  }
  return plainDecimal(percent);
}

function checkedUsd(text: string): string {
  const usd = new Decimal(text);
  if (usd.lte(0)) throw new InputError('A price per hour of 0 is no price. Give usdPerHour above 0.');
  if (usd.decimalPlaces() > USD_PLACES) {
    throw new InputError(`usdPerHour ${text} has more than ${USD_PLACES} decimals. Round it.`);
  }
  return plainDecimal(usd);
}

/** In any case, and for Azure also without `Standard_`; a pattern has to fit a machine. */
function typeNamed(text: string, cloud: Discount['cloud'], { instanceTypes }: KnownToDiscounts): string {
  if (text.includes('*')) {
    if ([...instanceTypes].some((name) => namesMatch(text, name))) return text;
    throw new InputError(
      `No instance type of ${cloud} fits "${text}". Patterns are held against whole names: p5.*, a3-*, *H100*.`,
    );
  }
  const lower = text.toLowerCase();
  const found = [...instanceTypes].find((name) => [lower, `standard_${lower}`].includes(name.toLowerCase()));
  if (found !== undefined) return found;
  throw unknown('instance type', text, cloud, instanceTypes);
}

function regionNamed(text: string, cloud: Discount['cloud'], { regions }: KnownToDiscounts): string {
  const found = text.toLowerCase();
  if (regions.has(found)) return found;
  throw unknown('region', text, cloud, regions);
}

function serviceNamed(text: string, cloud: Discount['cloud']): string {
  const found = SERVICES[cloud].find((name) => name.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new InputError(
    `No prices of ${cloud} are of the service "${text}". There are ${SERVICES[cloud].join(', ')}; without a service ` +
      'the discount is for all of them.',
  );
}

function unknown(noun: string, text: string, cloud: string, names: ReadonlySet<string>): InputError {
  const close = closestNames(text, names, 3);
  const help = close.length > 0 ? `Did you mean ${close.join(', ')}?` : '"pennywatt prices --json" shows all names.';
  return new InputError(`No ${noun} of ${cloud} is called "${text}". ${help}`);
}
