import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** What shipped data has been loaded, so that a second start imports nothing again. */
@Entity('data_release')
export class DataReleaseEntity {
  /** The shipped file or set, e.g. `catalog` or `prices/2026-07`. */
  @PrimaryColumn('text')
  name!: string;

  /** Of the bytes that were loaded, lower-case hexadecimal. */
  @Column('text')
  sha256!: string;

  /** Rows written. */
  @Column('integer')
  rows!: number;

  @CreateDateColumn({ name: 'loaded_at', type: 'timestamptz' })
  loadedAt!: Date;
}
