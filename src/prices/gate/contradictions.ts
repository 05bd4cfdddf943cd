import { Decimal } from 'decimal.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import type { PriceFact } from '../suspicion.js';
import { contradiction, copied, grouped, isDiscount } from '../vouch.js';
import { contradict, isPassing, placeKey, SUPPORT, type Candidate } from './candidate.js';

/**
 * A discount and its on-demand price that are stated together and cannot both be right: the one that more speaks for is
 * believed, if anything in force speaks for it at all. Otherwise neither is: columns have been swapped before.
 */
export function contradictStated<Fact extends PriceFact>(candidates: readonly Candidate<Fact>[]): void {
  const found: { discount: Candidate<Fact>; onDemand: Candidate<Fact> }[] = [];
  for (const place of grouped(candidates, (one) => one.place).values()) {
    const listed = place.filter(({ fact }) => isListed(fact));
    for (const discount of listed.length === 0 ? [] : place.filter(({ fact }) => isDiscount(fact))) {
      for (const onDemand of listed) {
        if (contradiction(discount.fact, onDemand.fact) !== null) found.push({ discount, onDemand });
      }
    }
  }
  for (const { discount, onDemand } of found) judge(discount, onDemand);
}

function judge<Fact extends PriceFact>(discount: Candidate<Fact>, onDemand: Candidate<Fact>): void {
  const contradicts = contradiction(discount.fact, onDemand.fact);
  if (contradicts === null) return;
  const { reason, why } = contradicts;
  const isClear = discount.support !== onDemand.support && Math.max(discount.support, onDemand.support) >= SUPPORT.near;
  if (isClear && discount.support < onDemand.support) contradict(discount, reason, why);
  else if (isClear) contradict(onDemand, reason, belowSentence(onDemand.fact, discount.fact));
  else {
    const both =
      `${onDemand.fact.usdPerHour} USD an hour on demand and ${discount.fact.usdPerHour} as ` +
      `${wayOf(discount.fact)} are stated together: perhaps they were swapped, and nothing in force tells which is right.`;
    contradict(discount, reason, both);
    contradict(onDemand, reason, both);
  }
}

/**
 * What goes in force is held against what stays in force: the latter was believed before. Each price that is held back
 * leaves the previous one in force, so this goes on until nothing more is held back.
 *
 * @param inForce what is in force at the places of the candidates
 * @param isReplaced whether an offer goes out of force when the passing candidates go in
 */
export function contradictStanding<Fact extends PriceFact>(
  candidates: readonly Candidate<Fact>[],
  inForce: readonly OfferInForce[],
  publisher: string,
  isReplaced: (passing: readonly Candidate<Fact>[]) => (offer: OfferInForce) => boolean,
): void {
  for (;;) {
    const passing = candidates.filter(isPassing);
    const replaced = isReplaced(passing);
    const standing = inForce.filter((offer) => !replaced(offer));
    // Apart, for a place has one on-demand price and may have many zones: nothing is held against its own kind.
    const listed = grouped(standing.filter(isListed), placeKey);
    const discounts = grouped(standing.filter(isDiscount), placeKey);
    for (const candidate of candidates) {
      const others = isListed(candidate.fact) ? discounts : listed;
      for (const offer of others.get(candidate.place) ?? []) against(candidate, offer, publisher);
    }
    if (passing.every(isPassing)) return;
  }
}

function against<Fact extends PriceFact>(candidate: Candidate<Fact>, standing: OfferInForce, publisher: string): void {
  const { fact } = candidate;
  if (isDiscount(fact) && isListed(standing)) {
    const contradicts =
      contradiction(fact, standing) ?? (publisher === IMPORT_PUBLISHER ? copied(fact, standing) : null);
    if (contradicts !== null) contradict(candidate, contradicts.reason, contradicts.why);
  } else if (isListed(fact) && isDiscount(standing)) {
    const contradicts = contradiction(standing, fact);
    if (contradicts !== null) contradict(candidate, contradicts.reason, belowSentence(fact, standing));
  }
}

/** A spot price that a list copies from its own on-demand price, where that comes from elsewhere. */
export function contradictCopied<Fact extends PriceFact>(candidates: readonly Candidate<Fact>[]): void {
  for (const place of grouped(candidates, (one) => one.place).values()) {
    for (const { fact: onDemand } of place.filter(({ fact }) => isListed(fact))) {
      for (const candidate of place) {
        const isCopied = copied(candidate.fact, onDemand);
        if (isCopied !== null) contradict(candidate, isCopied.reason, isCopied.why);
      }
    }
  }
}

function isListed({ purchaseOption }: Pick<PriceFact, 'purchaseOption'>): boolean {
  return purchaseOption === 'on_demand';
}

function belowSentence(onDemand: PriceFact, discount: PriceFact): string {
  const relation = new Decimal(onDemand.usdPerHour).equals(discount.usdPerHour) ? 'equals' : 'is below';
  return (
    `${onDemand.usdPerHour} USD an hour on demand ${relation} ${wayOf(discount)} at ${discount.usdPerHour} ` +
    `(${discount.source}, ${discount.asOf}), which is believed.`
  );
}

/** `spot`, `committed_use for 1 year`. */
function wayOf({ purchaseOption, termYears, payment }: PriceFact): string {
  const term = termYears === null ? '' : ` for ${termYears} year${termYears === 1 ? '' : 's'}`;
  return `${purchaseOption}${term}${payment === null ? '' : `, ${payment}`}`;
}
