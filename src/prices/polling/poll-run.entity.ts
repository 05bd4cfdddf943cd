import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const POLL_STATES = ['waiting', 'running', 'good', 'failed'] as const;
export type PollState = (typeof POLL_STATES)[number];

/** One source in one region, within a run that somebody asked for. */
export interface PollStep {
  readonly source: string;
  /** Null: all regions in one. */
  readonly region: string | null;
  readonly state: PollState;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'pages';
  readonly published: number;
  readonly quarantined: number;
  readonly failure: string | null;
}

/** Polls that somebody asked for, apart from the schedule; kept so that every process can tell how far they are. */
@Entity('price_poll_run')
export class PollRunEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz', { name: 'started_at' })
  @Index('price_poll_run_started')
  startedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('jsonb')
  steps!: PollStep[];
}
