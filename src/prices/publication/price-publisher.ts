import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { CatalogService } from '../../catalog/index.js';
import { ClickHouse, insertRows } from '../../platform/index.js';
import { gate, type GateVerdict, type Quarantined } from '../gate/gate.js';
import type { Scope } from '../gate/scope.js';
import { IMPORT_PUBLISHER, type OfferInForce } from '../offer.js';
import { offerOf } from '../offer-catalog.js';
import { OfferEntity } from '../offer.entity.js';
import { recordPriceChanges } from '../price-history.js';
import type { PollResult, PriceSource, StatedPrice } from '../sources/price-source.js';
import { announcePrices, PRICE_LOCK } from './announce.js';
import { PriceEventEntity, type PriceEventKind } from './price-event.entity.js';
import type { StatedOffer } from './quarantine.entity.js';
import { PriceQuarantine } from './price-quarantine.js';
import { statedOffers } from './stated-offers.js';

export interface Published {
  /** Offers that are in force by it now. */
  readonly published: number;
  readonly quarantined: number;
}

type Verdict = GateVerdict<StatedOffer>;

const NOTHING: Verdict = { publish: [], quarantined: [], superseded: [], same: [], gone: [], vanished: [] };

/** Puts prices in force: through the gate, and of each poll or price list all or nothing. */
@Injectable()
export class PricePublisher {
  private readonly logger = new Logger('prices');

  constructor(
    private readonly dataSource: DataSource,
    private readonly clickhouse: ClickHouse,
    private readonly catalog: CatalogService,
    private readonly quarantine: PriceQuarantine,
  ) {}

  /** What one poll brought home. */
  async publishPoll(source: PriceSource, region: string | null, result: PollResult, now: Date): Promise<Published> {
    if (result.unchanged) return this.confirm(source, region, now);
    const regions = region === null ? null : [region];
    const { inUsd, foreign } = partByCurrency(result.prices);
    const facts = statedOffers(inUsd, this.machines(), result);
    const unconverted = statedOffers(foreign, this.machines(), result);
    const { verdict, published } = await this.locked(async (manager) => {
      const inForce = await offersOf(manager, source.cloud);
      const covers = scopesOf(source, result, regions, inForce);
      const verdict = gate([...facts], covers, {
        inForce,
        accepted: await this.quarantine.accepted(manager),
        publisher: source.id,
        now,
      });
      const withCurrency = { ...verdict, quarantined: [...verdict.quarantined, ...unconverted.map(foreignDoubt)] };
      const confirmed = await this.quarantine.confirmVanished(manager, verdict.vanished, source.id, now);
      const published = await this.write(manager, withCurrency, [...verdict.gone, ...confirmed], source.id, now);
      await this.circumstances(manager, source, result);
      return { verdict: withCurrency, published };
    });
    return { published, quarantined: verdict.quarantined.length };
  }

  /** An operator's own prices: nothing of theirs counts as gone, whatever a list lacks. */
  async publishList(offers: readonly StatedOffer[], now: Date): Promise<Verdict> {
    return this.locked(async (manager) => {
      const inForce = await offersOf(manager, null);
      const verdict = gate([...offers], [], {
        inForce,
        accepted: await this.quarantine.accepted(manager),
        publisher: IMPORT_PUBLISHER,
        now,
      });
      await this.write(manager, verdict, [], IMPORT_PUBLISHER, now);
      return verdict;
    });
  }

  /** One price that an operator has accepted. */
  async publishAccepted(offer: StatedOffer, publisher: string, now: Date): Promise<void> {
    await this.locked((manager) => this.write(manager, { ...NOTHING, publish: [offer] }, [], publisher, now));
  }

  /** Offers whose absence an operator has accepted. */
  async withdraw(offerId: string, publisher: string, now: Date): Promise<void> {
    await this.locked(async (manager) => {
      const rows = await manager.findBy(OfferEntity, { id: offerId });
      await this.write(manager, NOTHING, rows.map(offerOf), publisher, now);
    });
  }

  async pollFailed(source: PriceSource, region: string | null, failure: string, now: Date): Promise<void> {
    await this.dataSource
      .getRepository(PriceEventEntity)
      .save(event('poll_failed', source.id, region, failure, {}, now));
  }

  private machines() {
    return { instanceTypes: this.catalog.instanceTypes(), accelerators: this.catalog.accelerators() };
  }

