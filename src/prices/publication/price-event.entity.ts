import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const PRICE_EVENTS = [
  'quarantined',
  'vanished',
  'accepted',
  'rejected',
  'published',
  'withdrawn',
  'poll_failed',
  'discount_added',
  'discount_removed',
  'rates_stated',
] as const;
export type PriceEventKind = (typeof PRICE_EVENTS)[number];

/** Something that happened to prices and that somebody may want to hear of. Rows are only ever added. */
@Entity('price_event')
@Index('price_event_at', ['at'])
export class PriceEventEntity {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  kind!: PriceEventKind;

  /** Id of the source, `snapshot`, `import` or `operator`. */
  @Column('text')
  publisher!: string;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text')
  what!: string;

  @Column('jsonb', { default: () => `'{}'` })
  detail!: Record<string, unknown>;
}
