import type { Precision } from '../catalog/index.js';
import { machineRejection, mindsPlace, placeRejection, poolRejection, type Constraints } from './constraints.js';
import type { Sized } from './sizing.js';
import type { Sizings } from './sizings.js';
import { Rejections, type RejectedClass } from './rejections.js';
import type { Reason } from './reasons.js';
import type { PlaceableOffer } from './placeable-offer.js';
import type { Pool } from './pools.js';
import type { World } from './world.js';

/** A place that works, and what it costs: USD an hour for what runs on and on, USD a run for a job. */
export interface Candidate {
  readonly placeable: PlaceableOffer;
  readonly sized: Sized;
  /** For comparing only. */
  readonly usd: number;
}

export interface SearchResult {
  readonly best: Candidate | null;
  /** The best of every class of offers (instance type and way to pay), cheapest first, `best` among them. */
  readonly candidates: readonly Candidate[];
  /** Offers that work, the best among them. */
  readonly feasible: number;
  /** Of these, how many cost less than so much; they were passed over for what workloads share. */
  readonly passedOver: number;
  readonly rejected: ReadonlyMap<Reason, RejectedClass>;
}

/** Which offers and precisions a search may use. */
export interface Scope {
  readonly constraints: Constraints;
  readonly precisions: readonly (Precision | null)[];
}

/**
 * Looks at every offer in force, keeps the cheapest that works, and counts why the others are not used. Exact.
 *
 * @param chosen where the workload goes instead of the cheapest place, because of what it shares with others
 */
export function search(
  world: World,
  sizings: Sizings,
  { constraints, precisions }: Scope,
  chosen: Candidate | null = null,
): SearchResult {
  const rejected = new Rejections();
  const bestOfClass = new Map<string, Candidate>();
  let feasible = 0;
  let passedOver = 0;
  for (const pool of world.pools) {
    const reason = poolRejection(pool, constraints);
    if (reason !== null) {
      rejected.add(reason, pool.offers, null);
      continue;
    }
    const here = admitted(pool, constraints, rejected);
    // The cheapest of a pool come first, and all have the same size.
    const [first] = here;
    if (first === undefined) continue;
    const refused = machineRejection(pool, constraints);
    if (refused !== null) {
      rejected.add(refused, here, pool.unusable?.reason === refused ? pool.unusable : null);
      continue;
    }
    const outcome = sizings.of(pool.group, precisions);
    if (!outcome.ok) {
      rejected.add(outcome.reason, here, outcome);
      continue;
    }
    feasible += here.length;
    if (chosen !== null) passedOver += cheaperThan(chosen, here, outcome.sized);
    const candidate = candidateOf(first, outcome.sized);
    const held = bestOfClass.get(pool.offerClass);
    if (held === undefined || isBetter(candidate, held)) bestOfClass.set(pool.offerClass, candidate);
  }
  const all = [...bestOfClass.values()].sort((a, b) => (isBetter(a, b) ? -1 : 1));
  const candidates = chosen === null ? all : [chosen, ...all.filter((one) => isBetter(chosen, one))];
  return { best: candidates[0] ?? null, candidates, feasible, passedOver, rejected: rejected.classes };
}

/** Of offers on which the workload has the same size, the cheapest first, how many cost less than the chosen place. */
function cheaperThan({ usd }: Candidate, offers: readonly PlaceableOffer[], sized: Sized): number {
  const index = offers.findIndex((placeable) => placeable.usdPerHour * sized.billedInstanceHours >= usd);
  return index === -1 ? offers.length : index;
}

/** The offers of a pool whose place is admitted; the others are counted. */
function admitted({ offers }: Pool, constraints: Constraints, rejected: Rejections): readonly PlaceableOffer[] {
  if (!mindsPlace(constraints)) return offers;
  const here: PlaceableOffer[] = [];
  const elsewhere = new Map<Reason, PlaceableOffer[]>();
  for (const placeable of offers) {
    const reason = placeRejection(placeable, constraints);
    if (reason === null) here.push(placeable);
    else elsewhere.set(reason, [...(elsewhere.get(reason) ?? []), placeable]);
  }
  for (const [reason, those] of elsewhere) rejected.add(reason, those, null);
  return here;
}

/**
 * Of every pool the cheapest place of each kind, for choices in which the cheapest of all may not be free.
 *
 * @param kindOf tells apart offers of one pool between which such a choice may differ
 */
export function everyPlace(
  world: World,
  sizings: Sizings,
  { constraints, precisions }: Scope,
  kindOf: (placeable: PlaceableOffer) => string,
): Candidate[] {
  return world.pools.flatMap((pool) => {
    if (poolRejection(pool, constraints) !== null || machineRejection(pool, constraints) !== null) return [];
    const kinds = new Map<string, PlaceableOffer>();
    for (const placeable of pool.offers) {
      const kind = kindOf(placeable);
      if (!kinds.has(kind) && placeRejection(placeable, constraints) === null) kinds.set(kind, placeable);
    }
    if (kinds.size === 0) return [];
    const outcome = sizings.of(pool.group, precisions);
    if (!outcome.ok) return [];
    return [...kinds.values()].map((placeable) => candidateOf(placeable, outcome.sized));
  });
}

/** The best alone, for questions that need no explanation. */
export function cheapest(world: World, sizings: Sizings, { constraints, precisions }: Scope): Candidate | null {
  const anywhere = !mindsPlace(constraints);
  let best: Candidate | null = null;
  for (const pool of world.pools) {
    if (poolRejection(pool, constraints) !== null || machineRejection(pool, constraints) !== null) continue;
    const placeable = anywhere
      ? pool.offers[0]
      : pool.offers.find((offer) => placeRejection(offer, constraints) === null);
    if (placeable === undefined) continue;
    // Even the smallest size would cost more.
    const { group } = pool;
    if (best !== null && placeable.usdPerHour * sizings.leastBilledInstanceHours(group, precisions) > best.usd)
      continue;
    const outcome = sizings.of(group, precisions);
    if (!outcome.ok) continue;
    const candidate = candidateOf(placeable, outcome.sized);
    if (best === null || isBetter(candidate, best)) best = candidate;
  }
  return best;
}

function candidateOf(placeable: PlaceableOffer, sized: Sized): Candidate {
  return { placeable, sized, usd: placeable.usdPerHour * sized.billedInstanceHours };
}

/** Cheaper; at the same cost what can do more, then by id so that the answer does not depend on the order of offers. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.usd !== b.usd) return a.usd < b.usd;
  if (a.sized.capacity !== b.sized.capacity) return a.sized.capacity > b.sized.capacity;
  return a.placeable.offer.id < b.placeable.offer.id;
}
