import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A plan that was asked for, with what was asked, so that it can be shown and explained again later. */
@Entity('plan')
@Index('plan_created', ['createdAt'])
export class PlanEntity {
  /** Version 4, made by the placement service. */
  @PrimaryColumn('uuid')
  id!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** The request as it was accepted. */
  @Column('jsonb')
  request!: unknown;

  /** The answer as it was given. */
  @Column('jsonb')
  result!: unknown;

  /** What the caller gave as `Idempotency-Key`; the same key brings back the same plan. */
  @Index('plan_idempotency_key', { unique: true })
  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;
}
