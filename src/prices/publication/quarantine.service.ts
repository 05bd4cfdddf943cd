import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ConflictError, NotFoundError } from '../../platform/index.js';
import { OfferCatalog } from '../offer-catalog.js';
import { announcePrices } from './announce.js';
import { PriceEventEntity } from './price-event.entity.js';
import { tell } from './price-events.js';
import { PriceTurn, type PriceChange } from './price-turn.js';
import { putInForce, undoAcceptance, usableOffer, withdraw } from './decided-price.js';
import { foreignOf } from './price-quarantine.js';
import { QuarantineEntity } from './quarantine.entity.js';
import type { Decision, PriceEvent, PriceEventQuery, QuarantinedPrice, QuarantineQuery } from './quarantine.schema.js';

type Verdict = 'accepted' | 'rejected';

/** The prices that wait for somebody to decide, and the decisions. */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly turn: PriceTurn,
    private readonly offers: OfferCatalog,
  ) {}

  async list(query: QuarantineQuery): Promise<{ total: number; prices: QuarantinedPrice[] }> {
    const found = this.dataSource.getRepository(QuarantineEntity).createQueryBuilder('one');
    if (query.status !== 'all') found.andWhere('one.status = :status', { status: query.status });
    if (query.reason !== undefined) found.andWhere('one.reason = :reason', { reason: query.reason });
    if (query.source !== undefined) found.andWhere('one.publisher = :source', { source: query.source });
    if (query.cloud !== undefined) found.andWhere(`one.stated ->> 'cloud' = :cloud`, { cloud: query.cloud });
    if (query.region !== undefined) found.andWhere(`one.stated ->> 'region' = :region`, { region: query.region });
    const newest = found.orderBy('one.lastSeenAt', 'DESC').addOrderBy('one.id', 'DESC');
    const [rows, total] = await newest.take(query.limit).skip(query.offset).getManyAndCount();
    return { total, prices: rows.map(describe) };
  }

  /**
   * The price passes from now on, and is in force at once; an offer that is not stated any more is withdrawn. Throws
   * `NotFoundError`, or `ConflictError` where the price is none, or was decided or overtaken already.
   */
  accept(id: string, decision: Decision, now = new Date()): Promise<QuarantinedPrice> {
    return this.decide(id, 'accepted', decision, now);
  }

  /**
   * The price stays out, and does not come up again; where it was accepted before, the last good price comes back. An
   * offer that is not stated any more stays in force. Throws as `accept` does.
   */
  reject(id: string, decision: Decision, now = new Date()): Promise<QuarantinedPrice> {
    return this.decide(id, 'rejected', decision, now);
  }

  /** The newest first. */
  async events({ kind, limit, offset }: PriceEventQuery): Promise<{ total: number; events: PriceEvent[] }> {
    const [rows, total] = await this.dataSource.getRepository(PriceEventEntity).findAndCount({
      where: kind === undefined ? {} : { kind },
      order: { id: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { total, events: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
  }

  private async decide(id: string, verdict: Verdict, decision: Decision, now: Date): Promise<QuarantinedPrice> {
    const decided = await this.turn.take(async (manager) => {
      const row = await manager.findOne(QuarantineEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) {
        throw new NotFoundError(`Nothing in quarantine has the id ${id}. GET /v1/prices/quarantine lists what has.`);
      }
      refuseAgain(row, verdict);
      const change = await carryOut(manager, row, verdict, now);
      const { note = null, by = null } = decision;
      Object.assign(row, { status: verdict, note, decidedAt: now, decidedBy: by });
      await manager.save(row);
      const told = { publisher: row.publisher, region: row.stated.region, at: now };
      const what = `${row.offerId} at ${amountOf(row)} an hour: ${row.reason}`;
      await tell(manager, verdict, what, { quarantine: id, note, by }, told);
      if (change.changed.length + change.withdrawn.length > 0) await announcePrices(manager);
      return { change, outcome: row };
    });
    await this.offers.refresh();
    return describe(decided);
  }
}

/** An open price can be decided, and a decision be changed; what was overtaken is over. */
function refuseAgain(row: QuarantineEntity, verdict: Verdict): void {
  const isGone = row.reason === 'vanished' && row.status === 'accepted';
  if (row.status !== 'resolved' && row.status !== verdict && !isGone) return;
  const when = row.decidedAt === null ? '' : ` on ${row.decidedAt.toISOString()}`;
  throw new ConflictError(`The price ${row.id} was ${row.status}${when} already.`);
}

async function carryOut(
  manager: EntityManager,
  row: QuarantineEntity,
  verdict: Verdict,
  now: Date,
): Promise<PriceChange> {
  if (verdict === 'accepted') {
    if (row.reason === 'vanished') return withdraw(manager, row.offerId, now);
    return putInForce(manager, row, usableOffer(row, now), now);
  }
  if (row.status === 'accepted') return undoAcceptance(manager, row, now);
  return { changed: [], withdrawn: [], at: now };
}

/** As it was stated: `12.5 EUR`. */
function amountOf({ foreignPerHour, usdPerHour, currency }: QuarantineEntity): string {
  return `${foreignPerHour ?? usdPerHour ?? ''} ${currency}`;
}

function describe(row: QuarantineEntity): QuarantinedPrice {
  const { stated } = row;
  const foreign = foreignOf(stated);
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    why: row.why,
    offerId: row.offerId,
    cloud: stated.cloud,
    region: stated.region,
    zone: stated.zone,
    instanceType: stated.instanceType,
    purchaseOption: stated.purchaseOption,
    termYears: stated.termYears,
    payment: stated.payment,
    usdPerHour: row.usdPerHour,
    currency: row.currency,
    perHour: foreign?.perHour ?? stated.usdPerHour ?? '',
    converted: stated.usdPerHour === null ? undefined : stated.converted,
    previousUsdPerHour: row.previousUsdPerHour,
    asOf: stated.asOf,
    source: stated.source,
    publisher: row.publisher,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    seen: row.seen,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
    note: row.note,
  };
}
