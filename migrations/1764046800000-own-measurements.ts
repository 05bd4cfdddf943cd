import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that users measured and imported. */
export class OwnMeasurements1764046800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE own_measurement (
        id text NOT NULL,
        kind text NOT NULL,
        tool text NOT NULL,
        file_name text NOT NULL,
        model text,
        model_as_written text NOT NULL,
        accelerator_id text,
        accelerator_as_written text NOT NULL,
        accelerator_count integer NOT NULL,
        precision text NOT NULL,
        precision_as_written text NOT NULL,
        engine text NOT NULL,
        engine_version text,
        tensor_parallel integer NOT NULL,
        pipeline_parallel integer NOT NULL,
        expert_parallel integer NOT NULL,
        scenario text,
        input_tokens double precision,
        output_tokens double precision,
        concurrency double precision,
        tokens_per_second double precision,
        requests_per_second double precision,
        ttft_ms double precision,
        tpot_ms double precision,
        milliseconds double precision,
        tflops_per_accelerator double precision,
        power_watts double precision,
        power_scope text,
        power_samples integer,
        suite text,
        started_at timestamptz,
        ended_at timestamptz,
        imported_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX own_measurement_model ON own_measurement (model, accelerator_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE own_measurement');
  }
}
