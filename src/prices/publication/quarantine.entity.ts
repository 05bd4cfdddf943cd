import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ForeignPrice } from '../currencies/converted.js';
import type { GateFact } from '../gate/gate.js';
import type { LeftOutReason } from '../suspicion.js';
import type { Offer, OfferInForce } from '../offer.js';

export const QUARANTINE_STATUSES = ['open', 'accepted', 'rejected', 'resolved'] as const;
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number];

/** What is needed to put the price in force after all. */
export type StatedOffer = Offer & GateFact;

/** The same in another currency than USD, as long as it is not converted. */
export type UnconvertedOffer = Omit<StatedOffer, 'usdPerHour' | 'upfrontUsd' | 'recurringUsdPerHour' | 'converted'> & {
  readonly usdPerHour: null;
  readonly upfrontUsd: null;
  readonly recurringUsdPerHour: null;
  readonly foreign: ForeignPrice;
};

/** A price that is not in force, or one that is and was not confirmed, until somebody or a later poll decides. */
@Entity('price_quarantine')
@Index('price_quarantine_offer', ['offerId', 'usdPerHour'])
@Index('price_quarantine_status', ['status', 'lastSeenAt'])
export class QuarantineEntity {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id!: string;

  @Column('text', { name: 'offer_id' })
  offerId!: string;

  /** Which need not be an amount; null where it was stated in another currency and no rate is known. */
  @Column('text', { name: 'usd_per_hour', nullable: true })
  usdPerHour!: string | null;

  /** ISO 4217, of the price as it was stated. */
  @Column('text', { default: 'USD' })
  currency!: string;

  /** As stated in that currency; null where that is USD. */
  @Column('text', { name: 'foreign_per_hour', nullable: true })
  foreignPerHour!: string | null;

  @Column('text')
  reason!: LeftOutReason;

  @Column('text')
  why!: string;

  /** Of the offer in force when it was first seen; null where there was none. */
  @Column('text', { name: 'previous_usd_per_hour', nullable: true })
  previousUsdPerHour!: string | null;

  @Column('text')
  publisher!: string;

  @Column('jsonb')
  stated!: StatedOffer | UnconvertedOffer;

  @Column('text', { default: 'open' })
  status!: QuarantineStatus;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  /** Polls that stated the same, or did not state it, in a row. */
  @Column('integer', { default: 1 })
  seen!: number;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** As whoever decided called themselves; no login guards this version. */
  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** Of an accepted price: the offer in whose place it came; null where there was none. */
  @Column('jsonb', { nullable: true })
  replaced!: OfferInForce | null;
}
