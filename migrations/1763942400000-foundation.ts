import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Catalog, offers in force, plans, and what shipped data has been loaded. */
export class Foundation1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_release (
        name text NOT NULL,
        sha256 text NOT NULL,
        rows integer NOT NULL,
        loaded_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT "PK_67bc026f41e58708d6b2c532370" PRIMARY KEY (name)
      )`);
    await runner.query(`
      CREATE TABLE accelerator (
        id text NOT NULL,
        vendor text NOT NULL,
        family text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        memory_gib double precision,
        memory_bandwidth_gbps double precision,
        peak_tflops jsonb NOT NULL,
        power_limit_watts double precision,
        idle_watts double precision,
        interconnect text,
        interconnect_gbps double precision,
        release_year integer,
        source text NOT NULL,
        notes text,
        CONSTRAINT "PK_93f11c36749b2052dcc08464a2b" PRIMARY KEY (id)
      )`);
    await runner.query(`
      CREATE TABLE instance_type (
        cloud text NOT NULL,
        name text NOT NULL,
        accelerator_id text NOT NULL,
        accelerator_count double precision NOT NULL,
        accelerator_memory_gib double precision,
        vcpus double precision,
        memory_gib double precision,
        local_disk_gb double precision,
        network_gbps double precision,
        kind text NOT NULL,
        source text NOT NULL,
        CONSTRAINT "PK_48314e9bfb3563403278719977d" PRIMARY KEY (cloud, name)
      )`);
    await runner.query(`
      CREATE TABLE region (
        cloud text NOT NULL,
        name text NOT NULL,
        location text,
        country text,
        jurisdiction text,
        pue double precision,
        pue_source text,
        grid_grams_co2e_per_kwh double precision,
        grid_source text,
        CONSTRAINT "PK_9cf05385ab924af406a55dca740" PRIMARY KEY (cloud, name)
      )`);
    await runner.query(`
      CREATE TABLE offer (
        id text NOT NULL,
        cloud text NOT NULL,
        region text NOT NULL,
        zone text,
        instance_type text NOT NULL,
        accelerator_id text NOT NULL,
        accelerator_name text NOT NULL,
        accelerator_count double precision NOT NULL,
        accelerator_memory_gib double precision,
        purchase_option text NOT NULL,
        term_years smallint,
        payment text,
        offering_class text,
        operating_system text NOT NULL,
        usd_per_hour numeric(20,10) NOT NULL,
        upfront_usd numeric(20,10),
        recurring_usd_per_hour numeric(20,10),
        currency text NOT NULL,
        as_of text NOT NULL,
        source text NOT NULL,
        interruption_per_month jsonb,
        available boolean,
        CONSTRAINT "PK_57c6ae1abe49201919ef68de900" PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX offer_place ON offer (cloud, region, instance_type)');
    await runner.query('CREATE INDEX offer_accelerator ON offer (accelerator_id, purchase_option)');
    await runner.query(`
      CREATE TABLE plan (
        id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        request jsonb NOT NULL,
        result jsonb NOT NULL,
        idempotency_key text,
        CONSTRAINT "PK_54a2b686aed3b637654bf7ddbb3" PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX plan_created ON plan (created_at)');
    await runner.query('CREATE UNIQUE INDEX plan_idempotency_key ON plan (idempotency_key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['plan', 'offer', 'region', 'instance_type', 'accelerator', 'data_release']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
