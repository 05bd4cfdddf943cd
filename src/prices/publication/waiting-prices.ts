import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { gate } from '../gate/gate.js';
import { offerOf } from '../offer-catalog.js';
import { OfferEntity } from '../offer.entity.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { inUsd, isUnconverted } from './foreign-prices.js';
import { readOffers } from './offer-rows.js';
import { ofList } from './price-publisher.js';
import { PriceQuarantine } from './price-quarantine.js';
import type { PriceChange } from './price-turn.js';
import { PublicationWriter } from './publication-writer.js';
import { QuarantineEntity, type StatedOffer, type UnconvertedOffer } from './quarantine.entity.js';

/** What became of prices when rates were stated. */
export interface Retried {
  readonly change: PriceChange;
  /** Prices that are in force by it. */
  readonly published: number;
  /** Prices that have a rate now, and wait for another reason. */
  readonly quarantined: number;
  /** Prices that still wait for a rate. */
  readonly waiting: number;
}

/** A price in another currency as it was stated, and when that was last. */
interface Stated {
  readonly offer: UnconvertedOffer;
  readonly at: string;
}

/** Tries the prices in other currencies again when rates are stated: those that wait for one, and those in force. */
@Injectable()
export class WaitingPrices {
  constructor(
    private readonly quarantine: PriceQuarantine,
    private readonly writer: PublicationWriter,
  ) {}

  /** Within the turn and the transaction that states the rates. */
  async retry(manager: EntityManager, currencies: readonly string[], now: Date): Promise<Retried> {
    if (currencies.length === 0) return { change: nothing(now), published: 0, quarantined: 0, waiting: 0 };
    const open = await manager.findBy(QuarantineEntity, { status: 'open', currency: In(currencies) });
    const standing = await standingIn(manager, currencies, new Set(open.map(({ offerId }) => offerId)));
    const total = { changed: [] as OfferInForce[], withdrawn: [] as OfferInForce[], at: now };
    let [published, quarantined, waiting] = [0, 0, 0];
    for (const [publisher, stated] of byPublisher(open, standing)) {
      const converted = await inUsd(
        manager,
        stated.map(({ offer }) => offer),
        [],
        now,
      );
      waiting += converted.waiting.length;
      const inForce = new Map(standing.map((offer) => [offer.id, offer]));
      const facts = converted.facts.filter((fact) => !isAtSameRate(inForce.get(fact.id), fact));
      if (facts.length === 0) continue;
      const statedAt = new Map(stated.map(({ offer, at }) => [offer.id, at]));
      const outcome = await this.publish(manager, publisher, facts, statedAt, now);
      total.changed.push(...outcome.change.changed);
      total.withdrawn.push(...outcome.change.withdrawn);
      published += outcome.published;
      quarantined += outcome.quarantined;
    }
    return { change: total, published, quarantined, waiting };
  }

  /** Through the gate, as whoever stated them would. */
  private async publish(
    manager: EntityManager,
    publisher: string,
    facts: readonly StatedOffer[],
    statedAt: ReadonlyMap<string, string>,
    now: Date,
  ) {
    const inForce = await readOffers(manager, null);
    const decisions = await this.quarantine.decisions(manager);
    const judged = gate(facts, [], { inForce, decisions, publisher, now });
    const verdict = publisher === IMPORT_PUBLISHER ? ofList(judged) : judged;
    const publication = { verdict, inForce, covers: [], publisher, region: null, now, statedAt };
    const change = await this.writer.write(manager, publication);
    return {
      change,
      published: verdict.publish.length + verdict.same.length,
      quarantined: verdict.quarantined.length,
    };
  }
}

function nothing(at: Date): PriceChange {
  return { changed: [], withdrawn: [], at };
}

/** What is in force of these currencies; not where another price of the offer waits, for that is the later one. */
async function standingIn(
  manager: EntityManager,
  currencies: readonly string[],
  waiting: ReadonlySet<string>,
): Promise<OfferInForce[]> {
  const rows = await manager
    .createQueryBuilder(OfferEntity, 'offer')
    .where(`offer.converted ->> 'currency' IN (:...currencies)`, { currencies })
    .getMany();
  return rows.map(offerOf).filter(({ id }) => !waiting.has(id));
}

function byPublisher(
  open: readonly QuarantineEntity[],
  standing: readonly OfferInForce[],
): ReadonlyMap<string, readonly Stated[]> {
  const found = new Map<string, Stated[]>();
  const add = (publisher: string, stated: Stated) => {
    const known = found.get(publisher);
    if (known === undefined) found.set(publisher, [stated]);
    else known.push(stated);
  };
  for (const { publisher, stated, lastSeenAt } of open) {
    if (isUnconverted(stated)) add(publisher, { offer: stated, at: lastSeenAt.toISOString() });
  }
  for (const offer of standing) {
    const stated = asStated(offer);
    if (stated !== null) add(offer.publisher, { offer: stated, at: offer.confirmedAt });
  }
  return found;
}

/** An offer as it was before it was converted. */
function asStated({
  converted,
  publisher: _publisher,
  confirmedAt: _at,
  ...offer
}: OfferInForce): UnconvertedOffer | null {
  if (converted === undefined) return null;
  const { currency, perHour, upfront, recurringPerHour } = converted;
  const foreign = { currency, perHour, upfront, recurringPerHour };
  return { ...offer, usdPerHour: null, upfrontUsd: null, recurringUsdPerHour: null, foreign };
}

function isAtSameRate(inForce: OfferInForce | undefined, { converted }: StatedOffer): boolean {
  return (
    inForce?.converted !== undefined &&
    inForce.converted.rateDate === converted?.rateDate &&
    inForce.converted.usdPerUnit === converted.usdPerUnit
  );
}
