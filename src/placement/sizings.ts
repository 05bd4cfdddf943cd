import type { Precision } from '../catalog/index.js';
import type { NodeShape } from './node-shape.js';
import { betterOutcome, MOST_INSTANCES, type Sizer, type SizingOutcome, type Terms } from './sizing.js';
import type { SizingGroup } from './world.js';

/**
 * Sizes one workload on groups of offers, each once: the size does not depend on the price, so that one search costs
 * some hundred sizings, and further searches with other constraints nearly nothing.
 */
export class Sizings {
  private readonly byGroup = new Map<SizingGroup, Map<Precision | null, SizingOutcome>>();
  /** Groups of other terms can have the same size. */
  private readonly byTerms = new Map<NodeShape, Map<string, SizingOutcome>>();

  /** @param meanHours between interruptions of one instance, in place of what is known of the offers */
  constructor(
    private readonly sizer: Sizer,
    private readonly meanHours: number | null,
  ) {}

  /** The best size over the precisions. */
  of(group: SizingGroup, precisions: readonly (Precision | null)[]): SizingOutcome {
    let known = this.byGroup.get(group);
    if (known === undefined) {
      known = new Map();
      this.byGroup.set(group, known);
    }
    let best: SizingOutcome | null = null;
    for (const precision of precisions) {
      let outcome = known.get(precision);
      if (outcome === undefined) {
        outcome = this.sized(group, precision);
        known.set(precision, outcome);
      }
      best = betterOutcome(best, outcome);
    }
    return best ?? NO_PRECISION;
  }

  private sized(group: SizingGroup, precision: Precision | null): SizingOutcome {
    const { shape } = group;
    if (shape === null) return UNKNOWN_HARDWARE;
    const terms = this.terms(group);
    if ('reason' in terms) return terms;
    const key = `${precision ?? ''}|${terms.kind === 'interruptible' ? terms.meanHours : terms.kind}`;
    let onShape = this.byTerms.get(shape);
    if (onShape === undefined) {
      onShape = new Map();
      this.byTerms.set(shape, onShape);
    }
    let outcome = onShape.get(key);
    if (outcome === undefined) {
      outcome = withinReason(this.sizer.size(shape, precision, terms));
      onShape.set(key, outcome);
    }
    return outcome;
  }

  private terms({
    committed,
    interruptible,
    interruption,
  }: SizingGroup): Terms | Extract<SizingOutcome, { ok: false }> {
    if (committed) return { kind: 'committed' };
    if (!interruptible || !this.sizer.mindsInterruptions) return { kind: 'steady' };
    if (this.sizer.refusesInterruptible !== null) return { ok: false, ...this.sizer.refusesInterruptible };
    if (this.meanHours !== null) return { kind: 'interruptible', meanHours: this.meanHours };
    if (interruption.known) return { kind: 'interruptible', meanHours: interruption.meanHours };
    return { ok: false, reason: 'interruption_unknown', why: interruption.why };
  }
}

function withinReason(outcome: SizingOutcome): SizingOutcome {
  if (!outcome.ok || outcome.sized.instances <= MOST_INSTANCES) return outcome;
  const instances = outcome.sized.instances.toPrecision(3);
  return {
    ok: false,
    reason: 'too_many',
    why: `it would take ${instances} instances, a plan has ${MOST_INSTANCES} at most`,
  };
}

const NO_PRECISION: SizingOutcome = { ok: false, reason: 'precision', why: 'no precision is accepted' };
const UNKNOWN_HARDWARE: SizingOutcome = { ok: false, reason: 'unknown_hardware', why: 'too little is known of it' };
