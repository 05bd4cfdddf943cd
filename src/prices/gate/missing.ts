import type { OfferInForce } from '../offer.js';
import { IMPORT_PUBLISHER } from '../offer.js';
import { regionalId, type PriceFact } from '../suspicion.js';
import { scopeKey, type Scope } from './scope.js';

/** Share of the offers of a scope that may be gone at once. */
const MOST_GONE = 0.05;

export interface Missing {
  /** Few enough to be believed. */
  readonly gone: readonly OfferInForce[];
  /** So many of their scope that it looks like a partial answer. */
  readonly vanished: readonly OfferInForce[];
  /** In force by region and stated by zone now, or the other way round: replaced as soon as one of those is published. */
  readonly toldApart: readonly OfferInForce[];
}

/** What is in force of scopes that were walked completely, and was not stated. */
export function missing(
  facts: readonly (PriceFact & { readonly id: string })[],
  covers: readonly Scope[],
  inForce: readonly OfferInForce[],
): Missing {
  if (covers.length === 0) return { gone: [], vanished: [], toldApart: [] };
  const stated = new Set(facts.map(({ id }) => id));
  const byRegion = new Set(facts.filter(({ zone }) => zone === null).map(regionalId));
  const byZone = new Set(facts.filter(({ zone }) => zone !== null).map(regionalId));
  const lost = new Map(covers.map((scope) => [scopeKey(scope), { all: 0, offers: [] as OfferInForce[] }]));
  const toldApart: OfferInForce[] = [];
  for (const offer of inForce) {
    const scope = lost.get(scopeKey(offer));
    // The operator's own prices are not the source's to withdraw.
    if (scope === undefined || offer.publisher === IMPORT_PUBLISHER) continue;
    scope.all += 1;
    if (stated.has(offer.id)) continue;
    const others = offer.zone === null ? byZone : byRegion;
    if (others.has(regionalId(offer))) toldApart.push(offer);
    else scope.offers.push(offer);
  }
  const gone: OfferInForce[] = [];
  const vanished: OfferInForce[] = [];
  for (const { all, offers } of lost.values()) (offers.length > all * MOST_GONE ? vanished : gone).push(...offers);
  return { gone, vanished, toldApart };
}
