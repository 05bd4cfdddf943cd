import { Decimal } from 'decimal.js';
import type { Converted } from '../currencies/converted.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { regionalId, type LeftOutReason } from '../suspicion.js';
import { doubtAboutOne, type Doubt } from '../vouch.js';
import { asOfDoubt } from './as-of.js';
import type { BandFact } from './band.js';
import { isPassing, placeKey, reasonOf, SUPPORT, type Candidate } from './candidate.js';
import { contradictCopied, contradictStanding, contradictStated } from './contradictions.js';
import { missing, type Missing } from './missing.js';
import { Plausibility } from './plausibility.js';
import { tellApart, withoutOlder } from './repeated.js';
import type { Scope } from './scope.js';

/** A stated price with the id of its offer and what the gate has to know of its machine. */
export type GateFact = BandFact & { readonly id: string; readonly converted?: Converted | undefined };

/** What operators have decided about prices of offers, as `decisionKey` writes these. */
export interface Decisions {
  /** They pass, whatever the checks say. */
  readonly accepted: ReadonlySet<string>;
  /** They wait, whatever the checks say. */
  readonly rejected: ReadonlySet<string>;
}

export const NO_DECISIONS: Decisions = { accepted: new Set(), rejected: new Set() };

export interface GateWorld {
  readonly inForce: readonly OfferInForce[];
  readonly decisions: Decisions;
  /** Who states the prices: the id of a source, or `import`. */
  readonly publisher: string;
  readonly now: Date;
}

export interface Quarantined<Fact extends GateFact> {
  readonly fact: Fact;
  readonly reason: LeftOutReason;
  /** A sentence with the figures. */
  readonly why: string;
  readonly previous: OfferInForce | null;
}

/** Each stated price is in exactly one of the first four lists. */
export interface GateVerdict<Fact extends GateFact> {
  readonly publish: readonly Fact[];
  readonly quarantined: readonly Quarantined<Fact>[];
  /** Another, later price of the same offer stands, stated as well or in force: nothing is wrong with that. */
  readonly superseded: readonly Quarantined<Fact>[];
  /** What is published or stands in force already says the same. */
  readonly same: readonly Fact[];
  /** In force, of scopes that were covered, and not any more: few enough to be believed, or replaced. */
  readonly gone: readonly OfferInForce[];
  /** So many of their scope that it looks like a partial answer: they stay until that is confirmed. */
  readonly vanished: readonly OfferInForce[];
}

/** Names a price of an offer, for decisions about it: as it was stated, for rates of exchange change every day. */
export function decisionKey(id: string, perHour: string, currency = 'USD'): string {
  const amount = isAmount(perHour) ? new Decimal(perHour).toFixed() : perHour;
  return currency === 'USD' ? `${id}=${amount}` : `${id}=${amount} ${currency}`;
}

/** The same of a stated price. */
export function decisionKeyOf({ id, usdPerHour, converted }: GateFact): string {
  return decisionKey(id, converted?.perHour ?? usdPerHour, converted?.currency);
}

/**
 * Parts the prices that one poll or one price list states into those that go in force and those that wait for somebody
 * to look at them, and says what is gone. What is in force was believed before: a stated price has to agree with it, and
 * only where nothing is in force are stated prices held against each other. Their order makes no difference.
 *
 * @param covers scopes that were walked completely: what is in force there and not stated is gone
 */
