import type { Precision } from '../catalog/index.js';
import { rejection, type Constraints } from './constraints.js';
import type { NodeShape } from './node-shape.js';
import { betterOutcome, type Sized, type Sizer, type SizingOutcome, type Terms } from './sizing.js';
import type { Reason } from './reasons.js';
import type { PlaceableOffer, World } from './world.js';

/** A place that works, and what it costs: USD an hour for what runs on and on, USD a run for a job. */
export interface Candidate {
  readonly placeable: PlaceableOffer;
  readonly sized: Sized;
  /** For comparing only. */
  readonly usd: number;
}

export interface RejectedClass {
  readonly reason: Reason;
  offers: number;
  /** The cheapest per accelerator hour of them. */
  example: PlaceableOffer;
  why: string | null;
}

export interface SearchResult {
  readonly best: Candidate | null;
  /** The best of every class of offers (instance type and way to pay), cheapest first, `best` among them. */
  readonly candidates: readonly Candidate[];
  /** Offers that work, the best among them. */
  readonly feasible: number;
  readonly rejected: ReadonlyMap<Reason, RejectedClass>;
}

/**
 * Sizes a workload on shapes, once each: the size does not depend on the price, so thousands of offers share a few
 * hundred sizings.
 */
export class Sizings {
  private readonly known = new Map<string, SizingOutcome>();

  constructor(private readonly sizer: Sizer) {}

  /** The best size over the precisions, for an offer's shape and terms. */
  of(placeable: PlaceableOffer, precisions: readonly (Precision | null)[], meanHours: number | null): SizingOutcome {
    const { shape } = placeable;
    if (shape === null) throw new Error(`${placeable.offer.id} has no known hardware and was not rejected for it.`);
    const terms = this.terms(placeable, meanHours);
    if ('reason' in terms) return terms;
    let best: SizingOutcome | null = null;
    for (const precision of precisions) best = betterOutcome(best, this.sized(shape, precision, terms));
    return best ?? { ok: false, reason: 'precision', why: 'no precision is accepted' };
  }

  private terms(
    { offer, interruption }: PlaceableOffer,
    meanHours: number | null,
  ): Terms | (SizingOutcome & { ok: false }) {
    if (offer.termYears !== null) return { kind: 'committed' };
    const interruptible = offer.purchaseOption === 'spot' || offer.purchaseOption === 'low_priority';
    if (!interruptible || !this.sizer.mindsInterruptions) return { kind: 'steady' };
    if (this.sizer.refusesInterruptible !== null) return { ok: false, ...this.sizer.refusesInterruptible };
    if (meanHours !== null) return { kind: 'interruptible', meanHours };
    if (interruption.known) return { kind: 'interruptible', meanHours: interruption.meanHours };
    return { ok: false, reason: 'interruption_unknown', why: interruption.why };
  }

  private sized(shape: NodeShape, precision: Precision | null, terms: Terms): SizingOutcome {
    const key = `${shape.key}|${precision ?? ''}|${terms.kind === 'interruptible' ? terms.meanHours : terms.kind}`;
    let outcome = this.known.get(key);
    if (outcome === undefined) {
      outcome = this.sizer.size(shape, precision, terms);
      this.known.set(key, outcome);
    }
    return outcome;
  }
}

/** Looks at every offer in force and keeps the cheapest that works. Exact: nothing is skipped. */
export function search(
  world: World,
  sizings: Sizings,
  precisions: readonly (Precision | null)[],
  constraints: Constraints,
  meanHours: number | null,
): SearchResult {
  const rejected = new Map<Reason, RejectedClass>();
  const bestOfClass = new Map<string, Candidate>();
  let feasible = 0;
  for (const placeable of world.offers) {
    const reason = rejection(placeable, constraints);
    if (reason !== null) {
      reject(rejected, reason, placeable, placeable.unusable?.reason === reason ? placeable.unusable.why : null);
      continue;
    }
    const outcome = sizings.of(placeable, precisions, meanHours);
    if (!outcome.ok) {
      reject(rejected, outcome.reason, placeable, outcome.why);
      continue;
    }
    feasible += 1;
    const candidate = candidateOf(placeable, outcome.sized);
    const held = bestOfClass.get(placeable.offerClass);
    if (held === undefined || isBetter(candidate, held)) bestOfClass.set(placeable.offerClass, candidate);
  }
  const candidates = [...bestOfClass.values()].sort((a, b) => (isBetter(a, b) ? -1 : 1));
  return { best: candidates[0] ?? null, candidates, feasible, rejected };
}

/** The best alone, for questions that need no explanation. */
export function cheapest(
  world: World,
  sizings: Sizings,
  precisions: readonly (Precision | null)[],
  constraints: Constraints,
  meanHours: number | null,
): Candidate | null {
  let best: Candidate | null = null;
  for (const placeable of world.offers) {
    if (rejection(placeable, constraints) !== null) continue;
    const outcome = sizings.of(placeable, precisions, meanHours);
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

function reject(into: Map<Reason, RejectedClass>, reason: Reason, placeable: PlaceableOffer, why: string | null): void {
  const held = into.get(reason);
  if (held === undefined) {
    into.set(reason, { reason, offers: 1, example: placeable, why });
    return;
  }
  held.offers += 1;
  if (
    placeable.usdPerHour / placeable.offer.acceleratorCount <
    held.example.usdPerHour / held.example.offer.acceleratorCount
  ) {
    held.example = placeable;
    held.why = why;
  }
}
