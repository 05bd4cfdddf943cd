import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Accelerator } from './accelerator.js';
import type { Cloud } from './cloud.js';
import type { InstanceType } from './instance-type.js';
import type { Precision } from './precision.js';

/** Row of an `Accelerator`; the fields and units are the contract's. */
@Entity('accelerator')
export class AcceleratorEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  vendor!: string;

  @Column('text')
  family!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: Accelerator['kind'];

  @Column('double precision', { name: 'memory_gib', nullable: true })
  memoryGiB!: number | null;

  @Column('double precision', { name: 'memory_bandwidth_gbps', nullable: true })
  memoryBandwidthGBps!: number | null;

  @Column('jsonb', { name: 'peak_tflops' })
  peakTflops!: Partial<Record<Precision, number>>;

  @Column('double precision', { name: 'power_limit_watts', nullable: true })
  powerLimitWatts!: number | null;

  @Column('double precision', { name: 'idle_watts', nullable: true })
  idleWatts!: number | null;

  @Column('text', { nullable: true })
  interconnect!: string | null;

  @Column('double precision', { name: 'interconnect_gbps', nullable: true })
  interconnectGBps!: number | null;

  @Column('integer', { name: 'release_year', nullable: true })
  releaseYear!: number | null;

  @Column('text')
  source!: string;

  @Column('text', { nullable: true })
  notes!: string | null;
}

/** Row of an `InstanceType`. */
@Entity('instance_type')
export class InstanceTypeEntity {
  @PrimaryColumn('text')
  cloud!: Cloud;

  @PrimaryColumn('text')
  name!: string;

  @Column('text', { name: 'accelerator_id' })
  acceleratorId!: string;

  @Column('double precision', { name: 'accelerator_count' })
  acceleratorCount!: number;

  @Column('double precision', { name: 'accelerator_memory_gib', nullable: true })
  acceleratorMemoryGiB!: number | null;

  @Column('double precision', { nullable: true })
  vcpus!: number | null;

  @Column('double precision', { name: 'memory_gib', nullable: true })
  memoryGiB!: number | null;

  @Column('double precision', { name: 'local_disk_gb', nullable: true })
  localDiskGB!: number | null;

  @Column('double precision', { name: 'network_gbps', nullable: true })
  networkGbps!: number | null;

  @Column('text')
  kind!: InstanceType['kind'];

  @Column('text')
  source!: string;
}

/** Row of a `Region`. */
@Entity('region')
export class RegionEntity {
  @PrimaryColumn('text')
  cloud!: Cloud;

  @PrimaryColumn('text')
  name!: string;

  @Column('text', { nullable: true })
  location!: string | null;

  @Column('text', { nullable: true })
  country!: string | null;

  @Column('text', { nullable: true })
  jurisdiction!: string | null;

  @Column('double precision', { nullable: true })
  pue!: number | null;

  @Column('text', { name: 'pue_source', nullable: true })
  pueSource!: string | null;

  @Column('double precision', { name: 'grid_grams_co2e_per_kwh', nullable: true })
  gridGramsCo2ePerKwh!: number | null;

  @Column('text', { name: 'grid_source', nullable: true })
  gridSource!: string | null;
}
