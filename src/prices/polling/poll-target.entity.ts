import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Value of `region` where one poll covers all regions of the cloud. */
export const ALL_REGIONS = '*';

/** When a source is polled next in a region, and how the last polls went. One row for each. */
@Entity('price_poll')
export class PollTargetEntity {
  @PrimaryColumn('text', { name: 'source_id' })
  sourceId!: string;

  @PrimaryColumn('text')
  region!: string;

  @Column('timestamptz', { name: 'next_due_at' })
  nextDueAt!: Date;

  @Column('timestamptz', { name: 'last_tried_at', nullable: true })
  lastTriedAt!: Date | null;

  @Column('timestamptz', { name: 'last_good_at', nullable: true })
  lastGoodAt!: Date | null;

  /** In a row, up to now. */
  @Column('integer', { default: 0 })
  failures!: number;

  /** The sentence of the last failure; null after a good poll. */
  @Column('text', { name: 'last_failure', nullable: true })
  lastFailure!: string | null;

  /** What the source asked to be given back. */
  @Column('text', { nullable: true })
  mark!: string | null;

  /** Of the last good poll. */
  @Column('integer', { default: 0 })
  prices!: number;

  @Column('integer', { default: 0 })
  quarantined!: number;

  @Column('jsonb', { name: 'unknown_types', default: () => `'[]'` })
  unknownTypes!: string[];

  @Column('jsonb', { default: () => `'{}'` })
  skipped!: Record<string, number>;
}
