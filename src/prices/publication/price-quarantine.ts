import { Injectable } from '@nestjs/common';
import { In, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { decisionKey, decisionKeyOf, type Decisions, type Quarantined } from '../gate/gate.js';
import { scopeKey, type Scope } from '../gate/scope.js';
import type { ForeignPrice } from '../currencies/converted.js';
import type { OfferInForce } from '../offer.js';
import { portions } from './portions.js';
import {
  QuarantineEntity,
  type QuarantineStatus,
  type StatedOffer,
  type UnconvertedOffer,
} from './quarantine.entity.js';

/** Polls in a row that have to miss many offers of a scope before that is believed. */
const POLLS_TO_CONFIRM = 3;

/** Far below the 65,535 values that PostgreSQL takes in one statement, for rows as for ids. */
const ROWS_PER_STATEMENT = 2000;

/** A price that is held back, by the gate or before it. */
export type HeldPrice = Omit<Quarantined<StatedOffer>, 'fact'> & { readonly fact: StatedOffer | UnconvertedOffer };

/** What one publication has looked at, by which older entries are over. */
export interface Looked {
  readonly publisher: string;
  /** Ids of the offers that were stated, whatever became of them. */
  readonly stated: ReadonlySet<string>;
  readonly quarantined: readonly HeldPrice[];
  readonly gone: readonly OfferInForce[];
  /** Scopes that were walked completely. */
  readonly covers: readonly Scope[];
  readonly now: Date;
}

/** The prices that wait, as the publisher reads and writes them within its transaction. */
@Injectable()
export class PriceQuarantine {
  /** The prices that operators have let pass, and those that they have refused. */
  async decisions(manager: EntityManager): Promise<Decisions> {
    const rows = await manager.find(QuarantineEntity, {
      select: { offerId: true, usdPerHour: true, currency: true, foreignPerHour: true, status: true },
      where: { status: In(['accepted', 'rejected']), reason: Not('vanished') },
    });
    const keys = (status: QuarantineStatus) => new Set(rows.filter((row) => row.status === status).map(keyOfRow));
    return { accepted: keys('accepted'), rejected: keys('rejected') };
  }

  /** Adds prices, or counts those seen again; what an operator has rejected stays rejected. Returns those that are new. */
  async hold(
    manager: EntityManager,
    quarantined: readonly HeldPrice[],
    publisher: string,
    now: Date,
  ): Promise<readonly HeldPrice[]> {
    const known = new Map<string, QuarantineEntity>();
    const where = { reason: Not('vanished' as const), status: In(['open', 'rejected']) };
    for (const row of await this.ofOffers(
      manager,
      quarantined.map(({ fact }) => fact.id),
      where,
    )) {
      known.set(keyOfRow(row), row);
    }
    const fresh = new Map<string, HeldPrice>();
    const again = new Set<string>();
    const restated = new Map<string, HeldPrice>();
    for (const one of quarantined) {
      const key = keyOfFact(one.fact);
      const before = known.get(key);
      if (before === undefined) {
        if (!fresh.has(key)) fresh.set(key, one);
        continue;
      }
      again.add(before.id);
      if (isRestated(before, one)) restated.set(before.id, one);
    }
    await insert(
      manager,
      [...fresh.values()].map(({ fact, reason, why, previous }) => ({
        ...entry(fact, publisher, now),
        reason,
        why,
        previousUsdPerHour: previous?.usdPerHour ?? null,
      })),
    );
    await update(manager, [...again], { lastSeenAt: now, seen: () => 'seen + 1' });
    await restate(manager, restated);
    return [...fresh.values()];
  }

  /**
   * Ends what has been overtaken: another price is stated of the offer now, or none any more although its scope was
   * walked; and an offer that had vanished is stated again, or is gone.
   */
  async resolve(manager: EntityManager, looked: Looked): Promise<void> {
    const { publisher, stated, quarantined, gone, covers, now } = looked;
    const waiting = new Set(quarantined.map(({ fact }) => keyOfFact(fact)));
    const covered = new Set(covers.map(scopeKey));
    const withdrawn = new Set(gone.map(({ id }) => id));
    const rows = await manager
      .createQueryBuilder(QuarantineEntity, 'one')
      .select(
        ['id', 'offerId', 'usdPerHour', 'currency', 'foreignPerHour', 'reason', 'status', 'stated'].map(
          (name) => `one.${name}`,
        ),
      )
      .where(`one.status = 'open' AND one.publisher = :publisher`, { publisher })
      .orWhere(`one.reason = 'vanished' AND one.status IN ('open', 'rejected')`)
      .getMany();
    const over = rows.filter((row) => {
      if (row.reason === 'vanished') return stated.has(row.offerId) || withdrawn.has(row.offerId);
      if (waiting.has(keyOfRow(row))) return false;
      return stated.has(row.offerId) || covered.has(scopeKey(row.stated));
    });
    await update(
      manager,
      over.map(({ id }) => id),
      { status: 'resolved', decidedAt: now },
    );
  }

  /** Counts the polls that miss these offers; gives back those that were missed often enough. */
  async confirmVanished(
    manager: EntityManager,
    vanished: readonly OfferInForce[],
    publisher: string,
    now: Date,
  ): Promise<OfferInForce[]> {
    const where = { reason: 'vanished' as const, status: In(['open', 'rejected']) };
    const rows = await this.ofOffers(
      manager,
      vanished.map(({ id }) => id),
      where,
    );
    const known = new Map(rows.map((row) => [row.offerId, row]));
    const confirmed = vanished.filter(({ id }) => {
      const before = known.get(id);
      return before?.status === 'open' && before.seen + 1 >= POLLS_TO_CONFIRM;
    });
    await insert(
      manager,
      vanished
        .filter(({ id }) => !known.has(id))
        .map((offer) => ({
          ...entry(offer, publisher, now),
          reason: 'vanished' as const,
          why: `${publisher} does not state it any more, nor many others of ${offer.region}: perhaps it answered in part.`,
          previousUsdPerHour: offer.usdPerHour,
        })),
    );
    await update(
      manager,
      rows.map(({ id }) => id),
      { lastSeenAt: now, seen: () => 'seen + 1' },
    );
    return confirmed;
  }

  private async ofOffers(
    manager: EntityManager,
    offerIds: readonly string[],
    where: FindOptionsWhere<QuarantineEntity>,
  ): Promise<QuarantineEntity[]> {
    const rows: QuarantineEntity[] = [];
    for (const some of portions(offerIds, ROWS_PER_STATEMENT)) {
      rows.push(...(await manager.findBy(QuarantineEntity, { ...where, offerId: In(some) })));
    }
    return rows;
  }
}

/** As the price was stated, where that was not in USD. */
export function foreignOf(offer: StatedOffer | UnconvertedOffer): ForeignPrice | undefined {
  return offer.usdPerHour === null ? offer.foreign : offer.converted;
}

/** Names the price for decisions, and to know it again. */
function keyOfFact(fact: StatedOffer | UnconvertedOffer): string {
  return fact.usdPerHour === null
    ? decisionKey(fact.id, fact.foreign.perHour, fact.foreign.currency)
    : decisionKeyOf(fact);
}

/** The same of a row. */
export function keyOfRow({ offerId, usdPerHour, currency, foreignPerHour }: QuarantineEntity): string {
  return decisionKey(offerId, foreignPerHour ?? usdPerHour ?? '', currency);
}

/** The same price in its own currency of another day: at another rate, with one at last, or still without. */
function isRestated({ status, currency, stated }: QuarantineEntity, { fact }: HeldPrice): boolean {
  return (
    status === 'open' && currency !== 'USD' && (stated.usdPerHour !== fact.usdPerHour || stated.asOf !== fact.asOf)
  );
}

/** Why rows wait now, by their ids. */
async function restate(manager: EntityManager, restated: ReadonlyMap<string, HeldPrice>): Promise<void> {
  const rows = [...restated].map(([id, { fact, reason, why }]) => ({
    id,
    reason,
    why,
    usd: fact.usdPerHour,
    stated: fact,
  }));
  for (const some of portions(rows, ROWS_PER_STATEMENT)) {
    await manager.query(
      `UPDATE price_quarantine q SET reason = s.reason, why = s.why, usd_per_hour = s.usd, stated = s.stated
       FROM jsonb_to_recordset($1) AS s(id bigint, reason text, why text, usd text, stated jsonb) WHERE q.id = s.id`,
      [JSON.stringify(some)],
    );
  }
}

type Entry = Omit<QuarantineEntity, 'id' | 'seen' | 'decidedAt' | 'decidedBy' | 'note' | 'replaced'>;

function entry(stated: StatedOffer | UnconvertedOffer, publisher: string, now: Date) {
  const foreign = foreignOf(stated);
  return {
    offerId: stated.id,
    usdPerHour: stated.usdPerHour,
    currency: foreign?.currency ?? 'USD',
    foreignPerHour: foreign?.perHour ?? null,
    publisher,
    stated,
    status: 'open' as const,
    firstSeenAt: now,
    lastSeenAt: now,
  };
}

async function insert(manager: EntityManager, entries: readonly Entry[]): Promise<void> {
  for (const some of portions(entries, ROWS_PER_STATEMENT)) await manager.insert(QuarantineEntity, some);
}

async function update(
  manager: EntityManager,
  ids: readonly string[],
  change: Parameters<EntityManager['update']>[2],
): Promise<void> {
  for (const some of portions(ids, ROWS_PER_STATEMENT))
    await manager.update(QuarantineEntity, { id: In(some) }, change);
}
