import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Precision } from '../catalog/index.js';
import type { MeasurementKind, PowerScope } from './measurement.js';

/** A run that a user measured and imported. */
@Entity('own_measurement')
@Index('own_measurement_model', ['model', 'acceleratorId'])
export class OwnMeasurementEntity {
  /** Made of what was measured, so that the same run has the same id however often it is imported. */
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: MeasurementKind;

  /** What wrote the file, and the name that the file had. */
  @Column('text')
  tool!: string;

  @Column('text', { name: 'file_name' })
  fileName!: string;

  @Column('text', { nullable: true })
  model!: string | null;

  @Column('text', { name: 'model_as_written' })
  modelAsWritten!: string;

  @Column('text', { name: 'accelerator_id', nullable: true })
  acceleratorId!: string | null;

  @Column('text', { name: 'accelerator_as_written' })
  acceleratorAsWritten!: string;

  @Column('integer', { name: 'accelerator_count' })
  acceleratorCount!: number;

  @Column('text')
  precision!: Precision;

  @Column('text', { name: 'precision_as_written' })
  precisionAsWritten!: string;

  @Column('text')
  engine!: string;

  @Column('text', { name: 'engine_version', nullable: true })
  engineVersion!: string | null;

  @Column('integer', { name: 'tensor_parallel' })
  tensorParallel!: number;

  @Column('integer', { name: 'pipeline_parallel' })
  pipelineParallel!: number;

  @Column('integer', { name: 'expert_parallel' })
  expertParallel!: number;

  @Column('text', { nullable: true })
  scenario!: string | null;

  @Column('double precision', { name: 'input_tokens', nullable: true })
  inputTokens!: number | null;

  @Column('double precision', { name: 'output_tokens', nullable: true })
  outputTokens!: number | null;

  @Column('double precision', { nullable: true })
  concurrency!: number | null;

  @Column('double precision', { name: 'tokens_per_second', nullable: true })
  tokensPerSecond!: number | null;

  @Column('double precision', { name: 'requests_per_second', nullable: true })
  requestsPerSecond!: number | null;

  @Column('double precision', { name: 'ttft_ms', nullable: true })
  ttftMs!: number | null;

  @Column('double precision', { name: 'tpot_ms', nullable: true })
  tpotMs!: number | null;

  @Column('double precision', { nullable: true })
  milliseconds!: number | null;

  @Column('double precision', { name: 'tflops_per_accelerator', nullable: true })
  tflopsPerAccelerator!: number | null;

  /** All accelerators of the run together. */
  @Column('double precision', { name: 'power_watts', nullable: true })
  powerWatts!: number | null;

  @Column('text', { name: 'power_scope', nullable: true })
  powerScope!: PowerScope | null;

  /** Readings behind it; null where the file that states it does not say. */
  @Column('integer', { name: 'power_samples', nullable: true })
  powerSamples!: number | null;

  @Column('text', { nullable: true })
  suite!: string | null;

  /** Null where no file and nobody said, or the clock's offset from UTC is not known. */
  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}
