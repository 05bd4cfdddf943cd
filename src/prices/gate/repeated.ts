import { Decimal } from 'decimal.js';
import { IMPORT_PUBLISHER, SNAPSHOT_PUBLISHER, type OfferInForce } from '../offer.js';
import { offerId, type LeftOut, type PriceFact } from '../suspicion.js';
import { grouped, percent, SOURCES_AGREE_WITHIN } from '../vouch.js';

/** The prices of each offer told apart, so that at most one is left to look at. */
export interface Repeated<Fact extends PriceFact> {
  readonly current: readonly Fact[];
  /** Say again what another one says that is stated, or what is in force. */
  readonly same: readonly Fact[];
  /** A later statement of the same offer stands. */
  readonly superseded: readonly LeftOut<Fact>[];
  /** List prices of one offer that are too far apart to choose between them. */
  readonly disagreeing: readonly LeftOut<Fact>[];
}

/**
 * Takes the latest of several prices of one offer, whatever their order. An operator's own price and a polled one of the
 * same offer stand by their dates; everything else that is stated is later than what it replaces.
 *
 * @param publisher who states the facts
 * @param isSure prices that an operator has accepted: they stand before any other
 */
export function tellApart<Fact extends PriceFact>(
  facts: readonly Fact[],
  inForce: ReadonlyMap<string, OfferInForce>,
  publisher: string,
  isSure: (fact: Fact) => boolean,
): Repeated<Fact> {
  const current: Fact[] = [];
  const same: Fact[] = [];
  const superseded: LeftOut<Fact>[] = [];
  const disagreeing: LeftOut<Fact>[] = [];
  for (const [id, group] of grouped(facts, offerId)) {
    const [latest, ...others] = group.length === 1 ? group : [...group].sort(latestFirst(isSure));
    if (latest === undefined) continue;
    const why = isSure(latest) ? null : disagreement(group);
    if (why !== null) {
      disagreeing.push(...group.map((fact) => ({ fact, reason: 'sources_disagree' as const, why })));
      continue;
    }
    const held = inForce.get(id);
    const stands = held !== undefined && !isSure(latest) && isOlder(latest, publisher, held) ? held : latest;
    if (stands === latest) current.push(latest);
    for (const fact of stands === latest ? others : group) {
      if (isSameAmount(fact, stands)) same.push(fact);
      else superseded.push({ fact, reason: 'superseded', why: laterSentence(fact, stands) });
    }
  }
  return { current, same, superseded, disagreeing };
}

/** Accepted before others, then the later; of the same date the dearer, so that nobody counts on too little. */
function latestFirst<Fact extends PriceFact>(isSure: (fact: Fact) => boolean): (a: Fact, b: Fact) => number {
  return (a, b) =>
    Number(isSure(b)) - Number(isSure(a)) ||
    b.asOf.localeCompare(a.asOf) ||
    new Decimal(b.usdPerHour).comparedTo(a.usdPerHour) ||
    a.source.localeCompare(b.source);
}

function disagreement(group: readonly PriceFact[]): string | null {
  if (group.length < 2 || group[0]?.purchaseOption === 'spot') return null;
  const amounts = group.map(({ usdPerHour }) => new Decimal(usdPerHour));
  const low = Decimal.min(...amounts);
  const spread = Decimal.max(...amounts)
    .minus(low)
    .div(low);
  if (spread.lessThanOrEqualTo(SOURCES_AGREE_WITHIN)) return null;
  const stated = group.map((one) => `${one.usdPerHour} (${one.source}, ${one.asOf})`);
  return `Stated prices differ by ${percent(spread)}: ${[...new Set(stated)].sort().join(' and ')} USD an hour.`;
}

/** Only between the operator and the clouds do dates decide: the snapshot is older than either. */
function isOlder(fact: PriceFact, publisher: string, held: OfferInForce): boolean {
  if (held.publisher === SNAPSHOT_PUBLISHER) return false;
  return (held.publisher === IMPORT_PUBLISHER) !== (publisher === IMPORT_PUBLISHER) && held.asOf > fact.asOf;
}

function isSameAmount(a: PriceFact, b: PriceFact): boolean {
  return new Decimal(a.usdPerHour).equals(b.usdPerHour);
}

function laterSentence(fact: PriceFact, stands: PriceFact): string {
  return (
    `${fact.usdPerHour} USD an hour of ${fact.asOf}; ${stands.usdPerHour} of ${stands.asOf} (${stands.source}) ` +
    `${stands.asOf === fact.asOf ? 'is stated as well, and the dearer one stands' : 'is later'}.`
  );
}
