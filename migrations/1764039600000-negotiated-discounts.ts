import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators have negotiated with the clouds. */
export class NegotiatedDiscounts1764039600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE price_discount (
        id bigserial NOT NULL,
        name text NOT NULL,
        cloud text NOT NULL,
        account text,
        service text,
        instance_type text,
        region text,
        purchase_options text[],
        percent_off numeric(9,6),
        usd_per_hour numeric(20,10),
        on_top boolean NOT NULL DEFAULT false,
        valid_from text NOT NULL,
        valid_to text,
        source text NOT NULL,
        note text,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE price_discount');
  }
}
