import type { EntityManager } from 'typeorm';
import { convert, isConvertible } from '../currencies/convert.js';
import { isCurrency } from '../currencies/currency.js';
import { dayOf, MOST_RATE_AGE_DAYS } from '../currencies/exchange-rate.js';
import type { RateBook } from '../currencies/rate-book.js';
import { ratesFor } from '../currencies/stored-rates.js';
import { asOfDoubt } from '../gate/as-of.js';
import type { OfferInForce } from '../offer.js';
import type { Doubt } from '../vouch.js';
import type { HeldPrice } from './price-quarantine.js';
import type { StatedOffer, UnconvertedOffer } from './quarantine.entity.js';

/** Stated prices, all that can be in USD. */
export interface InUsd {
  readonly facts: readonly StatedOffer[];
  /** What could not be converted, and why. */
  readonly waiting: readonly HeldPrice[];
  /** What was given, by what came of it. */
  readonly origin: ReadonlyMap<StatedOffer | UnconvertedOffer, StatedOffer | UnconvertedOffer>;
}

/** Whether it is still in another currency. */
export function isUnconverted(offer: StatedOffer | UnconvertedOffer): offer is UnconvertedOffer {
  return offer.usdPerHour === null;
}

/** Converts what is not in USD, at the rates that the transaction sees; without such prices it asks for none. */
export async function inUsd(
  manager: EntityManager,
  stated: readonly (StatedOffer | UnconvertedOffer)[],
  inForce: readonly OfferInForce[],
  now: Date,
): Promise<InUsd> {
  const foreign = stated.filter(isUnconverted);
  const rates = await ratesFor(
    manager,
    foreign.map(({ foreign: { currency }, asOf }) => ({ currency, day: dayOf(asOf) })),
  );
  const previous = new Map(foreign.length === 0 ? [] : inForce.map((offer) => [offer.id, offer]));
  const facts: StatedOffer[] = [];
  const waiting: HeldPrice[] = [];
  const origin = new Map<StatedOffer | UnconvertedOffer, StatedOffer | UnconvertedOffer>();
  for (const offer of stated) {
    const outcome = isUnconverted(offer) ? converted(offer, rates, now) : { fact: offer };
    if (outcome.fact === null) waiting.push({ ...outcome, fact: offer, previous: previous.get(offer.id) ?? null });
    else facts.push(outcome.fact);
    origin.set(outcome.fact ?? offer, offer);
  }
  return { facts, waiting, origin };
}

type Outcome = { readonly fact: StatedOffer } | ({ readonly fact: null } & NonNullable<Doubt>);

function converted({ foreign, ...offer }: UnconvertedOffer, rates: RateBook, now: Date): Outcome {
  const { currency, perHour } = foreign;
  if (!isCurrency(currency)) {
    const why = `${perHour} an hour is stated in "${currency}", which is no currency of ISO 4217.`;
    return { fact: null, reason: 'currency_unknown', why };
  }
  if (!isConvertible(foreign)) {
    return { fact: null, reason: 'unreadable', why: `"${perHour}" is not an amount in ${currency}.` };
  }
  const undated = asOfDoubt({ ...offer, usdPerHour: perHour }, now);
  if (undated !== null) return { fact: null, ...undated };
  const day = dayOf(offer.asOf) ?? '';
  const rate = rates.find(currency, day);
  if (rate === null)
    return { fact: null, reason: 'exchange_rate_missing', why: missingSentence(perHour, currency, day) };
  return { fact: { ...offer, ...convert(foreign, rate) } };
}

function missingSentence(perHour: string, currency: string, day: string): string {
  return (
    `${perHour} ${currency} an hour of ${day} cannot be in USD: no rate of ${currency} is known of that day or the ` +
    `${MOST_RATE_AGE_DAYS} days before. Add it with: pennywatt prices rates add --currency ${currency} --date ${day} ` +
    '--usd-per-unit RATE --source NAME'
  );
}
