import { PRECISIONS, type Precision } from '../catalog/index.js';
import {
  betterOutcome,
  failing,
  MOST_INSTANCES,
  type Failure,
  type Sizer,
  type SizingOutcome,
  type Terms,
} from './sizing.js';
import type { SizingGroup } from './pools.js';

/** One more than the precisions: workloads that have none. */
const SLOTS = PRECISIONS.length + 1;

/**
 * Sizes one workload on groups of offers, each once: the size does not depend on the price, so that one search costs
 * some hundred sizings, and further searches with other constraints nearly nothing.
 */
export class Sizings {
  private readonly known: (SizingOutcome | undefined)[] = [];
  /** On terms that are the same for every group of a shape. */
  private readonly onShape: (SizingOutcome | undefined)[] = [];

  /** @param meanHours between interruptions of one instance, in place of what is known of the offers */
  constructor(
    private readonly sizer: Sizer,
    private readonly meanHours: number | null,
  ) {}

  /** Those that the workload accepts. */
  get precisions(): readonly (Precision | null)[] {
    return this.sizer.precisions;
  }

  /** No size on the group bills less, at whichever of the precisions. */
  leastBilledInstanceHours({ shape }: SizingGroup, precisions: readonly (Precision | null)[]): number {
    if (shape === null) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (const precision of precisions) {
      least = Math.min(least, this.sizer.leastBilledInstanceHours(shape, precision));
    }
    return least;
  }

  /** The best size over the precisions. */
  of(group: SizingGroup, precisions: readonly (Precision | null)[]): SizingOutcome {
    let best: SizingOutcome | null = null;
    for (const precision of precisions) {
      const slot = group.index * SLOTS + slotOf(precision);
      let outcome = this.known[slot];
      if (outcome === undefined) {
        outcome = this.sized(group, precision);
        this.known[slot] = outcome;
      }
      best = betterOutcome(best, outcome);
    }
    return best ?? NO_PRECISION;
  }

  private sized(group: SizingGroup, precision: Precision | null): SizingOutcome {
    const { shape, shapeIndex } = group;
    if (shape === null) return UNKNOWN_HARDWARE;
    const terms = this.terms(group);
    if (!('kind' in terms)) return terms;
    if (terms.kind === 'interruptible') return withinReason(this.sizer.size(shape, precision, terms));
    const slot = (shapeIndex * SLOTS + slotOf(precision)) * 2 + (terms.kind === 'committed' ? 1 : 0);
    let outcome = this.onShape[slot];
    if (outcome === undefined) {
      outcome = withinReason(this.sizer.size(shape, precision, terms));
      this.onShape[slot] = outcome;
    }
    return outcome;
  }

  private terms({ committed, interruptible, interruption }: SizingGroup): Terms | Failure {
    if (committed) return { kind: 'committed' };
    if (!interruptible || !this.sizer.mindsInterruptions) return { kind: 'steady' };
    if (this.sizer.refusesInterruptible !== null) return this.sizer.refusesInterruptible;
    if (this.meanHours !== null) return { kind: 'interruptible', meanHours: this.meanHours };
    if (interruption.known) return { kind: 'interruptible', meanHours: interruption.meanHours };
    return failing('interruption_unknown', () => interruption.why);
  }
}

function withinReason(outcome: SizingOutcome): SizingOutcome {
  if (!outcome.ok || outcome.sized.instances <= MOST_INSTANCES) return outcome;
  const { instances } = outcome.sized;
  return failing('too_many', () => `it would take ${instances} instances, a plan has ${MOST_INSTANCES} at most`);
}

const NO_PRECISION = failing('precision', () => 'no precision is accepted');
const UNKNOWN_HARDWARE = failing('unknown_hardware', () => 'too little is known of it');

function slotOf(precision: Precision | null): number {
  return precision === null ? PRECISIONS.length : PRECISIONS.indexOf(precision);
}
