import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who put an offer in force and when it was last confirmed; prices in quarantine; what happened to prices. */
export class PricePublication1764028800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offer
        ADD COLUMN publisher text NOT NULL DEFAULT 'snapshot',
        ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now()`);
    await runner.query(`
      CREATE TABLE price_quarantine (
        id bigserial NOT NULL,
        offer_id text NOT NULL,
        usd_per_hour text NOT NULL,
        reason text NOT NULL,
        why text NOT NULL,
        previous_usd_per_hour text,
        publisher text NOT NULL,
        stated jsonb NOT NULL,
        status text NOT NULL DEFAULT 'open',
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        seen integer NOT NULL DEFAULT 1,
        decided_at timestamptz,
        note text,
        PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX price_quarantine_offer ON price_quarantine (offer_id, usd_per_hour)');
    await runner.query('CREATE INDEX price_quarantine_status ON price_quarantine (status, last_seen_at)');
    await runner.query(`
      CREATE TABLE price_event (
        id bigserial NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        publisher text NOT NULL,
        region text,
        what text NOT NULL,
        detail jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (id)
      )`);
    await runner.query('CREATE INDEX price_event_at ON price_event (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE price_event');
    await runner.query('DROP TABLE price_quarantine');
    await runner.query('ALTER TABLE offer DROP COLUMN confirmed_at, DROP COLUMN publisher');
  }
}