  /** One writer of prices at a time: the gate holds what is stated against what is in force. */
  private async locked<T>(write: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [PRICE_LOCK]);
      return write(manager);
    });
  }

  /** Nothing has changed at the source since the last poll. */
  private async confirm(source: PriceSource, region: string | null, now: Date): Promise<Published> {
    const where = { publisher: source.id, ...(region === null ? {} : { region }) };
    const { affected } = await this.dataSource.manager.update(OfferEntity, where, { confirmedAt: now });
    await announcePrices(this.dataSource.manager);
    return { published: affected ?? 0, quarantined: 0 };
  }

  private async write(
    manager: EntityManager,
    verdict: Verdict,
    gone: readonly OfferInForce[],
    publisher: string,
    now: Date,
  ): Promise<number> {
    const newer = await withoutOlder(manager, verdict.publish, publisher);
    const rows = newer.map((offer) => ({ ...row(offer), publisher, confirmedAt: now }));
    await deleteOffers(manager, [...gone.map(({ id }) => id), ...rows.map(({ id }) => id)]);
    await insertRows(manager, OfferEntity, rows);
    await this.quarantine.hold(manager, verdict.quarantined, publisher, now);
    await this.quarantine.resolve(manager, verdict.publish, publisher, now);
    await manager.getRepository(PriceEventEntity).save(events(verdict, gone, publisher, now));
    await announcePrices(manager);
    // Last, and only what changed: if the transaction fails after it, the next poll adds nothing twice.
    await recordPriceChanges(this.clickhouse, newer, gone, now);
    const { quarantined, vanished } = verdict;
    if (quarantined.length + vanished.length > 0) {
      this.logger.warn(
        `${publisher}: ${quarantined.length} prices in quarantine, ${vanished.length} not stated any more.`,
      );
    }
    return rows.length;
  }

  /** What a poll says of machines whose prices another source states. */
  private async circumstances(manager: EntityManager, { cloud }: PriceSource, result: PollResult): Promise<void> {
    for (const { region, zone, instanceType, available } of result.availability) {
      const where = { cloud, region, instanceType, ...(zone === null ? {} : { zone }) };
      await manager.update(OfferEntity, where, { available });
    }
    for (const { region, instanceType, rate } of result.interruptions) {
      const where = { cloud, region, instanceType, purchaseOption: 'spot' as const };
      await manager.update(OfferEntity, where, { interruptionPerMonth: () => quoted(rate) });
    }
  }
}

/** JSON as an SQL literal: the query builder binds no plain object here. */
function quoted(value: object): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`;
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
  regions: readonly string[] | null,
  inForce: readonly OfferInForce[],
): Scope[] {
  const walked = regions ?? [...new Set([...prices, ...inForce].map(({ region }) => region))];
  return walked.flatMap((region) => covers.map((purchaseOption) => ({ cloud, region, purchaseOption })));
}

async function offersOf(manager: EntityManager, cloud: OfferInForce['cloud'] | null): Promise<OfferInForce[]> {
  const rows = await (cloud === null ? manager.find(OfferEntity) : manager.findBy(OfferEntity, { cloud }));
  return rows.map(offerOf);
}

/** Where an operator's own price and a polled one name the same offer, the one of the later date stands. */
async function withoutOlder(
  manager: EntityManager,
  offers: readonly StatedOffer[],
  publisher: string,
): Promise<readonly StatedOffer[]> {
  const held = new Map<string, OfferEntity>();
  for (const ids of chunks(offers.map(({ id }) => id))) {
    for (const one of await manager.findBy(OfferEntity, { id: In(ids) })) held.set(one.id, one);
  }
  return offers.filter((offer) => {
    const before = held.get(offer.id);
    const isOther =
      before !== undefined && (before.publisher === IMPORT_PUBLISHER) !== (publisher === IMPORT_PUBLISHER);
    return !isOther || before.publisher === 'snapshot' || before.asOf <= offer.asOf;
  });
}

async function deleteOffers(manager: EntityManager, ids: readonly string[]): Promise<void> {
  for (const some of chunks(ids)) await manager.delete(OfferEntity, { id: In(some) });
}

/** PostgreSQL takes at most 65,535 values in one statement. */
function chunks(ids: readonly string[], size = 10_000): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < ids.length; start += size) parts.push(ids.slice(start, start + size));
  return parts;
}

function row({ id, ...offer }: StatedOffer): Omit<OfferEntity, 'publisher' | 'confirmedAt'> {
  return { id, ...offer };
}

function events(
  { publish, quarantined, vanished }: Verdict,
  gone: readonly OfferInForce[],
  publisher: string,
  now: Date,
): Omit<PriceEventEntity, 'id'>[] {
  const list: Omit<PriceEventEntity, 'id'>[] = [];
  const add = (kind: PriceEventKind, ids: readonly string[], what: string) => {
    if (ids.length > 0)
      list.push(event(kind, publisher, null, what, { offers: ids.length, examples: ids.slice(0, 10) }, now));
  };
  add(
    'published',
    publish.map(({ id }) => id),
    `${publish.length} prices in force.`,
  );
  add(
    'quarantined',
    quarantined.map(({ fact }) => fact.id),
    `${quarantined.length} prices in quarantine.`,
  );
  add(
    'vanished',
    vanished.map(({ id }) => id),
    `${vanished.length} offers are not stated any more; they stay until that is confirmed.`,
  );
  add(
    'withdrawn',
    gone.map(({ id }) => id),
    `${gone.length} offers withdrawn.`,
  );
  return list;
}

function event(
  kind: PriceEventKind,
  publisher: string,
  region: string | null,
  what: string,
  detail: Record<string, unknown>,
  at: Date,
): Omit<PriceEventEntity, 'id'> {
  return { at, kind, publisher, region, what, detail };
}