export function gate<Fact extends GateFact>(
  facts: readonly Fact[],
  covers: readonly Scope[],
  world: GateWorld,
): GateVerdict<Fact> {
  const previous = new Map(world.inForce.map((offer) => [offer.id, offer]));
  const isDecided = (fact: Fact, keys: ReadonlySet<string>) => keys.size > 0 && keys.has(decisionKeyOf(fact));
  const isSure = (fact: Fact) => isDecided(fact, world.decisions.accepted) && isAmount(fact.usdPerHour);
  const alone = new Map(
    facts.map((fact) => {
      if (isSure(fact)) return [fact, null];
      if (isDecided(fact, world.decisions.rejected)) return [fact, rejectedDoubt(fact)];
      return [fact, doubtAboutOne(fact) ?? asOfDoubt(fact, world.now)];
    }),
  );
  const readable = facts.filter((fact) => alone.get(fact) === null);
  const told = withoutOlder(readable, previous, world.publisher, isSure);
  const judged = judge(told.current, world, isSure);
  const apart = tellApart(
    judged.filter(({ own }) => own === null).map(({ fact }) => fact),
    isSure,
  );
  const current = new Set(apart.current);
  const candidates = judged.filter(({ fact, own }) => own !== null || current.has(fact));
  const absent = missing(facts, covers, world.inForce);
  contradictStated(candidates);
  if (world.publisher === IMPORT_PUBLISHER) contradictCopied(candidates);
  contradictStanding(candidates, nearby(candidates, world.inForce), world.publisher, replacedBy(absent));

  const withPrevious = (fact: Fact, { reason, why }: NonNullable<Doubt>): Quarantined<Fact> => ({
    fact,
    reason,
    why,
    previous: previous.get(fact.id) ?? null,
  });
  const withReason = (candidate: Candidate<Fact>) => {
    const reason = reasonOf(candidate);
    return reason === null ? [] : [withPrevious(candidate.fact, reason)];
  };
  const passing = candidates.filter(isPassing);
  const isReplaced = replacedBy(absent)(passing);
  return {
    publish: passing.map(({ fact }) => fact),
    quarantined: [
      ...[...alone].flatMap(([fact, doubt]) => (doubt === null ? [] : [withPrevious(fact, doubt)])),
      ...apart.disagreeing.map((left) => withPrevious(left.fact, left)),
      ...candidates.flatMap(withReason),
    ],
    superseded: [...told.superseded, ...apart.superseded].map((left) => withPrevious(left.fact, left)),
    same: [...told.same, ...apart.same],
    gone: [...absent.gone, ...absent.toldApart.filter(isReplaced)],
    vanished: absent.vanished,
  };
}

/** Each price by itself, against what is in force. */
function judge<Fact extends GateFact>(
  facts: readonly Fact[],
  { inForce, now }: GateWorld,
  isSure: (fact: Fact) => boolean,
): Candidate<Fact>[] {
  const clouds = new Set(facts.map(({ cloud }) => cloud));
  const plausibility = new Plausibility(
    facts,
    inForce.filter(({ cloud }) => clouds.has(cloud)),
    now,
  );
  return facts.map((fact) => {
    const verdict = isSure(fact) ? { own: null, support: SUPPORT.accepted } : plausibility.judge(fact);
    return { fact, place: placeKey(fact), ...verdict, contradicted: null };
  });
}

function rejectedDoubt({ usdPerHour, converted }: GateFact): Doubt {
  const stated = converted === undefined ? `${usdPerHour} USD` : `${converted.perHour} ${converted.currency}`;
  return { reason: 'rejected_by_operator', why: `An operator has rejected ${stated} an hour for this offer.` };
}

/** What is in force at the places of the candidates. */
function nearby<Fact extends GateFact>(
  candidates: readonly Candidate<Fact>[],
  inForce: readonly OfferInForce[],
): OfferInForce[] {
  const places = new Set(candidates.map(({ place }) => place));
  return inForce.filter((offer) => places.has(placeKey(offer)));
}

/** Which offers go out of force when these candidates go in. */
function replacedBy({ gone, toldApart }: Missing) {
  const isGone = new Set(gone);
  const isToldApart = new Set(toldApart);
  return <Fact extends GateFact>(passing: readonly Candidate<Fact>[]) => {
    const ids = new Set(passing.map(({ fact }) => fact.id));
    const anywhere = new Set(isToldApart.size === 0 ? [] : passing.map(({ fact }) => regionalId(fact)));
    return (offer: OfferInForce): boolean =>
      ids.has(offer.id) || isGone.has(offer) || (isToldApart.has(offer) && anywhere.has(regionalId(offer)));
  };
}

/** Zero and less is no price. */
export function isAmount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && /[1-9]/.test(text);
}
