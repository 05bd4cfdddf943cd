import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CatalogService } from '../../catalog/index.js';
import { gate, type GateVerdict } from '../gate/gate.js';
import type { Scope } from '../gate/scope.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import type { PollResult, PriceSource } from '../sources/price-source.js';
import { announcePrices } from './announce.js';
import { inUsd } from './foreign-prices.js';
import { tell } from './price-events.js';
import { PriceQuarantine, type HeldPrice } from './price-quarantine.js';
import { readOffers, writeAvailability, writeInterruptions } from './offer-rows.js';
import { PriceTurn } from './price-turn.js';
import { PublicationWriter, type Verdict } from './publication-writer.js';
import type { StatedOffer, UnconvertedOffer } from './quarantine.entity.js';
import { statedOffers } from './stated-offers.js';

export interface Published {
  /** Offers that are in force by it now. */
  readonly published: number;
  readonly quarantined: number;
}

/** Puts prices in force: through the gate, and of each poll or price list all or nothing. */
@Injectable()
export class PricePublisher {
  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: PriceTurn,
    private readonly catalog: CatalogService,
    private readonly quarantine: PriceQuarantine,
    private readonly writer: PublicationWriter,
  ) {}

  /** What one poll brought home. */
  async publishPoll(source: PriceSource, region: string | null, result: PollResult, now: Date): Promise<Published> {
    if (result.unchanged) return this.confirm(source, region, now);
    const stated = statedOffers(result.prices, this.machines(), result);
    return this.turn.take(async (manager) => {
      const inForce = await readOffers(manager, source.cloud);
      const { facts, waiting } = await inUsd(manager, stated, inForce, now);
      const covers = scopesOf(source, result, region, inForce);
      const decisions = await this.quarantine.decisions(manager);
      const verdict = withWaiting(gate(facts, covers, { inForce, decisions, publisher: source.id, now }), waiting);
      const confirmed = await this.quarantine.confirmVanished(manager, verdict.vanished, source.id, now);
      const gone = [...verdict.gone, ...confirmed];
      const publication = { verdict: { ...verdict, gone }, inForce, covers, publisher: source.id, region, now };
      const change = await this.writer.write(manager, publication);
      await writeAvailability(manager, source.cloud, result.availability);
      await writeInterruptions(manager, source.cloud, result.interruptions);
      await announcePrices(manager);
      const published = verdict.publish.length + verdict.same.length;
      return { change, outcome: { published, quarantined: verdict.quarantined.length } };
    });
  }

  /**
   * An operator's own prices: nothing of theirs counts as gone, whatever a list lacks. What a later price stands in the
   * way of waits as well, for somebody meant it to be in force.
   *
   * @returns what is held back, each price as it was given
   */
  async publishList(offers: readonly (StatedOffer | UnconvertedOffer)[], now: Date): Promise<HeldPrice[]> {
    return this.turn.take(async (manager) => {
      const inForce = await readOffers(manager, null);
      const { facts, waiting, origin } = await inUsd(manager, offers, inForce, now);
      const decisions = await this.quarantine.decisions(manager);
      const judged = gate(facts, [], { inForce, decisions, publisher: IMPORT_PUBLISHER, now });
      const verdict = withWaiting(ofList(judged), waiting);
      const publication = { verdict, inForce, covers: [], publisher: IMPORT_PUBLISHER, region: null, now };
      const change = await this.writer.write(manager, publication);
      if (!change.isNothing) await announcePrices(manager);
      const outcome = verdict.quarantined.map((held) => ({ ...held, fact: origin.get(held.fact) ?? held.fact }));
      return { change, outcome };
    });
  }

  async pollFailed(source: PriceSource, region: string | null, failure: string, now: Date): Promise<void> {
    await tell(this.dataSource.manager, 'poll_failed', failure, {}, { publisher: source.id, region, at: now });
  }

  private machines() {
    return { instanceTypes: this.catalog.instanceTypes(), accelerators: this.catalog.accelerators() };
  }

  /** Nothing has changed at the source since the last poll. */
  private async confirm(source: PriceSource, region: string | null, now: Date): Promise<Published> {
    const where = { publisher: source.id, ...(region === null ? {} : { region }) };
    const { affected } = await this.dataSource.manager.update(OfferEntity, where, { confirmedAt: now });
    await announcePrices(this.dataSource.manager);
    return { published: affected ?? 0, quarantined: 0 };
  }
}

/** Also a price that waits for a rate says that the offer is still there. */
function withWaiting(verdict: Verdict, waiting: readonly HeldPrice[]): Verdict {
  const stated = new Set(waiting.map(({ fact }) => fact.id));
  const isAbsent = ({ id }: OfferInForce) => !stated.has(id);
  return {
    ...verdict,
    quarantined: [...verdict.quarantined, ...waiting],
    gone: verdict.gone.filter(isAbsent),
    vanished: verdict.vanished.filter(isAbsent),
  };
}

/** Of a list, what a later price stands in the way of waits as well. */
export function ofList(judged: GateVerdict<StatedOffer>): GateVerdict<StatedOffer> {
  return { ...judged, quarantined: [...judged.quarantined, ...judged.superseded], superseded: [] };
}

/** Everything that the poll has walked completely. */
function scopesOf(
  { cloud }: PriceSource,
  { covers, prices }: PollResult,
  region: string | null,
  inForce: readonly OfferInForce[],
): Scope[] {
  const walked = region === null ? new Set([...prices, ...inForce].map((one) => one.region)) : [region];
  return [...walked].flatMap((name) => covers.map((purchaseOption) => ({ cloud, region: name, purchaseOption })));
}
