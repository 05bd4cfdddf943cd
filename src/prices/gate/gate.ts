import { Decimal } from 'decimal.js';
import type { OfferInForce } from '../offer.js';
import { offerId, regionalId, type LeftOutReason, type PriceFact } from '../suspicion.js';
import { vouch } from '../vouch.js';
import { Bands } from './band.js';
import { jumpDoubt } from './jump.js';
import { scopeKey, type Scope } from './scope.js';

/** A stated price with what the gate has to know of its machine. */
export type GateFact = PriceFact & { readonly acceleratorId: string };

export interface GateWorld {
  readonly inForce: readonly OfferInForce[];
  /** Prices that an operator has accepted, as `acceptanceKey` writes them: they pass whatever the checks say. */
  readonly accepted: ReadonlySet<string>;
  readonly now: Date;
}

export interface Quarantined<Fact extends GateFact> {
  readonly fact: Fact;
  readonly reason: LeftOutReason;
  /** A sentence with the figures. */
  readonly why: string;
  readonly previous: OfferInForce | null;
}

export interface GateVerdict<Fact extends GateFact> {
  readonly publish: readonly Fact[];
  readonly quarantined: readonly Quarantined<Fact>[];
  /** In force, and not stated any more, of scopes that were covered: few enough to be believed. */
  readonly gone: readonly OfferInForce[];
  /** So many of their scope that it looks like a partial answer: they stay until that is confirmed. */
  readonly vanished: readonly OfferInForce[];
}

/** Source clocks and time zones may be a day ahead of ours. */
const MOST_AHEAD_MS = 86_400_000;
/** Share of the offers of a scope that may be gone at once. */
const MOST_GONE = 0.05;

/** Names a price of an offer, for decisions about it. */
export function acceptanceKey(id: string, usdPerHour: string): string {
  return `${id}=${/^\d+(\.\d+)?$/.test(usdPerHour) ? new Decimal(usdPerHour).toFixed() : usdPerHour}`;
}

/**
 * Parts the prices that one poll or one price list states into those that go in force and those that wait for somebody
 * to look at them, and says what is gone. On demand comes first, since the others are measured against it.
 *
 * @param covers scopes that were walked completely: what is in force there and not stated is gone
 */
export function gate<Fact extends GateFact>(
  facts: readonly Fact[],
  covers: readonly Scope[],
  world: GateWorld,
): GateVerdict<Fact> {
  const accepted = facts.filter((fact) => world.accepted.has(acceptanceKey(offerId(fact), fact.usdPerHour)));
  const rest = facts.filter((fact) => !accepted.includes(fact));
  const stage = new Stage(world, facts);
  const listed = stage.judge(
    rest.filter(({ purchaseOption }) => purchaseOption === 'on_demand'),
    accepted,
  );
  const others = stage.judge(
    rest.filter(({ purchaseOption }) => purchaseOption !== 'on_demand'),
    [...accepted, ...listed.publish],
  );
  const unsure = stage.unsureOnDemand(listed.publish, others.quarantined);
  const doubted = new Set(unsure.map(({ fact }) => fact));
  return {
    publish: [...accepted, ...listed.publish.filter((fact) => !doubted.has(fact)), ...others.publish],
    quarantined: [...listed.quarantined, ...unsure, ...others.quarantined],
    ...missing(facts, covers, world),
  };
}

/** The checks of one call, over what is in force of the same machines. */
class Stage<Fact extends GateFact> {
  private readonly bands: Bands;
  private readonly previous: ReadonlyMap<string, OfferInForce>;
  /** In force, of machines that the facts are about. */
  private readonly related: readonly OfferInForce[];

  constructor(
    private readonly world: GateWorld,
    facts: readonly Fact[],
  ) {
    const machines = new Set(facts.map(({ cloud, instanceType }) => `${cloud}:${instanceType}`));
    const clouds = new Set(facts.map(({ cloud }) => cloud));
    this.previous = new Map(world.inForce.filter(({ cloud }) => clouds.has(cloud)).map((offer) => [offer.id, offer]));
    this.related = world.inForce.filter(({ cloud, instanceType }) => machines.has(`${cloud}:${instanceType}`));
    this.bands = new Bands(world.inForce.filter(({ cloud }) => clouds.has(cloud)));
  }

