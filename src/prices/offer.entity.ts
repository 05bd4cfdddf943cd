import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Cloud } from '../catalog/index.js';
import type { Converted } from './currencies/converted.js';
import { SNAPSHOT_PUBLISHER, type Offer, type PurchaseOption } from './offer.js';

/** Row of an `OfferInForce`. Money columns come back from the driver as decimal strings, as the contract has them. */
@Entity('offer')
@Index('offer_place', ['cloud', 'region', 'instanceType'])
@Index('offer_accelerator', ['acceleratorId', 'purchaseOption'])
export class OfferEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  cloud!: Cloud;

  @Column('text')
  region!: string;

  @Column('text', { nullable: true })
  zone!: string | null;

  @Column('text', { name: 'instance_type' })
  instanceType!: string;

  @Column('text', { name: 'accelerator_id' })
  acceleratorId!: string;

  @Column('text', { name: 'accelerator_name' })
  acceleratorName!: string;

  @Column('double precision', { name: 'accelerator_count' })
  acceleratorCount!: number;

  @Column('double precision', { name: 'accelerator_memory_gib', nullable: true })
  acceleratorMemoryGiB!: number | null;

  @Column('text', { name: 'purchase_option' })
  purchaseOption!: PurchaseOption;

  @Column('smallint', { name: 'term_years', nullable: true })
  termYears!: Offer['termYears'];

  @Column('text', { nullable: true })
  payment!: Offer['payment'];

  @Column('text', { name: 'offering_class', nullable: true })
  offeringClass!: Offer['offeringClass'];

  @Column('text', { name: 'operating_system' })
  operatingSystem!: Offer['operatingSystem'];

  /** PostgreSQL pads to ten decimals (`1.2000000000`): strip the trailing zeros before showing it. */
  @Column('numeric', { name: 'usd_per_hour', precision: 20, scale: 10 })
  usdPerHour!: string;

  @Column('numeric', { name: 'upfront_usd', precision: 20, scale: 10, nullable: true })
  upfrontUsd!: string | null;

  @Column('numeric', { name: 'recurring_usd_per_hour', precision: 20, scale: 10, nullable: true })
  recurringUsdPerHour!: string | null;

  @Column('text')
  currency!: Offer['currency'];

  /** Text, because a source that states a day must not come back as an instant. ISO 8601 sorts as text. */
  @Column('text', { name: 'as_of' })
  asOf!: string;

  @Column('text')
  source!: string;

  @Column('jsonb', { name: 'interruption_per_month', nullable: true })
  interruptionPerMonth!: Offer['interruptionPerMonth'];

  @Column('boolean', { nullable: true })
  available!: boolean | null;

  @Column('jsonb', { nullable: true })
  converted?: Converted | null | undefined;

  @Column('text', { default: SNAPSHOT_PUBLISHER })
  publisher!: string;

  @Column('timestamptz', { name: 'confirmed_at', default: () => 'now()' })
  confirmedAt!: Date;
}
