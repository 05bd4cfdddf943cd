import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CatalogService } from '../../catalog/index.js';
import { gate, type GateVerdict, type Quarantined } from '../gate/gate.js';
import type { Scope } from '../gate/scope.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { OfferEntity } from '../offer.entity.js';
import type { PollResult, PriceSource, StatedPrice } from '../sources/price-source.js';
import { announcePrices } from './announce.js';
import { carryOver } from './carry-over.js';
import { tell, tellPublication } from './price-events.js';
import { PriceQuarantine } from './price-quarantine.js';
import { deleteOffers, readOffers, writeAvailability, writeInterruptions, writeOffers } from './offer-rows.js';
import { PriceTurn, type PriceChange } from './price-turn.js';
import type { StatedOffer } from './quarantine.entity.js';
import { statedOffers } from './stated-offers.js';

export interface Published {
  /** Offers that are in force by it now. */
  readonly published: number;
  readonly quarantined: number;
}

/** A verdict that is to be carried out. */
interface Publication {
  readonly verdict: GateVerdict<StatedOffer>;
  readonly inForce: readonly OfferInForce[];
  readonly covers: readonly Scope[];
  readonly publisher: string;
  readonly region: string | null;
  readonly now: Date;
}

/** Puts prices in force: through the gate, and of each poll or price list all or nothing. */
@Injectable()
export class PricePublisher {
  private readonly logger = new Logger('prices');

  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: PriceTurn,
    private readonly catalog: CatalogService,
    private readonly quarantine: PriceQuarantine,
  ) {}

  /** What one poll brought home. */
  async publishPoll(source: PriceSource, region: string | null, result: PollResult, now: Date): Promise<Published> {
    if (result.unchanged) return this.confirm(source, region, now);
    const { inUsd, foreign } = partByCurrency(result.prices);
    const facts = statedOffers(inUsd, this.machines(), result);
    const unconverted = statedOffers(foreign, this.machines(), result);
    return this.turn.take(async (manager) => {
      const inForce = await readOffers(manager, source.cloud);
      const covers = scopesOf(source, result, region, inForce);
      const decisions = await this.quarantine.decisions(manager);
      const verdict = withForeign(gate(facts, covers, { inForce, decisions, publisher: source.id, now }), unconverted);
      const confirmed = await this.quarantine.confirmVanished(manager, verdict.vanished, source.id, now);
      const gone = [...verdict.gone, ...confirmed];
      const publication = { verdict: { ...verdict, gone }, inForce, covers, publisher: source.id, region, now };
      const change = await this.write(manager, publication);
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
   */
  async publishList(offers: readonly StatedOffer[], now: Date): Promise<GateVerdict<StatedOffer>> {
    return this.turn.take(async (manager) => {
      const inForce = await readOffers(manager, null);
      const decisions = await this.quarantine.decisions(manager);
      const judged = gate(offers, [], { inForce, decisions, publisher: IMPORT_PUBLISHER, now });
      const verdict = { ...judged, quarantined: [...judged.quarantined, ...judged.superseded], superseded: [] };
      const publication = { verdict, inForce, covers: [], publisher: IMPORT_PUBLISHER, region: null, now };
      const change = await this.write(manager, publication);
      if (!change.isNothing) await announcePrices(manager);
      return { change, outcome: verdict };
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

  private async write(manager: EntityManager, publication: Publication): Promise<PriceChange & { isNothing: boolean }> {
    const { verdict, inForce, covers, publisher, region, now } = publication;
    const { publish, quarantined, vanished, gone } = verdict;
    const before = new Map(inForce.map((offer) => [offer.id, offer]));
    const asKnown = carryOver(inForce);
    const rows = publish
      .map((offer) => ({ ...asKnown(offer), publisher, confirmedAt: now.toISOString() }))
      // A list is not asked again and again: what it repeats confirms nothing.
      .filter((offer) => publisher !== IMPORT_PUBLISHER || !isSame(before.get(offer.id), offer));
    await deleteOffers(
      manager,
      gone.map(({ id }) => id),
    );
    await writeOffers(manager, rows);
    const waiting = await this.quarantine.hold(manager, quarantined, publisher, now);
    const stated = new Set([
      ...[...publish, ...verdict.same].map(({ id }) => id),
      ...[...quarantined, ...verdict.superseded].map(({ fact }) => fact.id),
    ]);
    await this.quarantine.resolve(manager, { publisher, stated, quarantined, gone, covers, now });
    const changed = rows.filter((offer) => !hasSamePrice(before.get(offer.id), offer));
    await tellPublication(manager, changed, { quarantined: waiting, vanished }, gone, { publisher, region, at: now });
    if (waiting.length + vanished.length > 0) {
      this.logger.warn(
        `${publisher}: ${waiting.length} more prices in quarantine, ${vanished.length} not stated any more.`,
      );
    }
    return { changed, withdrawn: gone, at: now, isNothing: rows.length + gone.length === 0 };
  }
}

/** Also a price in another currency says that the offer is still there. */
function withForeign(verdict: GateVerdict<StatedOffer>, unconverted: readonly StatedOffer[]): GateVerdict<StatedOffer> {
  const stated = new Set(unconverted.map(({ id }) => id));
  const isAbsent = ({ id }: OfferInForce) => !stated.has(id);
  return {
    ...verdict,
    quarantined: [...verdict.quarantined, ...unconverted.map(foreignDoubt)],
    gone: verdict.gone.filter(isAbsent),
    vanished: verdict.vanished.filter(isAbsent),
  };
}

function partByCurrency(prices: readonly StatedPrice[]): { inUsd: StatedPrice[]; foreign: StatedPrice[] } {
  return {
    inUsd: prices.filter(({ currency }) => currency === 'USD'),
    foreign: prices.filter(({ currency }) => currency !== 'USD'),
  };
}

function foreignDoubt(fact: StatedOffer): Quarantined<StatedOffer> {
  const why = `${fact.usdPerHour} an hour is stated in another currency than USD, and no rate is known.`;
  return { fact, reason: 'currency_unknown', why, previous: null };
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

function hasSamePrice(before: OfferInForce | undefined, now: OfferInForce): boolean {
  return (
    before?.usdPerHour === now.usdPerHour &&
    before.upfrontUsd === now.upfrontUsd &&
    before.recurringUsdPerHour === now.recurringUsdPerHour
  );
}

function isSame(before: OfferInForce | undefined, now: OfferInForce): boolean {
  return (
    hasSamePrice(before, now) &&
    before?.asOf === now.asOf &&
    before.source === now.source &&
    before.publisher === now.publisher
  );
}
