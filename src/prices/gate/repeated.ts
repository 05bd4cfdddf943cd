import { Decimal } from 'decimal.js';
import { IMPORT_PUBLISHER, SNAPSHOT_PUBLISHER, type OfferInForce } from '../offer.js';
import type { LeftOut, PriceFact } from '../suspicion.js';
import { grouped, percent, SOURCES_AGREE_WITHIN } from '../vouch.js';

/** A price with the id of its offer. */
type OfferFact = PriceFact & { readonly id: string };

/** The prices of each offer told apart. */
export interface ToldApart<Fact extends OfferFact> {
  readonly current: readonly Fact[];
  /** Say again what another one says that is stated, or what is in force. */
  readonly same: readonly Fact[];
  /** A later statement of the same offer stands. */
  readonly superseded: readonly LeftOut<Fact>[];
}

/** Prices of which each offer has at most one. */
export interface Single<Fact extends OfferFact> extends ToldApart<Fact> {
  /** List prices of one offer that are too far apart to choose between them. */
  readonly disagreeing: readonly LeftOut<Fact>[];
}

/**
 * Where an operator's own price and a polled one name the same offer, the later of them stands by its date. Everything
 * else that is stated is later than what it replaces: price lists are dated by their publication.
 *
 * @param publisher who states the facts
 * @param isSure prices that an operator has accepted: they stand before any other
 */
export function withoutOlder<Fact extends OfferFact>(
  facts: readonly Fact[],
  inForce: ReadonlyMap<string, OfferInForce>,
  publisher: string,
  isSure: (fact: Fact) => boolean,
): ToldApart<Fact> {
  const current: Fact[] = [];
  const same: Fact[] = [];
  const superseded: LeftOut<Fact>[] = [];
  for (const fact of facts) {
    const held = inForce.get(fact.id);
    if (held === undefined || isSure(fact) || !isOlder(fact, publisher, held)) current.push(fact);
    else giveWay(fact, held, { same, superseded });
  }
  return { current, same, superseded };
}

/** Takes the latest of several prices of one offer, whatever their order. @param isSure as above */
export function tellApart<Fact extends OfferFact>(
  facts: readonly Fact[],
  isSure: (fact: Fact) => boolean,
): Single<Fact> {
  const current: Fact[] = [];
  const same: Fact[] = [];
  const superseded: LeftOut<Fact>[] = [];
  const disagreeing: LeftOut<Fact>[] = [];
  for (const group of grouped(facts, ({ id }) => id).values()) {
    const [latest, ...others] = group.length === 1 ? group : [...group].sort(latestFirst(isSure));
    if (latest === undefined) continue;
    const why = isSure(latest) ? null : disagreement(group);
    if (why !== null) {
      disagreeing.push(...group.map((fact) => ({ fact, reason: 'sources_disagree' as const, why })));
      continue;
    }
    current.push(latest);
    for (const fact of others) giveWay(fact, latest, { same, superseded });
  }
  return { current, same, superseded, disagreeing };
}

function giveWay<Fact extends OfferFact>(
  fact: Fact,
  stands: PriceFact,
  { same, superseded }: { same: Fact[]; superseded: LeftOut<Fact>[] },
): void {
  if (new Decimal(fact.usdPerHour).equals(stands.usdPerHour)) same.push(fact);
  else superseded.push({ fact, reason: 'superseded', why: laterSentence(fact, stands) });
}

/** Accepted before others, then the later; of the same date the dearer, so that nobody counts on too little. */
function latestFirst<Fact extends OfferFact>(isSure: (fact: Fact) => boolean): (a: Fact, b: Fact) => number {
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

/** The snapshot gives way to both. */
function isOlder(fact: PriceFact, publisher: string, held: OfferInForce): boolean {
  if (held.publisher === SNAPSHOT_PUBLISHER) return false;
  return (held.publisher === IMPORT_PUBLISHER) !== (publisher === IMPORT_PUBLISHER) && held.asOf > fact.asOf;
}

function laterSentence(fact: PriceFact, stands: PriceFact): string {
  return (
    `${fact.usdPerHour} USD an hour of ${fact.asOf}; ${stands.usdPerHour} of ${stands.asOf} (${stands.source}) ` +
    `${stands.asOf === fact.asOf ? 'is stated as well, and the dearer one stands' : 'is later'}.`
  );
}
