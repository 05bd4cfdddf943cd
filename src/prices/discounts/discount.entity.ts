import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Cloud } from '../../catalog/index.js';
import type { PurchaseOption } from '../offer.js';

/** Row of a `Discount`. Never changed once it is there: another agreement is another row. */
@Entity('price_discount')
export class DiscountEntity {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id!: string;

  @Column('text')
  name!: string;

  @Column('text')
  cloud!: Cloud;

  @Column('text', { nullable: true })
  account!: string | null;

  @Column('text', { nullable: true })
  service!: string | null;

  @Column('text', { name: 'instance_type', nullable: true })
  instanceType!: string | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { name: 'purchase_options', array: true, nullable: true })
  purchaseOptions!: PurchaseOption[] | null;

  @Column('numeric', { name: 'percent_off', precision: 9, scale: 6, nullable: true })
  percentOff!: string | null;

  @Column('numeric', { name: 'usd_per_hour', precision: 20, scale: 10, nullable: true })
  usdPerHour!: string | null;

  @Column('boolean', { name: 'on_top', default: false })
  onTop!: boolean;

  /** Text, because a day must not come back as an instant. ISO 8601 sorts as text. */
  @Column('text', { name: 'valid_from' })
  validFrom!: string;

  @Column('text', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('text')
  source!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
