import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { acceptanceKey, type Quarantined } from '../gate/gate.js';
import type { OfferInForce } from '../offer.js';
import { QuarantineEntity, type StatedOffer } from './quarantine.entity.js';

/** Polls in a row that have to miss many offers of a scope before that is believed. */
const POLLS_TO_CONFIRM = 3;

/** The prices that wait, as the publisher reads and writes them within its transaction. */
@Injectable()
export class PriceQuarantine {
  /** The prices that operators have let pass. */
  async accepted(manager: EntityManager): Promise<ReadonlySet<string>> {
    const rows = await manager.find(QuarantineEntity, {
      select: { offerId: true, usdPerHour: true, reason: true },
      where: { status: 'accepted' },
    });
    return new Set(
      rows.filter(({ reason }) => reason !== 'vanished').map((row) => acceptanceKey(row.offerId, row.usdPerHour)),
    );
  }

  /** Adds prices, or counts those seen again; what an operator has rejected stays rejected. */
  async hold(
    manager: EntityManager,
    quarantined: readonly Quarantined<StatedOffer>[],
    publisher: string,
    now: Date,
  ): Promise<void> {
    const known = await this.known(
      manager,
      quarantined.map(({ fact }) => fact.id),
    );
    const fresh: Partial<QuarantineEntity>[] = [];
    const again: string[] = [];
    for (const { fact, reason, why, previous } of quarantined) {
      const before = known.get(acceptanceKey(fact.id, fact.usdPerHour));
      if (before !== undefined && before.reason !== 'vanished') {
        again.push(before.id);
        continue;
      }
      fresh.push({
        offerId: fact.id,
        usdPerHour: fact.usdPerHour,
        reason,
        why,
        previousUsdPerHour: previous?.usdPerHour ?? null,
        publisher,
        stated: fact,
        status: 'open',
        firstSeenAt: now,
        lastSeenAt: now,
      });
    }
    for (let start = 0; start < fresh.length; start += 1000) {
      await manager.insert(QuarantineEntity, fresh.slice(start, start + 1000));
    }
    if (again.length > 0) {
      await manager.update(QuarantineEntity, { id: In(again) }, { lastSeenAt: now, seen: () => 'seen + 1' });
    }
  }

  /** Offers that are stated as they should be again: what waited of them is over. */
  async resolve(
    manager: EntityManager,
    published: readonly StatedOffer[],
    publisher: string,
    now: Date,
  ): Promise<void> {
    const open = await manager.find(QuarantineEntity, {
      select: { id: true, offerId: true },
      where: { status: 'open', publisher },
    });
    const good = new Set(published.map(({ id }) => id));
    const over = open.filter(({ offerId }) => good.has(offerId)).map(({ id }) => id);
    if (over.length > 0)
      await manager.update(QuarantineEntity, { id: In(over) }, { status: 'resolved', decidedAt: now });
  }

  /** Counts the polls that miss these offers; gives back those that were missed often enough, or by decision. */
  async confirmVanished(
    manager: EntityManager,
    vanished: readonly OfferInForce[],
    publisher: string,
    now: Date,
  ): Promise<OfferInForce[]> {
    if (vanished.length === 0) return [];
    const rows = await manager.findBy(QuarantineEntity, {
      offerId: In(vanished.map(({ id }) => id)),
      reason: 'vanished',
      status: In(['open', 'rejected']),
    });
    const known = new Map(rows.map((row) => [row.offerId, row]));
    const confirmed: OfferInForce[] = [];
    for (const offer of vanished) {
      const before = known.get(offer.id);
      if (before === undefined) {
        const why = `${publisher} does not state it any more, nor many others of ${offer.region}: perhaps it answered in part.`;
        await manager.insert(QuarantineEntity, {
          offerId: offer.id,
          usdPerHour: offer.usdPerHour,
          reason: 'vanished',
          why,
          previousUsdPerHour: offer.usdPerHour,
          publisher,
          stated: offer as never,
          status: 'open',
          firstSeenAt: now,
          lastSeenAt: now,
        });
        continue;
      }
      const seen = before.seen + 1;
      const isOver = before.status === 'open' && seen >= POLLS_TO_CONFIRM;
      await manager.update(QuarantineEntity, before.id, {
        seen,
        lastSeenAt: now,
        ...(isOver ? { status: 'resolved', decidedAt: now } : {}),
      });
      if (isOver) confirmed.push(offer);
    }
    return confirmed;
  }

  private async known(manager: EntityManager, offerIds: readonly string[]): Promise<Map<string, QuarantineEntity>> {
    const rows: QuarantineEntity[] = [];
    for (let start = 0; start < offerIds.length; start += 10_000) {
      const some = offerIds.slice(start, start + 10_000);
      rows.push(...(await manager.findBy(QuarantineEntity, { offerId: In(some), status: In(['open', 'rejected']) })));
    }
    return new Map(rows.map((row) => [acceptanceKey(row.offerId, row.usdPerHour), row]));
  }
}
