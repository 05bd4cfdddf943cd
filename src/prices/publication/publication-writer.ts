import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GateVerdict } from '../gate/gate.js';
import type { Scope } from '../gate/scope.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { carryOver } from './carry-over.js';
import { deleteOffers, writeOffers } from './offer-rows.js';
import { tellPublication } from './price-events.js';
import { PriceQuarantine, type HeldPrice } from './price-quarantine.js';
import type { PriceChange } from './price-turn.js';
import type { StatedOffer } from './quarantine.entity.js';

/** What the gate says, and what was held back before it. */
export type Verdict = Omit<GateVerdict<StatedOffer>, 'quarantined'> & { readonly quarantined: readonly HeldPrice[] };

/** A verdict that is to be carried out. */
export interface Publication {
  readonly verdict: Verdict;
  readonly inForce: readonly OfferInForce[];
  /** Scopes that were walked completely. */
  readonly covers: readonly Scope[];
  readonly publisher: string;
  readonly region: string | null;
  readonly now: Date;
  /** ISO 8601 instants at which prices were stated, by offer; without it all are stated now. */
  readonly statedAt?: ReadonlyMap<string, string>;
}

/** Carries verdicts out, within the turn and the transaction of whoever publishes. */
@Injectable()
export class PublicationWriter {
  private readonly logger = new Logger('prices');

  constructor(private readonly quarantine: PriceQuarantine) {}

  async write(manager: EntityManager, publication: Publication): Promise<PriceChange & { isNothing: boolean }> {
    const { verdict, inForce, covers, publisher, region, now, statedAt } = publication;
    const { publish, quarantined, vanished, gone } = verdict;
    const before = new Map(inForce.map((offer) => [offer.id, offer]));
    const asKnown = carryOver(inForce);
    const rows = publish
      .map((offer) => ({ ...asKnown(offer), publisher, confirmedAt: statedAt?.get(offer.id) ?? now.toISOString() }))
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

function hasSamePrice(before: OfferInForce | undefined, now: OfferInForce): boolean {
  return (
    before?.usdPerHour === now.usdPerHour &&
    before.upfrontUsd === now.upfrontUsd &&
    before.recurringUsdPerHour === now.recurringUsdPerHour &&
    before.converted?.currency === now.converted?.currency &&
    before.converted?.perHour === now.converted?.perHour
  );
}

function isSame(before: OfferInForce | undefined, now: OfferInForce): boolean {
  return (
    hasSamePrice(before, now) &&
    before?.converted?.usdPerUnit === now.converted?.usdPerUnit &&
    before?.converted?.rateDate === now.converted?.rateDate &&
    before?.converted?.rateSource === now.converted?.rateSource &&
    before?.asOf === now.asOf &&
    before.source === now.source &&
    before.publisher === now.publisher
  );
}
