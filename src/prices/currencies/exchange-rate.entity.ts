import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Row of an `ExchangeRate`. Rows are only ever added: of one currency and day, the row that was stated last stands. */
@Entity('exchange_rate')
@Index('exchange_rate_date', ['currency', 'date', 'id'])
export class ExchangeRateEntity {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id!: string;

  @Column('text')
  currency!: string;

  /** Text, because a day must not come back as an instant. ISO 8601 sorts as text. */
  @Column('text')
  date!: string;

  @Column('numeric', { name: 'usd_per_unit', precision: 30, scale: 18 })
  usdPerUnit!: string;

  @Column('text')
  source!: string;

  /** As whoever stated it called themselves; no login guards this version. */
  @Column('text', { name: 'stated_by', nullable: true })
  statedBy!: string | null;

  @Column('timestamptz', { name: 'stated_at' })
  statedAt!: Date;
}