  /** @param passed facts that are going in force already: they stand in the place of what is in force */
  judge(
    facts: readonly Fact[],
    passed: readonly Fact[],
  ): { publish: readonly Fact[]; quarantined: readonly Quarantined<Fact>[] } {
    const quarantined: Quarantined<Fact>[] = [];
    const hold = (fact: Fact, reason: LeftOutReason, why: string) =>
      quarantined.push({ fact, reason, why, previous: this.previous.get(offerId(fact)) ?? null });
    const replaced = new Set([...facts, ...passed].map((fact) => offerId(fact)));
    const around = [...passed, ...this.related.filter(({ id }) => !replaced.has(id))];
    const own = new Set<PriceFact>(facts);
    // Together with what stands around them, so that regions and purchase options are compared; only ours are judged.
    const verdict = vouch<PriceFact>([...facts, ...around]);
    const doubts = new Map(verdict.leftOut.map((left) => [left.fact, left]));
    const publish: Fact[] = [];
    for (const fact of facts) {
      const doubt = own.has(fact) ? doubts.get(fact) : undefined;
      if (doubt !== undefined) hold(fact, doubt.reason, doubt.why);
      else {
        const further = this.doubtAbout(fact);
        if (further === null) publish.push(fact);
        else hold(fact, further.reason, further.why);
      }
    }
    return { publish, quarantined };
  }

  /**
   * A spot price above the on-demand price of the same poll: one of the two is wrong, perhaps they were swapped. An
   * on-demand price that nothing in force confirms is not believed then either.
   */
  unsureOnDemand(listed: readonly Fact[], others: readonly Quarantined<Fact>[]): Quarantined<Fact>[] {
    const above = new Map(
      others.filter(({ reason }) => reason === 'spot_above_on_demand').map((one) => [placeKey(one.fact), one.fact]),
    );
    return listed.flatMap((fact) => {
      const spot = above.get(placeKey(fact));
      if (spot === undefined || this.previous.has(offerId(fact))) return [];
      const why =
        `${fact.usdPerHour} USD an hour on demand, and ${spot.usdPerHour} as spot, of the same poll: perhaps they were ` +
        'swapped, and nothing in force tells which is right.';
      return [{ fact, reason: 'spot_above_on_demand' as const, why, previous: null }];
    });
  }

  private doubtAbout(fact: Fact): { reason: LeftOutReason; why: string } | null {
    const ahead = Date.parse(fact.asOf) - this.world.now.getTime();
    if (ahead > MOST_AHEAD_MS) {
      const why = `It is dated ${fact.asOf}, and now is ${this.world.now.toISOString()}: one of the clocks is wrong.`;
      return { reason: 'future', why };
    }
    const jump = jumpDoubt(fact, this.previous.get(offerId(fact)), this.world.now);
    if (jump !== null) return { reason: 'jump', why: jump };
    const band = this.bands.doubtAbout(fact);
    return band === null ? null : { reason: 'out_of_band', why: band };
  }
}

/** On-demand prices are stated by region, spot prices by zone. */
function placeKey({ cloud, region, instanceType }: PriceFact): string {
  return `${cloud}:${region}:${instanceType}`;
}

function missing(
  facts: readonly GateFact[],
  covers: readonly Scope[],
  { inForce }: GateWorld,
): { gone: OfferInForce[]; vanished: OfferInForce[] } {
  const stated = new Set(facts.map((fact) => offerId(fact)));
  const statedSomewhere = new Set(facts.map(regionalId));
  const covered = new Set(covers.map(scopeKey));
  const byScope = new Map<string, { all: number; missing: OfferInForce[] }>();
  for (const offer of inForce) {
    const key = scopeKey(offer);
    // The operator's own prices are not the source's to withdraw.
    if (!covered.has(key) || offer.publisher === 'import') continue;
    const scope = byScope.get(key) ?? { all: 0, missing: [] };
    scope.all += 1;
    if (!stated.has(offer.id)) scope.missing.push(offer);
    byScope.set(key, scope);
  }
  const gone: OfferInForce[] = [];
  const vanished: OfferInForce[] = [];
  for (const scope of byScope.values()) {
    // Stated for other zones now, or for zones in place of the region: not missing, only told apart otherwise.
    const lost = scope.missing.filter((offer) => !statedSomewhere.has(regionalId(offer)));
    const isMany = lost.length > scope.all * MOST_GONE;
    const isLost = new Set(lost);
    for (const offer of scope.missing) (isMany && isLost.has(offer) ? vanished : gone).push(offer);
  }
  return { gone, vanished };
}
