import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each source is polled next and how it went, and the polls that somebody asked for. */
export class PricePolling1764032400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE price_poll (
        source_id text NOT NULL,
        region text NOT NULL,
        next_due_at timestamptz NOT NULL,
        last_tried_at timestamptz,
        last_good_at timestamptz,
        failures integer NOT NULL DEFAULT 0,
        last_failure text,
        mark text,
        prices integer NOT NULL DEFAULT 0,
        quarantined integer NOT NULL DEFAULT 0,
        unknown_types jsonb NOT NULL DEFAULT '[]',
        skipped jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (source_id, region)
      )`);
    await runner.query(`
      CREATE TABLE price_poll_run (
        id uuid NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        steps jsonb NOT NULL,
        PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX price_poll_run_started ON price_poll_run (started_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE price_poll_run');
    await runner.query('DROP TABLE price_poll');
  }
}
