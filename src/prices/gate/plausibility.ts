import { Decimal } from 'decimal.js';
import type { OfferInForce } from '../offer.js';
import { RegionalMedians } from '../regional-median.js';
import type { PriceFact } from '../suspicion.js';
import { type Doubt } from '../vouch.js';
import { Bands, type BandFact } from './band.js';
import { SUPPORT, type Support } from './candidate.js';
import { jumpDoubt, MOST_JUMP } from './jump.js';

/** Holds single prices against what is in force: the same offer, other regions, other machines with the accelerator. */
export class Plausibility<Fact extends BandFact & { readonly id: string }> {
  private readonly previous: ReadonlyMap<string, OfferInForce>;
  private readonly bands: Bands;
  private readonly medians: RegionalMedians;
  /** Of what is stated as well: where too little is in force, a list is held against itself. */
  private readonly ownMedians: RegionalMedians;

  constructor(
    facts: readonly Fact[],
    inForce: readonly OfferInForce[],
    private readonly now: Date,
  ) {
    const machines = new Set(facts.map(machineKey));
    const related = inForce.filter((offer) => machines.has(machineKey(offer)));
    const stated = new Set(facts.map(({ id }) => id));
    this.previous = new Map(inForce.map((offer) => [offer.id, offer]));
    this.bands = new Bands(inForce);
    this.medians = new RegionalMedians(related);
    this.ownMedians = new RegionalMedians([...facts, ...related.filter(({ id }) => !stated.has(id))]);
  }

  /** What speaks against the price, and how much speaks for it. A price that is in force was believed before. */
  judge(fact: Fact): { own: Doubt; support: Support } {
    const previous = this.previous.get(fact.id);
    if (previous !== undefined && new Decimal(previous.usdPerHour).equals(fact.usdPerHour)) {
      return { own: null, support: SUPPORT.unchanged };
    }
    const own = this.doubtAbout(fact, previous);
    if (own !== null) return { own, support: SUPPORT.refuted };
    const usual = previous?.usdPerHour ?? this.medians.of(fact)?.usd ?? null;
    return { own: null, support: usual !== null && isNear(fact, usual) ? SUPPORT.near : SUPPORT.unknown };
  }

  private doubtAbout(fact: Fact, previous: OfferInForce | undefined): Doubt {
    const medians = this.medians.of(fact) === null ? this.ownMedians : this.medians;
    return medians.doubtAbout(fact) ?? jumpDoubt(fact, previous, this.now) ?? this.bands.doubtAbout(fact);
  }
}

function machineKey({ cloud, instanceType }: PriceFact): string {
  return `${cloud}:${instanceType}`;
}

function isNear(fact: PriceFact, usual: Decimal.Value): boolean {
  return new Decimal(fact.usdPerHour).div(usual).minus(1).abs().lessThanOrEqualTo(MOST_JUMP);
}
