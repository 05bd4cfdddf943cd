import { Injectable } from '@nestjs/common';
import { DataSource, type FindOptionsWhere } from 'typeorm';
import { ConflictError, NotFoundError } from '../../platform/index.js';
import { OfferCatalog } from '../offer-catalog.js';
import { PriceEventEntity } from './price-event.entity.js';
import { PricePublisher } from './price-publisher.js';
import { QuarantineEntity } from './quarantine.entity.js';
import type { PriceEvent, PriceEventQuery, QuarantinedPrice, QuarantineQuery } from './quarantine.schema.js';

/** The prices that wait for somebody to decide, and the decisions. */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly publisher: PricePublisher,
    private readonly offers: OfferCatalog,
  ) {}

  async list(query: QuarantineQuery): Promise<{ total: number; prices: QuarantinedPrice[] }> {
    const where: FindOptionsWhere<QuarantineEntity> = {
      ...(query.status === 'all' ? {} : { status: query.status }),
      ...(query.reason === undefined ? {} : { reason: query.reason }),
      ...(query.source === undefined ? {} : { publisher: query.source }),
    };
    const [rows, total] = await this.dataSource.getRepository(QuarantineEntity).findAndCount({
      where,
      order: { lastSeenAt: 'DESC', id: 'DESC' },
      take: query.limit,
      skip: query.offset,
    });
    return { total, prices: rows.map(describe) };
  }

  /** The price passes from now on, and is in force at once; an offer that is not stated any more is withdrawn. */
  async accept(id: string, note: string | null, now = new Date()): Promise<QuarantinedPrice> {
    const row = await this.decide(id, 'accepted', note, now);
    if (row.reason === 'vanished') await this.publisher.withdraw(row.offerId, row.publisher, now);
    else await this.publisher.publishAccepted(row.stated, row.publisher, now);
    await this.offers.refresh();
    return describe(row);
  }

  /** The price stays out, and does not come up again; an offer that is not stated any more stays in force. */
  async reject(id: string, note: string | null, now = new Date()): Promise<QuarantinedPrice> {
    return describe(await this.decide(id, 'rejected', note, now));
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

  private decide(
    id: string,
    status: 'accepted' | 'rejected',
    note: string | null,
    now: Date,
  ): Promise<QuarantineEntity> {
    return this.dataSource.transaction(async (manager) => {
      const row = await manager.findOne(QuarantineEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) {
        throw new NotFoundError(`Nothing in quarantine has the id ${id}. GET /v1/prices/quarantine lists what has.`);
      }
      if (row.status !== 'open') {
        const when = row.decidedAt === null ? '' : ` on ${row.decidedAt.toISOString()}`;
        throw new ConflictError(`The price ${id} was ${row.status}${when} already.`);
      }
      Object.assign(row, { status, note, decidedAt: now });
      await manager.save(row);
      const what = `${row.offerId} at ${row.usdPerHour} USD an hour: ${row.reason}`;
      await manager.getRepository(PriceEventEntity).save({
        at: now,
        kind: status,
        publisher: row.publisher,
        region: row.stated.region,
        what,
        detail: { quarantine: id, ...(note === null ? {} : { note }) },
      });
      return row;
    });
  }
}

function describe(row: QuarantineEntity): QuarantinedPrice {
  const { stated } = row;
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
    previousUsdPerHour: row.previousUsdPerHour,
    asOf: stated.asOf,
    source: stated.source,
    publisher: row.publisher,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    seen: row.seen,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    note: row.note,
  };
}
